"""How good detection is: precision, recall, F1 and F2 by kind on labelled text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from discovery.documents import Detection, Kind

Label = tuple[int, int, Kind]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind: hits, false alarms (found, not labelled) and misses (labelled, not found)."""

    hits: int = 0
    false_alarms: int = 0
    misses: int = 0

    @property
    def precision(self) -> float:
        """The part of what was found that is right; 1.0 where nothing was found."""
        found = self.hits + self.false_alarms
        return self.hits / found if found else 1.0

    @property
    def recall(self) -> float:
        """The part of what is labelled that was found; 1.0 where nothing is labelled."""
        labelled = self.hits + self.misses
        return self.hits / labelled if labelled else 1.0

    def f(self, beta: float = 1.0) -> float:
        """The F measure: beta 2 counts recall twice as much as precision."""
        weight = beta * beta
        below = weight * self.precision + self.recall
        return (1 + weight) * self.precision * self.recall / below if below else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.false_alarms + other.false_alarms, self.misses + other.misses)


def score_text(labels: Sequence[Label], found: Sequence[Detection], *, exact: bool = False) -> dict[Kind, Score]:
    """The counts by kind of one text; `exact` asks for equal spans, else half of the union must be shared.

    Each label is matched with at most one detection of its kind, and each detection with at most one label.
    """
    left = list(found)
    scores: dict[Kind, Score] = {}
    for start, end, kind in labels:
        best = max(
            (one for one in left if one.kind is kind and _agree((start, end), (one.start, one.end), exact=exact)),
            key=lambda one: min(end, one.end) - max(start, one.start),
            default=None,
        )
        if best is not None:
            left.remove(best)
        scores[kind] = scores.get(kind, Score()) + (Score(misses=1) if best is None else Score(hits=1))
    for one in left:
        scores[one.kind] = scores.get(one.kind, Score()) + Score(false_alarms=1)
    return scores


def total(scores: Iterable[dict[Kind, Score]]) -> dict[Kind, Score]:
    """The sums by kind over several texts."""
    sums: dict[Kind, Score] = {}
    for by_kind in scores:
        for kind, score in by_kind.items():
            sums[kind] = sums.get(kind, Score()) + score
    return sums


def _agree(label: tuple[int, int], found: tuple[int, int], *, exact: bool) -> bool:
    if exact:
        return label == found
    shared = min(label[1], found[1]) - max(label[0], found[0])
    return 2 * shared >= max(label[1], found[1]) - min(label[0], found[0])
