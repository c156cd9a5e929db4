"""What was not asked for stays: the lines above and below, other words, and nothing of the removed word's length."""

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import ImageChops

from discovery.documents import Box
from dsar.redaction.engine import redact_file
from dsar.redaction.vocabulary import LengthHiding, Ocr, Options, RedactionRefused, boxes_from_json
from tests.dsar.redaction import detectors, planted

NO_OCR = Options(dpi=150, ocr=Ocr.NEVER)
SECRET = planted.SECRET


def rendered(pdf, scale=150 / 72):
    with pdfium.PdfDocument(pdf) as document:
        return document[0].render(scale=scale).to_pil().convert("L")


def test_lines_eight_points_above_and_below_keep_every_letter(tmp_path):
    lines = (
        "KEEPMEABOVE ygjpq KEEPMEABOVE ygjpq KEEPME",
        f"KEEPLEFT {SECRET} KEEPRIGHT",
        "KEEPMEBELOW ITLKH KEEPMEBELOW ITLKH",
    )
    source = planted.simple(*lines, size=8, leading=8)

    found = redact_file(source, "application/pdf", [SECRET], options=NO_OCR)

    text, pixels = detectors.poppler_text(found.pdf), detectors.seen(found.pdf, tmp_path)
    for word in ("KEEPMEABOVE", "KEEPMEBELOW", "KEEPLEFT", "KEEPRIGHT"):
        assert word in text
        assert word in pixels
    assert (found.report.words_removed, found.report.words_beside) == (2, 0)
    assert found.report.words_after == 11


def test_short_names_go_as_whole_words_and_longer_ones_inside_words_are_told():
    source = planted.simple("Ann and Joanna saw Annapolis.", "Robertson met Robert.")

    short = redact_file(source, "application/pdf", ["Ann"], options=NO_OCR)
    longer = redact_file(source, "application/pdf", ["Robert"], options=NO_OCR)

    assert "Annapolis" in detectors.poppler_text(short.pdf)
    assert short.report.passages[0].count == 1
    assert longer.report.passages[0].inside_words == 1
    assert longer.report.warnings == ("passage_inside_words",)
    assert short.report.warnings == ()


def test_a_passage_can_be_narrowed_to_a_page_and_an_occurrence():
    source = planted.saved(
        planted.document(planted.text(["KEEP Mary Jones, Mary Jones."]), planted.text(["Mary Jones."]))
    )

    page = redact_file(source, "application/pdf", [{"text": "Mary Jones", "page": 1}], options=NO_OCR)
    second = redact_file(source, "application/pdf", [{"text": "Mary Jones", "page": 0, "nth": 1}], options=NO_OCR)

    assert (page.report.gate, second.report.gate) == ("open", "open")
    assert detectors.poppler_text(page.pdf).count("Mary") == 2
    assert [box.page for box in page.report.boxes] == [1]
    assert detectors.poppler_text(second.pdf).count("Mary") == 2
    assert (second.report.passages[0].count, second.report.passages[0].pages) == (1, (0,))


def test_passages_fold_accents_and_ligatures():
    accents = redact_file(planted.accented(), "application/pdf", ["José Muñoz"], options=NO_OCR)
    ligatures = redact_file(planted.ligature(), "application/pdf", ["Grifiths Officer"], options=NO_OCR)

    for found, gone in ((accents, "mu"), (ligatures, "cer")):
        text = detectors.poppler_text(found.pdf)
        assert found.report.is_open
        assert "KEEPALPHA" in text
        assert gone not in text.casefold()


def test_two_names_of_different_width_leave_the_same_page_outside_the_line():
    names = ("Al Li", "Wolfgang Mommsenberger-Wittelsbach")
    options = Options(dpi=150, ocr=Ocr.NEVER, length_hiding=LengthHiding.LINE)

    found = [
        redact_file(
            planted.simple("First KEEPALPHA line.", f"Then {name} said yes, on Monday.", "Last KEEPOMEGA line."),
            "application/pdf", [name], options=options,
        )
        for name in names
    ]  # fmt: skip

    one, other = (rendered(outcome.pdf) for outcome in found)
    assert all(outcome.report.is_open for outcome in found)
    assert ImageChops.difference(one, other).getbbox() is None
    assert detectors.poppler_text(found[0].pdf) == detectors.poppler_text(found[1].pdf)
    assert found[0].pdf == found[1].pdf


def test_without_hiding_the_length_the_page_differs():
    found = [
        redact_file(planted.simple(f"Then {name} said yes."), "application/pdf", [name], options=NO_OCR)
        for name in ("Al Li", "Bo Wolfgang")
    ]

    assert ImageChops.difference(*(rendered(outcome.pdf) for outcome in found)).getbbox()


def test_a_box_drawn_by_hand_takes_what_lies_under_it_and_no_more():
    box = Box(0, 60, 842 - 700 + 8, 540, 842 - 700 + 23)  # the second line

    found = redact_file(planted.simple(), "application/pdf", [], [box], NO_OCR)

    text = detectors.poppler_text(found.pdf)
    assert found.report.is_open
    assert "Bramblewick" not in text
    assert "KEEPALPHA" in text
    assert "KEEPOMEGA" in text
    assert found.report.words_removed == 7
    assert rendered(found.pdf).crop((130, 315, 1100, 340)).getextrema() == (0, 0)


def test_a_box_on_a_turned_and_cropped_page_lies_where_it_was_drawn():
    with pikepdf.open(io.BytesIO(planted.cropped_out())) as pdf:
        pdf.pages[0].obj.Rotate = 90
        source = planted.saved(pdf)
    plain = redact_file(source, "application/pdf", [], options=NO_OCR, allow_nothing=True)
    ink = ImageChops.invert(rendered(plain.pdf, 1)).getbbox()

    found = redact_file(source, "application/pdf", [], [Box(0, ink[0] - 2, ink[1] - 2, ink[2] + 2, ink[3] + 2)], NO_OCR)

    assert found.report.is_open
    assert found.report.words_after == 0
    assert found.report.words_removed == plain.report.words_after == 17


def test_a_box_over_a_scan_leaves_no_ink_of_it(tmp_path):
    found = redact_file(planted.scan(), "application/pdf", [], [Box(0, 20, 60, 590, 95)], Options(languages=("eng",)))

    pixels = detectors.seen(found.pdf, tmp_path)
    assert found.report.is_open
    assert "Bramblewick" not in pixels
    assert "KEEPALPHA" in pixels
    assert "KEEPOMEGA" in pixels


def test_labels_are_written_inside_boxes_and_verified():
    found = redact_file(
        planted.simple(), "application/pdf", [SECRET], options=Options(ocr=Ocr.NEVER, label="[third party]")
    )

    assert found.report.is_open


@pytest.mark.parametrize(
    "box", [Box(3, 0, 0, 10, 10), Box(0, 700, 10, 800, 20), Box(0, 10, 900, 20, 950), Box(0, -9, 5, -1, 9)]
)
def test_a_box_off_the_page_is_refused(box):
    with pytest.raises(RedactionRefused) as refusal:
        redact_file(planted.simple(), "application/pdf", [], [box], NO_OCR)

    assert refusal.value.code == "box_off_page"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({}, "boxes must be a list"),
        ([{"page": 0}], "box 0 needs the numbers"),
        ([{"page": 0, "x0": 1, "y0": 1, "x1": 2, "y1": 2}, 7], "box 1 needs the numbers"),
        ([{"page": 0, "x0": 5, "y0": 1, "x1": 2, "y1": 2}], "box 0 is empty"),
        ([{"page": -1, "x0": 1, "y0": 1, "x1": 2, "y1": 2}], "box 0 is empty or has a page below 0"),
        ([{"page": True, "x0": 1, "y0": 1, "x1": 2, "y1": 2}], "box 0 needs the numbers"),
        ([{"page": 0, "x0": float("nan"), "y0": 1, "x1": 2, "y1": 2}], "box 0 needs the numbers"),
    ],
)
def test_wrong_boxes_are_named(raw, says):
    with pytest.raises(ValueError, match=says):
        boxes_from_json(raw)


@pytest.mark.parametrize("raw", ["", " - ", {"page": 1}, {"text": "a", "page": -1}, {"text": "a", "nth": "x"}, 5])
def test_a_passage_without_text_or_with_odd_numbers_is_refused(raw):
    with pytest.raises(ValueError, match="passage"):
        redact_file(planted.simple(), "application/pdf", [raw])
