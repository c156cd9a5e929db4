"""`dsar redact --detect` makes faces and fingerprints black on pages, those that the review of a case would show to a person."""

import io
import json

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from discovery.extraction import ExtractionLimits, extract_file
from discovery.extraction.parsers import faces as network
from dsar.redaction import engine
from dsar.redaction.vocabulary import Ocr, Options
from dsar.review.people import Surroundings, in_blocks
from dsar.search.exhibits import _blocks_json
from tests.faces import as_bytes, portrait
from tests.fingerprints import fingerprint

IS_INSTALLED = network.model_path() is not None


def dsar(*words):
    out = io.StringIO()
    call_command("dsar", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def scan(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "Options", lambda: Options(dpi=72, ocr=Ocr.NEVER))
    path = tmp_path / "scan.png"
    page = Image.new("RGB", (640, 420), "white")
    page.paste(portrait(400), (0, 10))
    page.paste(fingerprint(), (410, 40))
    path.write_bytes(as_bytes(page, dpi=(100, 100)))
    return path


def test_the_face_of_a_scan_is_black_and_counted_as_in_a_case(scan, tmp_path, db):
    out = tmp_path / "out.pdf"
    if not IS_INSTALLED:
        with pytest.raises(CommandError, match="faces were not looked for"):
            dsar("redact", str(scan), "--detect", "face", "--out", str(out))
        return

    report = dsar("redact", str(scan), "--detect", "face", "fingerprint", "--out", str(out))

    read = extract_file(scan.read_bytes(), name="scan.png", limits=ExtractionLimits(ocr=False)).parts[0].extraction
    suggested = in_blocks(json.loads(_blocks_json(read.blocks)), Surroundings(profile={}), find=lambda _text: [])
    shown = pypdfium2.PdfDocument(out)[0].render(scale=1).to_pil().convert("L")
    assert report["verdict"] == "clean"
    assert (report["faces"], report["fingerprints"]) == (1, 1)
    assert sorted(one.kind for one in suggested) == ["face", "fingerprint"]
    assert {box["x0"] for box in report["boxes"]} == {one.box["x0"] for one in suggested}
    for box in report["boxes"]:
        inside = (box["x0"] + 2, box["y0"] + 2, box["x1"] - 2, box["y1"] - 2)
        assert shown.crop(tuple(map(round, inside))).getextrema()[1] < 12
    assert shown.getpixel((4, 4)) > 180


def test_without_faces_asked_for_nothing_is_said_of_them(scan, tmp_path, db):
    with pytest.raises(CommandError, match="none of these kinds"):
        dsar("redact", str(scan), "--detect", "credit_card", "--out", str(tmp_path / "out.pdf"))
