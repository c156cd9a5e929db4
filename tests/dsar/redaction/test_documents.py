"""Every kind of document: pages of other formats, hostile files in bounded time, and real ones."""

import io
import time
import zlib

import pikepdf
import pytest

from discovery.extraction.media import media_type
from dsar.foundation.offline import NothingFetched
from dsar.foundation.sandbox import Limits
from dsar.redaction.engine import redact_file
from dsar.redaction.pages import as_pdf, typeset
from dsar.redaction.typeset import chunks, markup
from dsar.redaction.vocabulary import Ocr, Options, RedactionRefused
from tests.conftest import corpus_dir
from tests.discovery.extraction.planted import zipped
from tests.dsar.redaction import detectors, planted

NO_OCR = Options(dpi=100, ocr=Ocr.NEVER)
SECRET = planted.SECRET
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHORT = Limits(wall_seconds=6, wall_seconds_per_unit=0, cpu_seconds=4, memory_bytes=1 << 30)


def png():
    stream = io.BytesIO()
    planted.picture().save(stream, "PNG")
    return stream.getvalue()


def tiff():
    stream = io.BytesIO()
    planted.picture((planted.LINES[0],)).save(stream, "TIFF", save_all=True, append_images=[planted.picture()])
    return stream.getvalue()


def docx():
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in planted.LINES)
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": f"<w:document {W}><w:body>{paragraphs}</w:body></w:document>",
        }
    )


def mail():
    return (
        f"From: a@example.org\r\nTo: {SECRET} <b@example.org>\r\nSubject: x\r\nDate: Mon, 1 Jan 2024 10:00:00 +0000\r\n\r\n"
        + "\r\n".join(planted.LINES)
    ).encode()


FORMATS = {
    "a.png": png, "a.tiff": tiff, "a.docx": docx, "a.eml": mail,
    "a.txt": lambda: "\n".join(planted.LINES).encode(),
    "a.csv": lambda: b"id,name,note\n1,x,KEEPALPHA\n" + f"2,{SECRET},KEEPOMEGA\n".encode(),
    "a.html": lambda: b"<html><body><p>KEEPALPHA</p><p>Dear <b>Ottoline</b> Bramblewick, KEEPOMEGA</p></body></html>",
    "a.json": lambda: f'{{"a": "KEEPALPHA", "who": "{SECRET}", "b": "KEEPOMEGA"}}'.encode(),
    "a.xml": lambda: f'<?xml version="1.0"?><r><a>KEEPALPHA</a><w>{SECRET}</w><b>KEEPOMEGA</b></r>'.encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_other_formats_become_pages_without_the_secret(name):
    content = FORMATS[name]()

    found = redact_file(
        content, media_type(content, name), [SECRET], options=Options(dpi=120, languages=("eng",)), name=name
    )

    text = detectors.poppler_text(found.pdf)
    print(name, found.report.verdict, found.report.reasons, found.report.warnings)
    assert found.report.is_open
    assert list(detectors.sightings(found.pdf, SECRET)) == []
    assert "KEEPALPHA" in text
    assert "KEEPOMEGA" in text


def test_typesetting_takes_markup_as_text_and_fetches_nothing():
    text = '<img src="file:///etc/passwd"> & <script>1</script>'

    pdf = typeset([{"heading": "<b>", "text": text}], "Title")

    shown = detectors.poppler_text(pdf)
    assert text in shown
    assert "<b>" in shown
    assert "root:" not in shown
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    for markup_of_others in ('<img src="http://127.0.0.1:9/x">', '<link rel=attachment href="file:///etc/hostname">'):
        with pytest.raises(FatalURLFetchingError):
            HTML(string=markup_of_others, url_fetcher=NothingFetched()).write_pdf()


def test_long_text_is_set_in_groups_and_nothing_is_lost():
    words = [f"word{number}" for number in range(9000)]

    groups = list(chunks([{"heading": "h", "text": " ".join(words)}]))

    assert len(groups) > 1
    assert " ".join(piece for group in groups for _, piece in group).split() == words
    assert all(len(piece) <= 3000 for group in groups for _, piece in group)
    assert "&lt;" in markup([("", "<")], "")
    assert detectors.poppler_text(typeset([{"heading": "", "text": " ".join(words)}])).split() == words


def test_a_pdf_stays_as_it_is():
    assert as_pdf(planted.simple(), "application/pdf", "a.pdf") == planted.simple()


def form_loop():
    pdf = planted.document("/X0 Do")
    form = pdf.make_stream(
        b"/X0 Do /X0 Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 100]
    )
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X0=form))
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X0=form)
    return planted.saved(pdf)


def exponential():
    pdf = planted.document("/X0 Do")
    inner = pdf.make_stream(b"0 0 10 10 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(24):
        outer = pdf.make_stream(b"/X Do " * 8, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = outer
    pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(X0=inner)
    return planted.saved(pdf)


def inflating():
    pdf = planted.document("")
    packed = zlib.compress(b" 0 0 1 1 re f " * (40 << 20), 9)
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream
    return planted.saved(pdf, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def huge_page():
    pdf = planted.document(planted.text())
    pdf.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 20_000, 20_000])
    return planted.saved(pdf)


def encrypted():
    pdf = planted.document(planted.text())
    return planted.saved(pdf, encryption=pikepdf.Encryption(owner="o", user="u"))


HOSTILE = {
    "form loop": form_loop, "exponential nesting": exponential, "inflating stream": inflating, "huge page": huge_page,
    "truncated": lambda: planted.simple()[:300], "encrypted": encrypted, "empty": lambda: b"",
    "page tree loop": lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 999999999>>endobj\ntrailer<</Root 1 0 R>>",
    "words under another name": lambda: b"just some words",
    "picture bomb": lambda: png()[:16] + b"\x00\x01\x86\xa0\x00\x01\x86\xa0" + png()[24:],
}  # fmt: skip
REFUSALS = {"damaged", "too_large", "timed_out", "password_protected", "unsupported_media_type"}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_or_closed_in_bounded_time(kind):
    content = HOSTILE[kind]()
    started = time.perf_counter()
    try:
        found = redact_file(content, "application/pdf", [SECRET], options=NO_OCR, limits=SHORT)
        ended = "open" if found.report.is_open else "closed"
    except RedactionRefused as refusal:
        ended = refusal.code
    took = time.perf_counter() - started
    print(f"{kind}: {ended} after {took:.1f} s")
    assert ended in REFUSALS
    assert took < 20
    if kind == "encrypted":
        assert ended == "password_protected"


@pytest.mark.needs_corpus
@pytest.mark.slow(20)
def test_every_real_pdf_is_rebuilt_or_refused():
    ended = {}
    for path in sorted((corpus_dir() / "files" / "pdf").glob("*.pdf")):
        started = time.perf_counter()
        try:
            found = redact_file(path, "application/pdf", [], options=NO_OCR, allow_nothing=True)
            ended[path.name] = found.report.verdict
            words = f"{found.report.words_after}/{found.report.words_before} words, {found.report.words_hidden} hidden"
            assert found.report.is_open, (path.name, found.report.reasons, found.report.leaks)
        except RedactionRefused as refusal:
            ended[path.name], words = refusal.code, ""
        print(f"{path.name}: {ended[path.name]} {time.perf_counter() - started:.1f} s {words}")

    assert len(ended) >= 10
    assert sum(verdict == "clean" for verdict in ended.values()) >= len(ended) - 1
