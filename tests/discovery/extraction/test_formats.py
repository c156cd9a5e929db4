"""Whatever a format can hide is read, each thing with its place."""

import io
import random

import pytest
from PIL import Image

from discovery.documents import CoverageState
from discovery.extraction import extract_file
from tests.discovery.extraction import planted


def texts(extracted):
    return [block.text for part in extracted.parts for block in part.extraction.blocks]


@pytest.mark.parametrize("name", planted.CASES)
def test_every_planted_word_is_found(name):
    content, codes = planted.CASES[name]

    extracted = extract_file(content, name=name)

    everything = "\n".join(texts(extracted))
    assert [code for code in codes if code not in everything] == []
    assert extracted.parts[0].extraction.state is CoverageState.COMPLETE, extracted.parts[0].extraction


@pytest.mark.parametrize("name", planted.CASES)
def test_the_content_tells_the_format_whatever_the_file_is_called(name):
    content, _ = planted.CASES[name]

    by_name = extract_file(content, name=name).parts[0].extraction.media_type
    renamed = extract_file(content, name="x.dat").parts[0].extraction.media_type

    assert renamed == by_name or name in {"table.csv", "one.txt.bz2"}


def block(extracted, needle):
    return next((part, found) for part in extracted.parts for found in part.extraction.blocks if needle in found.text)


@pytest.mark.parametrize(
    "name, needle, part, place, role",
    [
        ("letter.docx", "DDeleted", {}, {"part": "word/document.xml", "paragraph": 2}, "deleted"),
        ("letter.docx", "DHeader", {}, {"part": "word/header1.xml"}, "header"),
        ("letter.docx", "DHiddenRun", {}, {"part": "word/document.xml", "paragraph": 3}, "hidden"),
        ("staff.xlsx", "XHiddenSheet", {}, {"sheet": "XName", "cell": "B4"}, "hidden"),
        ("staff.xlsx", "2024-02-29", {}, {"sheet": "Staff", "cell": "D1"}, "body"),
        ("talk.pptx", "PSlide", {}, {"slide": 1, "part": "ppt/slides/slide1.xml"}, "body"),
        ("mail.eml", "Mbcc@example.org", {}, {"header": "Bcc"}, "header"),
        ("mail.eml", "MNestedSubject", {"part": "attachment 4: message.eml"}, {"header": "Subject"}, "header"),
        ("mail.eml", "MDeepAttached", {"part": "attachment 4: message.eml › attachment 2: deep.csv"}, {"row": 2}, "body"),
        ("mail.eml", "MInZip", {"part": "attachment 5: z.zip", "member": "deep/letter.txt"}, {"line": 1}, "body"),
        ("folder.zip", "ZTwo", {"member": "a/one.txt #2"}, {"line": 1}, "body"),
        ("box.mbox", "BSecond", {"part": "message 2"}, {"part": "body 1", "line": 1}, "body"),
        ("form.pdf", "FFormValue", {}, {"field": "name"}, "form_value"),
        ("table.csv", "CName", {}, {"row": 2}, "body"),
        ("people.json", "JName", {}, {"pointer": "/people/0"}, "body"),
        ("page.html", "HHiddenSpan", {}, {"line": 1}, "hidden"),
    ],
)  # fmt: skip
def test_a_thing_is_found_at_its_place(name, needle, part, place, role):
    extracted = extract_file(planted.CASES[name][0], name=name)

    found_part, found = block(extracted, needle)

    assert found_part.locator.as_json() == part
    assert place.items() <= found.locator.as_json().items()
    assert found.role == role


def test_words_of_a_pdf_have_their_boxes_in_points_from_the_top_left():
    extracted = extract_file(planted.pdf(), name="form.pdf")
    _, page = block(extracted, "FPage")

    first = page.words[0]

    assert page.text[first.start : first.end] == "FPage"
    assert first.box.page == 0
    assert 71 <= first.box.x0 <= 74
    assert first.box.y0 < 100 < first.box.y1  # the baseline: 600 - 500
    assert [page.text[word.start : word.end] for word in page.words[:4]] == ["FPage", "1", "stands", "here"]


def test_boxes_follow_the_rotation_of_the_page():
    extracted = extract_file(planted.pdf(rotate=90), name="form.pdf")
    _, page = block(extracted, "FPage")

    box = next(word.box for word in page.words if page.text[word.start : word.end] == "FPage")

    assert box.y1 - box.y0 > box.x1 - box.x0  # the word runs down the displayed page
    assert box.x0 < 500 < box.x1


def test_a_word_cut_at_the_end_of_a_line_is_one_word_with_two_boxes():
    extracted = extract_file(planted.pdf(), name="form.pdf")
    part, page = block(extracted, "FHyphenWord")

    halves = [word for word in page.words if page.text[word.start : word.end] in {"FHyphen", "Word"}]

    assert [page.text[word.start : word.end] for word in halves] == ["FHyphen", "Word"]
    assert halves[0].end == halves[1].start
    assert halves[0].box.y1 < halves[1].box.y1
    assert any(other.text == "FHyphen-Word" for other in part.extraction.blocks)


def test_recognised_words_have_boxes_and_a_confidence():
    extracted = extract_file(planted.scanned_pdf(), name="scan.pdf")
    _, page = block(extracted, "SCANNED")

    word = page.words[0]

    assert page.ocr_confidence > 0.6
    assert page.text[word.start : word.end] == "SCANNED"
    assert 60 / 150 * 72 - 8 < word.box.x0 < 60 / 150 * 72 + 8  # drawn 60 pixels from the left at 150 dpi


def test_a_scan_that_cannot_be_read_is_said_to_need_a_person():
    noise = random.Random(5)
    image = Image.open(io.BytesIO(planted.picture("Anna Adler 1980"))).convert("L").resize((210, 70)).resize((900, 300))
    pixels = image.load()
    for _ in range(90_000):
        pixels[noise.randrange(900), noise.randrange(300)] = noise.choice((0, 255))
    out = io.BytesIO()
    image.save(out, "PNG")

    reading = extract_file(out.getvalue(), name="bad.png").parts[0].extraction

    assert set(reading.notes) & {"ocr_unreliable", "ocr_no_text"}


def test_encrypted_members_leave_the_rest_readable():

    content = bytearray(planted.zipped([("open.txt", "ReadMe"), ("locked.txt", "x")]))
    for marker in (b"PK\x03\x04", b"PK\x01\x02"):  # set the bit "encrypted" of the second entry
        place = content.index(marker, content.index(marker) + 4)
        content[place + (6 if marker == b"PK\x03\x04" else 8)] |= 1

    extracted = extract_file(bytes(content), name="mixed.zip")

    states = {part.name: (part.extraction.state.value, part.extraction.reason) for part in extracted.parts}
    assert states["open.txt"] == ("complete", "")
    assert states["locked.txt"] == ("failed", "password_protected")
    assert states["mixed.zip"] == ("partial", "password_protected")


def test_a_note_of_the_isolation_travels_with_the_reading():
    assert extract_file(b"x", name="x.txt").isolation in {"bubblewrap", "namespaces"}
