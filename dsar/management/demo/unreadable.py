"""Files that a search cannot read and has to name: damaged, locked, empty."""

from __future__ import annotations

import io
from random import Random

import pikepdf

from dsar.management.demo.cast import Cast
from dsar.management.demo.content import as_pdf
from dsar.management.demo.papers import papers_of
from dsar.management.demo.shelf import Shelf


def plant_unreadable(shelf: Shelf, cast: Cast, rng: Random) -> None:
    """Put a damaged, a locked and an empty file on the shelf; two of them are about a data subject, unreadably."""
    damaged = as_pdf(papers_of(cast.customer, cast, rng).reply())
    shelf.put_unreadable(
        "archive/water-damage.pdf", damaged[: len(damaged) // 3].replace(b"obj", b"\x00\x01"), "damaged"
    )
    locked = _locked(as_pdf(papers_of(cast.parent, cast, rng).reply()), f"{rng.randrange(10**8):08}")
    shelf.put_unreadable("legal/claims/locked.pdf", locked, "password_protected")
    shelf.put("finance/empty.csv", b"")


def _locked(content: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    # The old cipher draws nothing at random, so the file is the same every time.
    cipher = pikepdf.Encryption(owner=password, user=password, R=3, aes=False, metadata=False)
    with pikepdf.open(io.BytesIO(content)) as file:
        file.save(buffer, static_id=True, encryption=cipher)
    return buffer.getvalue()
