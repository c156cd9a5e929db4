"""How the house detects just now: own kinds that are on, thresholds, and the version that names all of it."""

from collections.abc import Sequence
from typing import Any

from discovery.detection import KIND_FACTS, Category, Options, Risk
from discovery.detection.engine import DEFAULT_MIN_SCORE
from discovery.detection.own_kinds import OWN, OwnKind
from discovery.detection.versioning import engine_version
from discovery.documents import Detection, Kind
from dsar.pii.models import DetectionPolicy, OwnKindVersion, ThresholdVersion


def newest_own_kinds() -> list[OwnKindVersion]:
    """The newest version of every own kind, by name."""
    newest: dict[str, OwnKindVersion] = {}
    for row in OwnKindVersion.objects.select_related("written_by").order_by("slug", "-number"):
        newest.setdefault(row.slug, row)
    return sorted(newest.values(), key=lambda row: row.label.casefold())


def own_kind_of(row: OwnKindVersion) -> OwnKind:
    """A stored version as the engine takes it."""
    return OwnKind(
        slug=row.slug,
        label=row.label,
        pattern=row.pattern,
        category=Category(row.category),
        risk=Risk(row.risk),
        score=row.score,
        least=row.least,
        context=tuple(row.context),
        counts_as=Kind(row.counts_as),
        number=row.number,
    )


def own_kinds_on() -> list[OwnKind]:
    """The own kinds that are looked for."""
    return [own_kind_of(row) for row in newest_own_kinds() if row.is_on]


def thresholds_now() -> ThresholdVersion:
    """The thresholds in force; an unsaved version 0 while nobody has set one."""
    return ThresholdVersion.objects.order_by("-number").first() or ThresholdVersion(number=0, values={})


def policy_now() -> DetectionPolicy:
    """What is kept and what raises an alert; an unsaved version 0 as shipped while nobody has changed it."""
    return DetectionPolicy.objects.order_by("-number").first() or DetectionPolicy(number=0)


def options_now(**others: Any) -> Options:
    """How everything in the house detects: hand it to `detect`. `others` are further fields of Options."""
    own = own_kinds_on()
    return Options(custom=tuple(one.finder() for one in own), thresholds=_thresholds(own), **others)


def version_now(options: Options | None = None) -> str:
    """What is stored with every finding: engine, names, own kinds and thresholds by version."""
    own = OwnKindVersion.objects.count()  # versions are only added, so their number names the state
    told = engine_version(options or Options())
    return f"{told}, own kinds {own}, thresholds {thresholds_now().number}"


def key_of(one: Detection) -> str:
    """Under what a detection is counted: the recogniser of an own kind, else its kind."""
    return one.recogniser if one.recogniser.startswith(OWN) else one.kind.value


def label_of(key: str, own: Sequence[OwnKindVersion] | None = None) -> str:
    """The words for a kind, or for an own kind's recogniser; a key that nothing knows stays as it is."""
    if key.startswith(OWN):
        slug = key.removeprefix(OWN)
        known = own if own is not None else newest_own_kinds()
        return next((row.label for row in known if row.slug == slug), slug)
    try:
        return KIND_FACTS[Kind(key)].label
    except (KeyError, ValueError):
        return key.replace("_", " ")


def risk_of(key: str, own: Sequence[OwnKind]) -> Risk:
    """How grave a disclosure is."""
    if key.startswith(OWN):
        return next((one.risk for one in own if one.recogniser == key), Risk.MEDIUM)
    return KIND_FACTS[Kind(key)].risk


def default_threshold(key: str) -> float:
    """The least certainty as shipped, or as the own kind says."""
    if key.startswith(OWN):
        return next((row.least for row in newest_own_kinds() if OWN + row.slug == key), DEFAULT_MIN_SCORE)
    return DEFAULT_MIN_SCORE


def _thresholds(own: Sequence[OwnKind]) -> tuple[tuple[str, float], ...]:
    values = {one.recogniser: one.least for one in own}
    return tuple(sorted((values | thresholds_now().values).items()))
