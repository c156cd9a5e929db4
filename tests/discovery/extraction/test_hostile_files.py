"""A hostile or damaged file gets a verdict with a reason in bounded time, and ends nothing but itself."""

import io
import os
import struct
import time
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from discovery.documents import CoverageState
from discovery.extraction import ExtractionLimits, extract_file
from dsar.foundation.sandbox import Limits
from tests.discovery.extraction import planted

QUICK = Limits(wall_seconds=5.0, wall_seconds_max=20.0, cpu_seconds=4.0, memory_bytes=1 << 30, json_bytes=64 << 20)
CORPUS = Path(os.environ.get("DSAR_CORPUS_DIR", Path(__file__).resolve().parents[3].parent / "shared/corpus")) / "files"


def zip_bomb():
    return planted.zipped({"zeros.bin": b"\0" * 150_000_000})


def lying_zip():
    content = bytearray(planted.zipped({"a.txt": b"A" * 5_000_000}))
    for marker, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # the size when unpacked, said to be 1000
        struct.pack_into("<I", content, content.index(marker) + place, 1000)
    return bytes(content)


def nested_zip(depth=20):
    content = b"Anna"
    for _ in range(depth):
        content = planted.zipped({"inner.zip": content})
    return content


def many_members():
    return planted.zipped({f"{number}.txt": "x" for number in range(6000)})


def form_loop_pdf():
    document = pikepdf.new()
    page = document.add_blank_page()
    form = document.make_stream(b"/F Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    page.Contents = document.make_stream(b"/F Do")
    return saved(document)


def form_tree_pdf():
    document = pikepdf.new()
    page = document.add_blank_page()
    below = document.make_stream(
        b"0 0 1 1 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    for _ in range(12):
        form = document.make_stream(
            b"/F Do " * 20, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=below))
        below = form
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=below))
    page.Contents = document.make_stream(b"/F Do")
    return saved(document)


def inflating_pdf():
    document = pikepdf.new()
    page = document.add_blank_page()
    squeezer = zlib.compressobj(9)
    squeezed = b"".join(squeezer.compress(b"q " * 5_000_000) for _ in range(60)) + squeezer.flush()
    page.Contents = document.make_stream(squeezed, Filter=pikepdf.Name.FlateDecode)
    return saved(document, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def saved(document, **options):
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()


def huge_png(side=30_000):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side // 8 + 1) * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def mail_of_depth(depth):
    return b"From: a@example.org\r\nSubject: x\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n" % (n, n) for n in range(depth)
    )


XXE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><r>&e;</r>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><r>&c;</r>'
XXE_DOCX = planted.zipped({"[Content_Types].xml": planted.TYPES, "word/document.xml": XXE})

F, P, S = CoverageState.FAILED, CoverageState.PARTIAL, CoverageState.SKIPPED
HOSTILE = {
    "bomb.zip": (zip_bomb(), {P, F}, {"suspicious_compression"}),
    "lie.zip": (lying_zip(), {P, F}, {"damaged_members", "damaged"}),
    "nested.zip": (nested_zip(), {P}, {"too_deep"}),
    "many.zip": (many_members(), {F}, {"too_many_members"}),
    "loop.pdf": (form_loop_pdf(), set(CoverageState), {"", "timed_out", "crashed", "out_of_memory", "damaged_structure"}),
    "tree.pdf": (form_tree_pdf(), set(CoverageState), {"", "timed_out", "crashed", "out_of_memory"}),
    "inflating.pdf": (inflating_pdf(), {F, P}, {"timed_out", "out_of_memory", "crashed"}),
    "half.pdf": (planted.pdf()[:700], {F, P}, {"damaged", "damaged_structure"}),
    "locked.pdf": (planted.pdf(password="secret"), {F}, {"password_protected"}),
    "half.docx": (planted.docx()[:900], {F}, {"damaged"}),
    "half.png": (planted.picture()[:300], {F}, {"damaged"}),
    "huge.png": (huge_png(), {F}, {"image_too_large"}),
    "entity.xml": (XXE, {F}, {"forbidden_entities"}),
    "laughs.xml": (LAUGHS, {F}, {"forbidden_entities"}),
    "entity.docx": (XXE_DOCX, {F}, {"forbidden_doctype"}),
    "deep.eml": (mail_of_depth(300), {F, P}, {"too_deep", "damaged"}),
    "deep.json": (b"[" * 200_000 + b"]" * 200_000, {CoverageState.COMPLETE, F}, {"", "damaged", "crashed"}),
    "noise.bin": (bytes(range(256)) * 50, {S}, {"unsupported_format"}),
    "fake.pdf": (b"%PDF-1.7\n" + b"\xff\x00" * 500, {F}, {"damaged"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_verdict_in_bounded_time(name):
    content, states, reasons = HOSTILE[name]
    started = time.monotonic()

    extracted = extract_file(content, name=name, sandbox_limits=QUICK)

    assert time.monotonic() - started < 15
    assert extracted.state in states, extracted
    assert extracted.reason in reasons
    assert not any(
        Path("/etc/hostname").read_text().strip() in block.text for block in extracted.parts[0].extraction.blocks
    )


def test_an_empty_file_is_read_whole_and_said_to_be_empty():
    reading = extract_file(b"", name="empty.pdf").parts[0].extraction

    assert (reading.state, reading.notes) == (CoverageState.COMPLETE, ("empty",))


def test_one_deadly_attachment_does_not_hide_the_rest():
    content = planted.zipped({"deadly.pdf": inflating_pdf(), "letter.txt": "FindMe"})

    extracted = extract_file(content, name="post.zip", sandbox_limits=QUICK)

    by_name = {part.name: part.extraction for part in extracted.parts}
    assert by_name["letter.txt"].blocks[0].text == "FindMe"
    assert by_name["deadly.pdf"].reason == "not_read_after_crash"
    assert extracted.state is CoverageState.PARTIAL


def test_too_much_text_is_cut_and_said():
    limits = ExtractionLimits(characters=1000)

    reading = extract_file(b"word " * 1000, name="long.txt", limits=limits).parts[0].extraction

    assert (reading.state, reading.reason) == (CoverageState.PARTIAL, "too_much_text")
    assert sum(len(block.text) for block in reading.blocks) <= 1000


def test_names_in_archives_lead_nowhere():
    content = planted.zipped({"../../etc/cron.d/x": "one", "/abs": "two", "C:\\w": "three"})

    extracted = extract_file(content, name="paths.zip")

    assert [part.extraction.blocks[0].text for part in extracted.parts[1:]] == ["one", "two", "three"]
    assert not Path("/etc/cron.d/x").exists()


def test_members_of_archives_are_counted_as_unpacked_not_as_said():
    with zipfile.ZipFile(io.BytesIO(lying_zip())) as archive:
        assert archive.infolist()[0].file_size == 1000

    extracted = extract_file(lying_zip(), name="lie.zip")

    assert extracted.parts[1].extraction.state is F


@pytest.mark.needs_corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus folder is absent")
def test_every_file_of_the_corpus_gets_a_verdict(record_property):
    verdicts = Counter()
    for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        extracted = extract_file(path, name=path.name)
        verdicts[extracted.state.value, extracted.reason] += 1

    record_property("verdicts", str(verdicts))
    print(dict(verdicts))
    assert verdicts.total() > 50
    assert not {reason for _, reason in verdicts} & {"crashed", "timed_out", "out_of_memory", "no_isolation"}
    assert verdicts["complete", ""] > 0.7 * verdicts.total()
