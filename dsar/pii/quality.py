"""How right the suggestions are, by kind and recogniser, and which threshold follows from it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from discovery.detection.own_kinds import OWN
from dsar.foundation import clock
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.pii.rules import FEWEST, Advice, Judged, advice, interval, precision
from dsar.pii.steering import default_threshold, label_of, newest_own_kinds, policy_now, thresholds_now

# A suggestion of another kind was a find all the same; for its own kind it was a false alarm.
WRONG = (VerdictKind.WRONG, VerdictKind.OTHER_KIND)


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One kind, or one recogniser of a kind.

    Attributes:
        key: under which its threshold goes.
        recogniser: "" for the sum of the kind.
        share: of right ones, 0..1; None where nobody has judged.
        low, high: between which it lies in 95 of 100 cases.
        kept: kept visible without a word: neither right nor wrong.
        advice: what the verdicts speak for; None where nothing is to be changed or too little is known.
    """

    key: str
    label: str
    recogniser: str
    right: int
    wrong: int
    other: int
    span: int
    kept: int
    share: float | None
    low: float
    high: float
    threshold: float
    is_own_threshold: bool
    advice: Advice | None
    is_alarming: bool

    @property
    def judged(self) -> int:
        """Verdicts that count for the share."""
        return self.right + self.span + self.wrong + self.other

    @property
    def is_thin(self) -> bool:
        """Whether there are too few verdicts for the share to mean much."""
        return self.judged < FEWEST


def verdicts_of(*, days: str = "", kind: str = "") -> QuerySet[DetectionVerdict]:
    """Verdicts of a period and a kind; "" for all."""
    rows = DetectionVerdict.objects.all()
    if days:
        rows = rows.filter(given_at__gte=clock.now() - dt.timedelta(days=int(days)))
    if kind:
        rows = rows.filter(recogniser=kind) if kind.startswith(OWN) else rows.filter(kind=kind)
    return rows


def quality(rows: QuerySet[DetectionVerdict]) -> list[QualityRow]:
    """A line for each kind, own kinds apart, and below it one for each of its recognisers; the worst first."""
    groups: dict[str, dict[str, list[DetectionVerdict]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.only("kind", "recogniser", "verdict", "score"):
        key = row.recogniser if row.recogniser.startswith(OWN) else row.kind
        groups[key][row.recogniser].append(row)
    known, thresholds, wanted = newest_own_kinds(), thresholds_now().values, 1 - policy_now().wrong_percent / 100
    found: list[tuple[QualityRow, list[QualityRow]]] = []
    for key, by_recogniser in groups.items():
        label = label_of(key, known)
        whole = _row(key, label, "", [one for ones in by_recogniser.values() for one in ones], thresholds, wanted)
        parts = [_row(name, label, name, ones, thresholds, wanted) for name, ones in by_recogniser.items() if name]
        found.append((whole, sorted(parts, key=_worst) if len(by_recogniser) > 1 else []))
    found.sort(key=lambda pair: _worst(pair[0]))
    return [row for whole, parts in found for row in (whole, *parts)]


def false_share(rows: QuerySet[DetectionVerdict]) -> float | None:
    """The share of wrong ones among judged suggestions of all kinds; None where nobody has judged."""
    counts = Counter(rows.values_list("verdict", flat=True))
    wrong = sum(counts[one] for one in WRONG)
    share = precision(counts[VerdictKind.RIGHT] + counts[VerdictKind.WRONG_SPAN], wrong)
    return None if share is None else 1 - share


def kinds_judged() -> list[tuple[str, str]]:
    """The kinds of which there are verdicts, for the filter."""
    pairs = DetectionVerdict.objects.order_by().values_list("kind", "recogniser").distinct()
    keys = {recogniser if recogniser.startswith(OWN) else kind for kind, recogniser in pairs}
    known = newest_own_kinds()
    return sorted(((key, label_of(key, known)) for key in keys), key=lambda pair: pair[1].casefold())


def _row(
    key: str,
    label: str,
    recogniser: str,
    ones: Sequence[DetectionVerdict],
    thresholds: Mapping[str, float],
    wanted: float,
) -> QualityRow:
    counts = Counter(one.verdict for one in ones)
    right, span = counts[VerdictKind.RIGHT], counts[VerdictKind.WRONG_SPAN]
    wrong, other = counts[VerdictKind.WRONG], counts[VerdictKind.OTHER_KIND]
    share = precision(right + span, wrong + other)
    low, high = interval(right + span, wrong + other)
    judged = [
        Judged(one.score, one.verdict not in WRONG)
        for one in ones
        if one.score is not None and one.verdict != VerdictKind.KEPT
    ]
    return QualityRow(
        key=key, label=label, recogniser=recogniser, right=right, wrong=wrong, other=other, span=span,
        kept=counts[VerdictKind.KEPT], share=share, low=low, high=high,
        threshold=thresholds[key] if key in thresholds else default_threshold(key),
        is_own_threshold=key in thresholds, advice=advice(judged, wanted=wanted),
        is_alarming=share is not None and share < wanted and len(judged) >= FEWEST,
    )  # fmt: skip


def _worst(row: QualityRow) -> tuple[bool, float, str]:
    return (row.is_thin, row.share if row.share is not None else 2.0, row.label)
