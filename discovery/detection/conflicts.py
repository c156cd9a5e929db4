"""One kind a stretch: overlapping detections are resolved."""

from __future__ import annotations

import bisect
import operator
from collections.abc import Iterable
from typing import Final

from discovery.documents import Detection, Kind

_PLACE: Final = operator.itemgetter(0)


def resolve(found: Iterable[Detection]) -> list[Detection]:
    """The detections that do not overlap, sorted by place; where some overlap the strongest stays.

    Stronger is: the higher score, then a check that passed, then the longer stretch, then the earlier place, then
    the kind's name and the sentence, so that the same text always gives the same answer.
    """
    kept: list[Detection] = []
    crowd: list[Detection] = []  # those that overlap with the last one kept, and it; empty where none does
    reach = 0
    for one in sorted(found, key=_PLACE):
        start, end = one[0], one[1]
        if start >= end:
            continue
        if start >= reach:
            if crowd:
                kept[-1:] = _strongest(crowd)
                crowd = []
            kept.append(one)
            reach = end
        else:
            if not crowd:
                crowd.append(kept[-1])
            crowd.append(one)
            if end > reach:
                reach = end
    if crowd:
        kept[-1:] = _strongest(crowd)
    return kept


def _strongest(crowd: list[Detection]) -> list[Detection]:
    """Those of a crowd of overlapping detections that stay, sorted by place."""
    if len(crowd) == 2 and (crowd[0][2] is not Kind.PERSON or crowd[1][2] is not Kind.PERSON):
        one, other = crowd  # they overlap: one of them stays
        if one[3] != other[3]:
            return [one if one[3] > other[3] else other]
        return [min(crowd, key=_strength)]
    starts: list[int] = []
    kept: list[Detection] = []
    for one in sorted(_whole_names(crowd), key=_strength):
        at = bisect.bisect_left(starts, one.start)
        clear_before = at == 0 or kept[at - 1].end <= one.start
        clear_after = at == len(kept) or one.end <= kept[at].start
        if clear_before and clear_after:
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def _whole_names(crowd: list[Detection]) -> list[Detection]:
    """The crowd in which a name that lies within a longer one lends it its certainty: "Ana" in "Ana M Lindqvist"."""
    names = [one for one in crowd if one.kind is Kind.PERSON]
    if len(names) < 2:
        return crowd
    whole = [one for one in crowd if one.kind is not Kind.PERSON]
    for one in names:
        around = [other for other in names if other.start <= one.start and one.end <= other.end]
        if max(around, key=_length) is one or all(_length(other) == _length(one) for other in around):
            within = [other for other in names if one.start <= other.start and other.end <= one.end]
            best = max(within, key=_certainty)
            whole.append(one if best is one else one._replace(score=best.score, why=best.why))
    return whole


def _length(one: Detection) -> int:
    return one.end - one.start


def _certainty(one: Detection) -> float:
    return one.score


def _strength(one: Detection) -> tuple[float, bool, int, int, str, str]:
    return (-one.score, not one.validator, one.start - one.end, one.start, one.kind, one.why)
