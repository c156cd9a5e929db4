"""Fingerprints in pictures: ridges that bend and end, told from everything that is only striped."""

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont

from discovery.documents import FINGERPRINT_ROLE
from discovery.extraction import ExtractionLimits
from discovery.extraction.parsers.ridges import ridges_in
from discovery.extraction.registry import read_all
from discovery.extraction.values import RIDGES_NOT_LOOKED_FOR
from tests.faces import as_bytes, portrait
from tests.fingerprints import PLACE, SIZE, fingerprint, page_with


def grid():
    return numpy.mgrid[0:360, 0:360].astype(float)


def as_picture(waves):
    return Image.fromarray(numpy.clip(128 + 90 * waves, 0, 255).astype("uint8"))


def text():
    page = Image.new("L", (700, 500), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(18)
    for line in range(20):
        draw.text((20, 10 + line * 24), "the applicant has signed this form and returned it to the office", font=font)
    return page


def hatching():
    y, x = grid()
    return as_picture(numpy.sin((x + y) * 2 * numpy.pi / 8))


def rings():
    y, x = grid()
    return as_picture(numpy.cos(2 * numpy.pi * numpy.hypot(x - 170, y - 200) / 7))


def noise():
    return as_picture(numpy.random.default_rng(5).normal(0, 1, (360, 360)))


@pytest.mark.parametrize("seed", [3, 4, 5])
@pytest.mark.parametrize("ridge", [5.0, 9.0])
def test_a_fingerprint_on_a_page_is_found_once_and_whole(seed, ridge):
    [found] = ridges_in(page_with(fingerprint(seed, ridge)))

    middle = (found.x0 + found.x1) / 2 - PLACE[0], (found.y0 + found.y1) / 2 - PLACE[1]
    assert abs(middle[0] - SIZE[0] / 2) < 40
    assert abs(middle[1] - SIZE[1] / 2) < 50
    assert found.x1 - found.x0 > SIZE[0] * 0.6
    assert 0.45 < found.purity <= 1


@pytest.mark.parametrize("picture", [text, hatching, rings, noise, portrait], ids=lambda one: one.__name__)
def test_what_is_only_striped_or_drawn_is_none(picture):
    assert ridges_in(picture()) == []


def test_reading_tells_its_place_in_points_of_the_page():
    content = as_bytes(page_with(fingerprint()), dpi=(144, 144))

    [part] = read_all(content, "card.png", ExtractionLimits(ocr=False))

    [block] = [one for one in part.extraction.blocks if one.role == FINGERPRINT_ROLE]
    box = block.words[0].box
    assert box.page == 0
    assert 0 <= box.x0 < 45
    assert 120 < box.x1 < 200
    assert 0.45 < block.ocr_confidence <= 1
    assert RIDGES_NOT_LOOKED_FOR not in part.extraction.notes


@pytest.mark.parametrize("limits", [{"faces": False}, {"face_pictures": 0}])
def test_where_nobody_looked_it_is_said(limits):
    content = as_bytes(page_with(fingerprint()))

    [part] = read_all(content, "card.png", ExtractionLimits(ocr=False, **limits))

    assert RIDGES_NOT_LOOKED_FOR in part.extraction.notes
    assert [one for one in part.extraction.blocks if one.role == FINGERPRINT_ROLE] == []
