"""The gate closes on every bad output, on every doubt, and on a verifier that has gone blind."""

import io

import pikepdf
import pytest
from PIL import Image

from discovery.documents import Box
from dsar.foundation.sandbox import Limits, SandboxResult, Verdict
from dsar.redaction import controls, engine, pages, verify
from dsar.redaction.burn import coded
from dsar.redaction.engine import redact_file
from dsar.redaction.paper import RebuiltPage, SurvivingWord, written
from dsar.redaction.vocabulary import LengthHiding, Ocr, Options, RedactionRefused
from tests.dsar.redaction import planted

pytestmark = pytest.mark.slow(14)

NO_OCR = Options(dpi=100, ocr=Ocr.NEVER)
ENGLISH = Options(dpi=150, languages=("eng",))
PLACE = Box(0, 72, 100, 300, 120)
SECRET = planted.SECRET


def output(*, ink=False, words=(), filled=True, fill=0):
    """A file as the engine writes it, with a box where there should be one."""
    image = planted.picture((SECRET,) if ink else (), size=(round(595 * 150 / 72), round(842 * 150 / 72)))
    if filled:
        place = tuple(round(value * 150 / 72) for value in (PLACE.x0, PLACE.y0, PLACE.x1, PLACE.y1))
        image.paste(fill, (place[0] - 1, place[1] - 1, place[2] + 1, place[3] + 1))
    shown = tuple(SurvivingWord(word, Box(0, 72 + 60 * at, 130, 122 + 60 * at, 142)) for at, word in enumerate(words))
    return written([RebuiltPage(595, 842, coded(image.convert("RGB"), photographic=False), shown)], "Redacted copy")


def changed(edit, pdf=None):
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf or output())) as opened:
        edit(opened)
        opened.save(stream, fix_metadata_version=False)
    return stream.getvalue()


def with_content(content):
    def edit(pdf):
        pdf.pages[0].obj.Resources.Font = pikepdf.Dictionary(
            F9=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        pdf.pages[0].contents_add(content.encode("latin-1"))

    return lambda: changed(edit)


def put(setter):
    return lambda: changed(setter)


def _outline(pdf):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _attachment(pdf):
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, SECRET.encode())


def _author(pdf):
    pdf.docinfo["/Author"] = SECRET


def _title(pdf):
    pdf.docinfo["/Title"] = f"About {SECRET}"


def _packet(pdf):
    pdf.Root.Metadata = pdf.make_stream(f"<a>{SECRET}</a>".encode(), Type=pikepdf.Name.Metadata)


def _note(pdf):
    note = pikepdf.Dictionary(Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String(SECRET))
    pdf.pages[0].obj.Annots = pikepdf.Array([note])


def _script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _label(pdf):
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=pikepdf.String(SECRET))])


def _second_picture(pdf):
    extra = pikepdf.Stream(pdf, bytes(100))
    extra.Type, extra.Subtype, extra.Width, extra.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 10, 10
    extra.BitsPerComponent, extra.ColorSpace = 8, pikepdf.Name.DeviceGray
    pdf.pages[0].obj.Resources.XObject.Im1 = extra


def _crop(pdf):
    pdf.pages[0].obj.CropBox = pikepdf.Array([0, 0, 100, 100])


def _zipped(pdf):
    pdf.pages[0].obj.PieceInfo = pdf.make_stream(SECRET.encode("utf-16-le"))


BAD = {
    "live text under a black rectangle": with_content(
        f"BT /F9 12 Tf 80 725 Td ({SECRET}) Tj ET 0 g 72 720 228 20 re f"
    ),
    "invisible text": with_content(f"BT 3 Tr /F9 12 Tf 80 300 Td ({SECRET}) Tj ET"),
    "letter by letter": with_content("BT /F9 9 Tf 80 300 Td " + " ".join(f"({c}) Tj" for c in SECRET) + " ET"),
    "hexadecimal": with_content(f"BT /F9 12 Tf 80 300 Td <{SECRET.encode().hex()}> Tj ET"),
    "replacement text": with_content(f"/Span <</ActualText ({SECRET})>> BDC EMC"),
    "comment in the content": with_content(f"% {SECRET}\n"),
    "left in the search layer": lambda: output(words=SECRET.split()),
    "half of it split in the search layer": lambda: output(words=("Ottoline", "Bramble", "wick")),
    "bookmark": put(_outline),
    "attachment": put(_attachment),
    "author": put(_author),
    "title": put(_title),
    "metadata packet": put(_packet),
    "note": put(_note),
    "script": put(_script),
    "page label": put(_label),
    "UTF-16 stream": put(_zipped),
    "second picture on the page": put(_second_picture),
    "cropped page": put(_crop),
    "bytes behind the end": lambda: output() + f"\n% {SECRET}\n".encode(),
    "second revision": lambda: output() + b"\nstartxref\n0\n%%EOF\n",
    "box never filled": lambda: output(filled=False),
    "box filled in grey": lambda: output(fill=90),
    "name still in the picture": lambda: output(ink=True),
    "not a PDF": lambda: b"%PDF-1.7 nothing",
    "cut in half": lambda: output()[: len(output()) // 2],
}


def verified(pdf, options=ENGLISH):
    answer = {
        "boxes": [engine._box_as_json(PLACE)], "ocr_pages": [0], "pages": 1, "ocr_unreliable_pages": [],
        "ocr_missed_pages": [], "passages": [{"passage": 0, "found": "text", "count": 1, "pages": [0], "inside_words": 0}],
        "tally": {"before": 1, "after": 0, "removed": 1, "beside": 0, "hidden": 0},
    }  # fmt: skip
    passages = [engine.Passage(SECRET)]
    result = engine._verified(pdf, passages, answer, options, engine.LIMITS)
    return engine._report(pdf, answer, result, [], allow_absent=False)


def test_a_good_output_opens_the_gate():
    report = verified(output())

    assert (report.gate, report.verdict, report.leaks) == ("open", "clean", ())


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_output_closes_the_gate(kind):
    pdf = BAD[kind]()

    report = verified(pdf)

    print(f"{kind}: {report.verdict} {sorted({leak.channel for leak in report.leaks})}")
    assert report.gate == "closed"
    assert report.leaks or report.verdict == "verifier_broken"


def test_every_control_is_noticed_and_one_missed_closes_the_gate(monkeypatch):
    assert all(control.detected for control in verify.checked_controls(("eng",)))
    monkeypatch.setattr(verify, "structure_leaks", lambda content, passages: iter(()))

    found = verify.checked_controls(())

    blind = tuple(control.name for control in found if not control.detected)
    assert "bookmark" in blind
    assert list(engine._broken(SandboxResult(Verdict.OK), found)) == ["control_missed"]


def test_each_text_reader_has_its_own_control(monkeypatch):
    readers = dict(verify.installed_readers())
    for name in readers:
        monkeypatch.setattr(
            "dsar.redaction.readers.installed_readers", lambda name=name: readers | {name: lambda pdf: [""]}
        )

        missed = [control.name for control in verify.checked_controls(()) if not control.detected]

        assert missed == ["black box over live text", "text left in the search layer"]


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.OK])
def test_a_verifier_that_did_not_finish_closes_the_gate(verdict):
    assert list(engine._broken(SandboxResult(verdict), ())) == [f"verifier_{verdict}"]


def test_a_verifier_without_time_closes_the_gate():
    slow = Limits(wall_seconds=0.01, wall_seconds_per_unit=0, cpu_seconds=5)

    result = engine._verified(
        output(), [engine.Passage(SECRET)], {"boxes": [], "ocr_pages": [], "pages": 1}, NO_OCR, slow
    )

    assert list(engine._broken(result, ())) == ["verifier_timed_out"]


def test_a_passage_that_stands_nowhere_closes_the_gate_unless_that_is_allowed():
    source = planted.simple("Nothing about anybody.")

    unread = redact_file(source, "application/pdf", ["Somebody Else"], options=NO_OCR)
    absent = redact_file(source, "application/pdf", ["Somebody Else"], options=ENGLISH)
    allowed = redact_file(source, "application/pdf", ["Somebody Else"], options=ENGLISH, allow_absent=True)

    assert unread.report.reasons == ("not_found",)
    assert absent.report.reasons == ("absent",)
    assert allowed.report.is_open


def test_a_scan_that_nobody_read_closes_the_gate():
    found = redact_file(planted.scan_with_text_layer(), "application/pdf", [SECRET], options=NO_OCR)

    assert found.report.reasons == ("ocr_not_done",)


def test_a_page_on_which_ocr_sees_nothing_though_there_is_ink_closes_the_gate():
    noise = Image.effect_noise((600, 400), 90)
    with (
        pikepdf.open(io.BytesIO(planted.simple())) as source,
        pikepdf.open(io.BytesIO(planted.picture_page(noise))) as drawing,
    ):
        source.pages.extend(drawing.pages)
        both = planted.saved(source)

    found = redact_file(both, "application/pdf", [SECRET], options=ENGLISH)

    assert found.report.reasons == ("ocr_unreliable",)
    assert found.report.ocr_unreliable_pages == (1,)


def test_nothing_to_redact_is_refused_unless_the_document_goes_out_whole():
    with pytest.raises(RedactionRefused) as refusal:
        redact_file(planted.simple(), "application/pdf", [])
    whole = redact_file(planted.metadata(), "application/pdf", [], options=NO_OCR, allow_nothing=True)

    assert refusal.value.code == "nothing_to_redact"
    assert whole.report.is_open
    assert whole.report.words_after == whole.report.words_before == 17
    assert b"Letter to" not in whole.pdf


def test_the_report_says_nothing_of_what_was_removed():
    found = redact_file(planted.simple(), "application/pdf", [SECRET], options=NO_OCR)

    assert "bramblewick" not in str(found.report.as_json()).casefold()
    assert "bramblewick" not in repr(found).casefold()


def test_equal_orders_give_equal_bytes():
    options = Options(dpi=100, ocr=Ocr.NEVER, length_hiding=LengthHiding.LINE)

    one, other = (redact_file(planted.simple(), "application/pdf", [SECRET], options=options) for _ in range(2))

    assert one.pdf == other.pdf
    assert one.report.sha256 == other.report.sha256


def test_the_controls_are_bad_in_more_than_twelve_ways():
    assert len(list(controls.bad_files(("pdfium", "pypdf"), with_ocr=True))) >= 12
    assert set(pages.CODES) == set(Verdict) - {Verdict.OK}
