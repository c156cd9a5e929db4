"""Faces in pictures and on scanned pages: found with their place, and said where nobody looked."""

import pytest

from discovery.documents import FACE_ROLE
from discovery.extraction import extract_file
from discovery.extraction.parsers import faces
from discovery.extraction.parsers.faces import add_faces, faces_in, model_path
from discovery.extraction.registry import read_all
from discovery.extraction.values import NOT_LOOKED_FOR, ExtractionLimits
from tests.faces import DRAWN, as_bytes, portrait, scanned_page

NO_OCR = ExtractionLimits(ocr=False)
# The model is optional (requirements-models.txt): without it nothing is found, and that is said.
IS_INSTALLED = model_path() is not None


class Notes:
    """A reading that only keeps what it was told."""

    def __init__(self, limits):
        self.limits, self.told = limits, []

    def note(self, code):
        self.told.append(code)


def faces_of(read):
    extraction = read.parts[0].extraction
    return [(block.words[0].box, block.ocr_confidence) for block in extraction.blocks if block.role == FACE_ROLE]


def test_a_face_is_found_whole_and_a_page_without_one_gives_none():
    if not IS_INSTALLED:
        with pytest.raises(LookupError):
            faces_in(portrait())
        return

    found = faces_in(portrait())

    left, top, right, bottom = (share * 400 for share in DRAWN)
    assert len(found) == 1
    assert found[0].x0 <= left
    assert found[0].y0 <= top
    assert found[0].x1 >= right
    assert found[0].y1 >= bottom
    assert faces_in(scanned_page().crop((0, 520, 827, 1169))) == []


@pytest.mark.parametrize(("form", "how"), [("PNG", {"dpi": (100, 100)}), ("PDF", {"resolution": 100})])
def test_in_the_sandbox_its_place_is_told_in_points_of_the_page(form, how):
    read = extract_file(as_bytes(scanned_page(), form, **how), name="scan", limits=NO_OCR)

    if not IS_INSTALLED:
        assert NOT_LOOKED_FOR in read.parts[0].extraction.notes
        return
    [(box, confidence)] = faces_of(read)
    middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    assert 3.0 * 72 - 12 < middle[0] < 3.0 * 72 + 12
    assert 4.0 * 72 - 20 < middle[1] < 4.0 * 72 + 20
    assert box.page == 0
    assert 0.4 < confidence <= 1


@pytest.mark.parametrize(
    "limits", [ExtractionLimits(ocr=False, faces=False), ExtractionLimits(ocr=False, face_pictures=0)]
)
def test_where_nobody_looked_it_is_said(limits):
    [part] = read_all(as_bytes(portrait()), "portrait.png", limits)

    assert NOT_LOOKED_FOR in part.extraction.notes
    assert [block for block in part.extraction.blocks if block.role == FACE_ROLE] == []


def test_without_the_model_it_is_said(monkeypatch):
    reading = Notes(NO_OCR)
    monkeypatch.setattr(faces, "model_path", lambda: None)

    add_faces(portrait(), reading, 0, 1.0)

    assert reading.told == [NOT_LOOKED_FOR]
