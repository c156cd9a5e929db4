"""How an action detects: as the house does, with its own kinds and thresholds, or as the product is shipped.

Own kinds and thresholds are those of the installation and hold for all of its controllers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from discovery.detection import Options as Engine
from discovery.detection import detect_many
from discovery.detection.engine import DEFAULT_MIN_SCORE
from discovery.detection.own_kinds import OWN, OwnKind
from discovery.detection.versioning import engine_version
from discovery.documents import Detection, Kind
from dsar.foundation import clock
from dsar.management.actions import Options, Parser, Refused
from dsar.pii.models import OwnKindVersion, ThresholdVersion
from dsar.pii.steering import newest_own_kinds, options_now, own_kinds_on, risk_of, thresholds_now, version_now

AS_SHIPPED = "as shipped"


@dataclass(frozen=True, slots=True)
class HouseEngine:
    """What detects, and the version that every finding names.

    Attributes:
        named: kinds and names of recognisers of own kinds ("own:locker_number") that alone are told; None for all.
    """

    options: Engine
    version: str
    own: tuple[OwnKind, ...] = ()
    named: tuple[frozenset[Kind], frozenset[str]] | None = None

    def detect(self, texts: Sequence[str]) -> list[list[Detection]]:
        """The detections of each text, those of own kinds with their own risk."""
        return list(self.each(texts))

    def each(self, texts: Sequence[str]) -> Iterator[list[Detection]]:
        """The detections of one text after the other."""
        for found in detect_many(texts, settings.DSAR_DETECTION_LANGUAGES, self.options):
            yield [
                one._replace(risk=int(risk_of(one.recogniser, self.own))) if one.recogniser.startswith(OWN) else one
                for one in found
                if self.named is None or one.kind in self.named[0] or one.recogniser in self.named[1]
            ]

    def only(self, kinds: frozenset[Kind], own: frozenset[str] = frozenset()) -> "HouseEngine":
        """The same engine reporting these kinds, and own kinds by the names of their recognisers, alone."""
        counted = {one.counts_as for one in self.own if one.recogniser in own}
        return replace(self, options=replace(self.options, kinds=kinds | counted), named=(kinds, own))


def add_engine_arguments(parser: Parser) -> None:
    """Which engine, how certain, how names are found."""
    parser.add_argument(
        "--engine",
        choices=["house", "shipped"],
        help="house: with the own kinds and thresholds of this installation; shipped: without them. "
        "Unless given: house where there is a database that has them",
    )
    parser.add_argument(
        "--min-score",
        type=float,
        default=DEFAULT_MIN_SCORE,
        help="certainty from 0 to 1 below which nothing counts; a threshold of the house for a kind wins",
    )
    parser.add_argument(
        "--names", choices=["auto", "model", "rules", "none"], default="auto", help="how names are found"
    )


def engine_of(options: Options) -> HouseEngine:
    """The engine that the arguments ask for.

    Raises:
        Refused: that of the house was asked for, and no database of it can be read.
    """
    given: dict[str, Any] = {"min_score": options["min_score"], "names": options["names"]}
    wanted = options.get("engine")
    if wanted != "shipped":
        if _has_house():
            made = options_now(**given)
            return HouseEngine(made, version_now(made), tuple(own_kinds_on()))
        if wanted == "house":
            message = "no database of the house can be read: migrate it, or take --engine shipped"
            raise Refused(message)
    shipped = Engine(**given)
    return HouseEngine(shipped, f"{engine_version(shipped)}, {AS_SHIPPED}")


def house_rules() -> dict[str, Any]:
    """Own kinds that are on and thresholds as plain values, for a process with a database of its own."""
    if not _has_house():
        return {}
    fields = ("slug", "number", "label", "pattern", "counts_as", "category", "risk", "context", "score", "least")
    own = [{name: getattr(row, name) for name in fields} for row in newest_own_kinds() if row.is_on]
    return {"own_kinds": own, "thresholds": thresholds_now().values}


def take_house_rules(order: Mapping[str, Any]) -> None:
    """Write the own kinds and thresholds of an order into the database of this process."""
    told = {"why": "Taken over for the rehearsal.", "written_at": clock.now()}
    for own in order.get("own_kinds", ()):
        OwnKindVersion.objects.create(**own, **told)
    if order.get("thresholds"):
        ThresholdVersion.objects.create(number=1, values=order["thresholds"], **told)


def _has_house() -> bool:
    """Whether there is a database with the tables; one that is not there is not made by asking."""
    name = str(connection.settings_dict["NAME"])
    is_file = connection.vendor == "sqlite" and name != ":memory:" and not name.startswith("file:")
    if is_file and not Path(name).is_file():
        return False
    try:
        tables = set(connection.introspection.table_names())
    except DatabaseError:
        return False
    return {OwnKindVersion._meta.db_table, ThresholdVersion._meta.db_table} <= tables
