"""One area of a page as a small picture: from a picture and from a PDF, and nothing where there is no such place."""

import io

import pytest
from PIL import Image

from discovery.documents import Box
from discovery.extraction.cropping import LONGEST
from discovery.extraction.regions import region
from tests.faces import as_bytes

PLACE = Box(0, 144.0, 216.0, 216.0, 288.0)


def page():
    """A4 at 100 dpi, white, with a green square two inches from the left and three from the top."""
    image = Image.new("RGB", (827, 1169), "white")
    image.paste((20, 160, 60), (200, 300, 300, 400))
    return image


@pytest.mark.parametrize(("form", "how"), [("PNG", {"dpi": (100, 100)}), ("PDF", {"resolution": 100})])
def test_the_area_is_cut_out_with_some_around_it_and_small(form, how):
    made = Image.open(io.BytesIO(region(as_bytes(page(), form, **how), PLACE)))

    middle, corner = made.getpixel((made.width // 2, made.height // 2)), made.getpixel((3, 3))
    assert made.format == "JPEG"
    assert max(made.size) <= LONGEST
    assert abs(made.width - made.height) <= 2
    assert middle[1] > 120 > middle[0]
    assert min(corner) > 230
    assert not made.getexif()


@pytest.mark.parametrize("box", [Box(7, 0, 0, 10, 10), Box(0, 9000, 9000, 9100, 9100)])
def test_a_place_that_is_not_there_gives_nothing(box):
    assert region(as_bytes(page(), dpi=(100, 100)), box) is None


def test_what_cannot_be_drawn_gives_nothing():
    assert region(b"%PDF-1.7 nothing", PLACE) is None
    assert region(b"no picture at all", PLACE) is None
