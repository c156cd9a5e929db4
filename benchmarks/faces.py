"""Faces: how many are found, what is wrongly taken for one, and how long a picture takes.

    python -m benchmarks.faces [FOLDER]

FOLDER holds pictures, such as the folder `skimage/data` of the package scikit-image (BSD; two portraits, and the first
hundred small faces of `lfw_subset.npy`, then a hundred of none). Without it only drawn portraits are measured.
"""

import sys
import time
from pathlib import Path

import numpy
from PIL import Image, UnidentifiedImageError

from discovery.extraction.parsers.faces import faces_in
from tests.faces import portrait, scanned_page

WITH_FACE = frozenset({"astronaut.png", "camera.png"})
SMALL = "lfw_subset.npy"
PAPER = (1654, 2339)


def drawn() -> None:
    """Portraits that are drawn, by size, turn and darkness."""
    variants = {f"{side} pixels": portrait(side) for side in (800, 400, 200, 100, 60)}
    whole = portrait()
    variants |= {f"turned by {turn}": whole.rotate(turn, fillcolor=(205, 210, 215)) for turn in (-20, 10, 30)}
    variants |= {"mirrored": whole.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "grey": whole.convert("L")}
    variants |= {"dark": whole.point(lambda value: value * 0.35), "on a page": scanned_page()}
    found = {name: len(faces_in(image)) for name, image in variants.items()}
    missed = [name for name, count in found.items() if count != 1]
    print(f"drawn portraits: {len(found) - len(missed)} of {len(found)}; not exactly one face: {missed or 'none'}")


def in_folder(folder: Path) -> None:
    """Every picture of a folder: one line for those with a find or a face."""
    total = wrong = 0
    for path in sorted(folder.iterdir()):
        try:
            with Image.open(path) as opened:
                image = opened.convert("RGB")
        except (UnidentifiedImageError, OSError):
            continue
        begun = time.perf_counter()
        found = faces_in(image)
        taken = (time.perf_counter() - begun) * 1000
        total += 1
        wrong += bool(found) != (path.name in WITH_FACE)
        if found or path.name in WITH_FACE:
            scores = ", ".join(f"{face.score:.2f}" for face in found) or "nothing"
            print(f"  {path.name} {image.width}×{image.height}: {scores} ({taken:.0f} ms)")
    print(f"pictures: {total}, wrongly with or without a face: {wrong}")


def small_faces(path: Path) -> None:
    """Faces of 25 pixels, made larger and set on a page, as many photographs on forms are."""
    pictures = numpy.load(path)
    for side in (60, 100, 200):
        hits = [_finds(picture, side) for picture in pictures]
        half = len(hits) // 2
        print(f"  at {side} pixels: {sum(hits[:half])} of {half} faces, {sum(hits[half:])} of {half} without one")


def _finds(picture: "numpy.ndarray", side: int) -> bool:
    image = Image.fromarray((picture * 255).astype("uint8"), "L").resize((side, side), Image.Resampling.BICUBIC)
    page = Image.new("L", (side * 3, side * 3), 255)
    page.paste(image, (side, side))
    return bool(faces_in(page))


def timing() -> None:
    """Milliseconds of a page of a scanner, the best of three."""
    page = scanned_page().resize(PAPER)
    taken = []
    for _again in range(3):
        begun = time.perf_counter()
        faces_in(page)
        taken.append(time.perf_counter() - begun)
    print(f"a page of {PAPER[0]}×{PAPER[1]} pixels: {min(taken) * 1000:.0f} ms")


if __name__ == "__main__":
    drawn()
    timing()
    if len(sys.argv) > 1:
        in_folder(Path(sys.argv[1]))
        if (Path(sys.argv[1]) / SMALL).exists():
            small_faces(Path(sys.argv[1]) / SMALL)
