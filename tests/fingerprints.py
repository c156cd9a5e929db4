"""Made-up fingerprints, for tests: waves of a phase that bend round a core, with ridges that end. Nobody's."""

import numpy
from PIL import Image, ImageFilter

SIZE = (220, 280)
PLACE = (60, 80)  # where the print stands on the page, in pixels


def fingerprint(seed: int = 3, ridge: float = 7.0) -> Image.Image:
    """A whorl of dark ridges on white paper; `ridge` is the width of a ridge with its furrow, in pixels."""
    chance = numpy.random.default_rng(seed)
    wide, high = SIZE
    y, x = numpy.mgrid[0:high, 0:wide].astype(float)
    phase = 2 * numpy.pi * numpy.hypot((x - wide * 0.5) / 0.8, y - high * 0.45) / ridge
    coarse = Image.fromarray(chance.normal(0, 1, (7, 5)).astype("float32"))
    phase += numpy.asarray(coarse.resize(SIZE, Image.Resampling.BICUBIC))
    for _ in range(50):
        at_x, at_y = chance.uniform(0, wide), chance.uniform(0, high)
        phase += chance.choice([-1, 1]) * numpy.arctan2(y - at_y, x - at_x)
    rim = numpy.hypot((x - wide / 2) / (wide * 0.45), (y - high / 2) / (high * 0.45))
    ink = 1 / (1 + numpy.exp(-numpy.cos(phase) * 3)) / (1 + numpy.exp((rim - 1) * 15))
    grey = numpy.clip(240 - 170 * ink + chance.normal(0, 4, ink.shape), 0, 255).astype("uint8")
    return Image.fromarray(grey).filter(ImageFilter.GaussianBlur(0.5))


def page_with(picture: Image.Image, size: tuple[int, int] = (700, 700)) -> Image.Image:
    """A white page with the picture on it."""
    page = Image.new("L", size, 245)
    page.paste(picture, PLACE)
    return page
