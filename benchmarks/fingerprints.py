"""Fingerprints in pictures: how many made-up ones are found, and what is wrongly taken for one.

    python -m benchmarks.fingerprints [FOLDER …]

Two generators make prints: one grows ridges from spots by oriented filters along the directions that cores and deltas
give, the other bends waves round a core and lets ridges end at chance places. Each FOLDER holds ordinary pictures,
pages or textures, in which nothing should be found; those of Debian's tuxpaint-stamps-default, gimp-data,
gimp-data-extras and mate-backgrounds, of scikit-image and of rendered pages were measured (docs/detection.md).
"""

import io
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, UnidentifiedImageError

from discovery.extraction.parsers.ridges import ridges_in
from tests.fingerprints import fingerprint, page_with

PRINTS = 200
WORDS = "the of name date birth address signature officer number right thumb left hand office received form record"
Field = np.ndarray


def directions(chance: np.random.Generator, high: int, wide: int) -> Field:
    """The direction of ridges at each pixel: an arch, a whorl or a loop."""
    y, x = np.mgrid[0:high, 0:wide].astype(float)
    kind = chance.choice(["arch", "whorl", "left", "right"], p=[0.1, 0.3, 0.3, 0.3])
    at_x, at_y = wide * (0.5 + chance.uniform(-0.08, 0.08)), high * (0.42 + chance.uniform(-0.06, 0.06))
    if kind == "arch":
        steep = chance.uniform(1.2, 2.2)
        return np.arctan(np.maximum(0, steep - steep * y / (high * 0.9)) * np.cos(x / wide * np.pi)) % np.pi
    apart = wide * chance.uniform(0.03, 0.12) if kind == "whorl" else 0.0
    cores = [(at_x, at_y - apart), (at_x, at_y + apart)] if kind == "whorl" else [(at_x, at_y)]
    sides = {"whorl": (-1, 1), "left": (1,), "right": (-1,)}[str(kind)]
    turn = np.full((high, wide), np.pi / 2)
    for core_x, core_y in cores:
        turn += 0.5 * np.arctan2(y - core_y, x - core_x)
    for side in sides:
        far = wide * chance.uniform(0.3, 0.5)
        turn -= 0.5 * np.arctan2(y - at_y - high * chance.uniform(0.28, 0.45), x - at_x - side * far)
    return turn % np.pi


def grown(chance: np.random.Generator, high: int = 300, wide: int = 240) -> Field:
    """Ridges (-1 to 1) grown from spots along the directions."""
    ridge, many, side = chance.uniform(8, 10), 16, 25
    turns = np.round(directions(chance, high, wide) / np.pi * many).astype(int) % many
    y, x = np.mgrid[-12:13, -12:13].astype(float)
    size = (high + side, wide + side)
    filters = []
    for number in range(many):
        turn = number * np.pi / many
        wave = np.cos(2 * np.pi * (y * np.cos(turn) - x * np.sin(turn)) / ridge)
        kernel = np.exp(-(x**2 + y**2) / (2 * (ridge * 0.38) ** 2)) * wave
        kernel -= kernel.mean()
        filters.append(np.fft.rfft2(kernel / np.abs(kernel).sum(), size))
    image = chance.normal(0, 0.02, (high, wide))
    image.ravel()[chance.integers(0, high * wide, size=high * wide // 400)] += 1
    for step in range(14):
        spectrum, out = np.fft.rfft2(image, size), np.zeros((high, wide))
        for number in range(many):
            filtered = np.fft.irfft2(spectrum * filters[number], size)[12 : 12 + high, 12 : 12 + wide]
            out[turns == number] = filtered[turns == number]
        image = np.clip(out * (28 if step < 2 else 3.5), -1, 1)
    return image


def printed(chance: np.random.Generator) -> Image.Image:
    """A print of grown ridges: pressed unevenly, scratched, on grey paper with noise."""
    ridges = grown(chance)
    high, wide = ridges.shape
    y, x = np.mgrid[0:high, 0:wide].astype(float)
    coarse = chance.normal(0, 1, (high // 24, wide // 24)).astype("float32")
    uneven = np.asarray(Image.fromarray(coarse).resize((wide, high), Image.Resampling.BICUBIC))
    ink = 1 / (1 + np.exp(-(ridges - chance.uniform(-0.5, 0.5) + uneven * 0.35) * chance.uniform(3, 8)))
    rim = np.hypot((x - wide / 2) / (wide * chance.uniform(0.36, 0.48)), (y - high / 2) / (high * 0.45))
    ink = ink / (1 + np.exp((rim - 1) * 18)) * np.clip(1 - np.maximum(0, uneven - 1), 0, 1)
    scratches = Image.new("L", (wide, high), 0)
    for _ in range(chance.integers(0, 6)):
        ends = [float(value) for value in chance.uniform(0, 240, 4)]
        ImageDraw.Draw(scratches).line(ends, fill=255, width=int(chance.integers(1, 5)))
    ink *= 1 - np.asarray(scratches) / 255 * 0.9
    paper = chance.uniform(200, 255) * (1 - ink * chance.uniform(0.35, 0.95))
    noisy = paper + chance.normal(0, chance.uniform(1, 12), paper.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype("uint8"))


def scanned(chance: np.random.Generator) -> Image.Image:
    """A print as people scan it: alone or on a form, any size from four pixels a ridge, as a JPEG."""
    share, image = chance.uniform(0.42, 1.4), printed(chance)
    image = image.resize((int(image.width * share), int(image.height * share)), Image.Resampling.LANCZOS)
    if chance.random() < 0.6:
        wide, high = int(chance.integers(700, 1700)), int(chance.integers(700, 2200))
        page = Image.new("L", (wide, high), int(chance.integers(225, 256)))
        size, words = int(chance.integers(14, 34)), WORDS.split()
        font, line = ImageFont.load_default(size), 20
        while line < high - size:
            said = " ".join(chance.choice(words, size=max(3, wide // (size * 4))))
            ImageDraw.Draw(page).text((30, line), said, fill=30, font=font)
            line += int(size * chance.uniform(1.3, 2.2))
        room = (int(chance.integers(0, wide - image.width)), int(chance.integers(0, high - image.height)))
        page.paste(image, room)
        image = page
    if chance.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 1.0)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=int(chance.integers(35, 95)))
    return Image.open(out)


def bent(chance: np.random.Generator) -> Image.Image:
    """A print of the other generator, on a page."""
    made = fingerprint(int(chance.integers(1, 1 << 30)), chance.uniform(5, 11))
    return page_with(made, (int(chance.integers(400, 1200)), int(chance.integers(400, 1200))))


def striped() -> Iterator[tuple[str, Callable[[np.random.Generator], Field]]]:
    """What looks like ridges and is none, by name; values from -1 to 1."""
    y, x = np.mgrid[0:500, 0:500].astype(float)

    def rough(chance: np.random.Generator, cells: int) -> Field:
        coarse = chance.normal(0, 1, (cells, cells)).astype("float32")
        return np.asarray(Image.fromarray(coarse).resize((500, 500), Image.Resampling.BICUBIC))

    yield "rings", lambda c: np.cos(np.hypot(x - c.uniform(100, 400), y - 250) * 2 * np.pi / c.uniform(5, 12))
    yield "zebra", lambda c: np.sign(np.sin(2 * np.pi * (x + rough(c, 6) * 60) / c.uniform(8, 30)))
    yield "contour lines", lambda c: np.where(np.abs(rough(c, 4) * c.uniform(10, 25) % 1 - 0.5) < 0.08, -1, 1.0)
    yield "cloth", lambda c: np.sin((x + rough(c, 4) * 6) * 0.9) * 0.7 + np.sin((y + rough(c, 4) * 6) * 0.9) * 0.5
    yield "sand ripples", lambda c: np.sin((y + rough(c, 6) * 25 + rough(c, 20) * 4) * 2 * np.pi / c.uniform(8, 20))


def main(folders: list[str]) -> None:
    """Print recall by generator, alarms by kind of stripes, and alarms by folder."""
    chance = np.random.default_rng(20261123)
    for name, make in (("grown ridges", scanned), ("bent waves", bent)):
        begun, hits = 0.0, 0
        for _ in range(PRINTS):
            image, start = make(chance), time.perf_counter()
            hits += bool(ridges_in(image))
            begun += time.perf_counter() - start
        print(f"{name}: {hits} of {PRINTS} found, {begun / PRINTS * 1000:.0f} ms a picture")
    for name, waves in striped():
        drawn = (np.clip(128 + waves(chance) * chance.uniform(50, 110), 0, 255).astype("uint8") for _ in range(40))
        print(f"{name}: {sum(bool(ridges_in(Image.fromarray(one))) for one in drawn)} of 40 taken for one")
    for folder in folders:
        total, alarms = 0, []
        for path in sorted(one for one in Path(folder).rglob("*") if one.is_file()):
            try:
                with Image.open(path) as opened:
                    image = opened.convert("RGB")
            except (UnidentifiedImageError, OSError, ValueError):
                continue
            total += 1
            if ridges_in(image):
                alarms.append(path.name)
        print(f"{folder}: {len(alarms)} of {total} pictures taken for one {alarms[:10] or ''}")


if __name__ == "__main__":
    main(sys.argv[1:])
