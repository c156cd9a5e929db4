"""Builds the demo organisation: files, shop and answer sheet, the same for the same seed."""

from __future__ import annotations

from pathlib import Path
from random import Random

from dsar.management.demo.cast import make_cast, profile_of
from dsar.management.demo.filler import fill_shelf
from dsar.management.demo.planted_customers import plant_customer, plant_disputes, plant_doubles
from dsar.management.demo.planted_employee import plant_employee
from dsar.management.demo.shelf import AnswerSheet, Shelf
from dsar.management.demo.shop import build_shop
from dsar.management.demo.truth import GroundTruth
from dsar.management.demo.unreadable import plant_unreadable

DEFAULT_SEED = 2026
FILES, SHOP, TRUTH = "files", "shop.sqlite", "truth.json"


def build(root: Path, seed: int) -> GroundTruth:
    """Write files/, shop.sqlite, truth.json and subjects/<n>.json under `root`; gives the truth.

    Raises:
        FileExistsError: `root` holds a demo already.
    """
    if (root / FILES).exists() or (root / SHOP).exists():
        message = "There is a demo organisation in this folder already."
        raise FileExistsError(message)
    root.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)  # noqa: S311 - invented people, not secrets
    cast = make_cast(rng)
    sheet = AnswerSheet({label: profile_of(cast, label) for label in cast.subjects})
    shelf = Shelf(root / FILES, sheet)
    for label in ("uk", "fr"):
        plant_customer(shelf, cast, label, rng)
    plant_disputes(shelf, cast, rng)
    plant_doubles(shelf, cast, rng)
    plant_employee(shelf, cast, rng)
    plant_unreadable(shelf, cast, rng)
    fill_shelf(shelf, cast, rng)
    counts = build_shop(root / SHOP, cast, sheet, rng)
    truth = GroundTruth(seed, list(sheet.subjects.values()), sheet.unreadable, shelf.count, counts)
    truth.write(root)
    return truth
