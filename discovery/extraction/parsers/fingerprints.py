"""Where fingerprints may be in a picture. Whether they are, and whose, a person says."""

from __future__ import annotations

from typing import Final

from PIL import Image

from discovery.documents import FINGERPRINT_ROLE, Box, Word
from discovery.extraction.reading import Reading
from discovery.extraction.values import RIDGES_NOT_LOOKED_FOR

FINEST: Final = 2400  # pixels of the longer side of a picture, more of which are not looked at
LEAST: Final = 48  # pixels of the shorter side of a picture
_WORD: Final = "Fingerprint"


def add_fingerprints(image: Image.Image, reading: Reading, page: int, points_per_pixel: float) -> None:
    """Add a block for each place of a picture or page that looks like a fingerprint; say so where nobody looked.

    A block has the role "fingerprint", the word "Fingerprint" with its box in points, and as confidence the share that
    waves of one direction and length have in it.
    """
    if min(image.size) < LEAST:
        return
    if not reading.limits.faces or not reading.budget.spend_ridges():
        reading.note(RIDGES_NOT_LOOKED_FOR)
        return
    from discovery.extraction.parsers.ridges import ridges_in  # numpy, for files with pictures only

    for one in ridges_in(image):
        box = Box(page, *(side * points_per_pixel for side in (one.x0, one.y0, one.x1, one.y1)))
        word = Word(0, len(_WORD), box)
        reading.add(_WORD, role=FINGERPRINT_ROLE, words=(word,), ocr_confidence=round(one.purity, 3), page=page)
