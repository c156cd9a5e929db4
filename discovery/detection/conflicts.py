"""One kind a stretch: overlapping detections are resolved."""

from __future__ import annotations

import bisect
import operator
from collections.abc import Iterable
from typing import Final

from discovery.documents import Detection

_PLACE: Final = operator.itemgetter(0)


def resolve(found: Iterable[Detection]) -> list[Detection]:
    """The detections that do not overlap, sorted by place; where some overlap the strongest stays.

    Stronger is: the higher score, then a check that passed, then the longer stretch, then the earlier place, then
    the kind's name and the sentence, so that the same text always gives the same answer.
    """
    kept: list[Detection] = []
    crowd: list[Detection] = []
    reach = 0
    for one in sorted(found, key=_PLACE):
        start, end = one[:2]
        if start >= end:
            continue
        if start >= reach:
            kept += crowd if len(crowd) < 2 else _strongest(crowd)
            crowd = [one]
            reach = end
        else:
            crowd.append(one)
            reach = max(reach, end)
    return kept + _strongest(crowd)


def _strongest(crowd: list[Detection]) -> list[Detection]:
    """Those of a crowd of overlapping detections that stay, sorted by place."""
    if len(crowd) < 2:
        return crowd
    starts: list[int] = []
    kept: list[Detection] = []
    for one in sorted(crowd, key=_strength):
        at = bisect.bisect_left(starts, one.start)
        clear_before = at == 0 or kept[at - 1].end <= one.start
        clear_after = at == len(kept) or one.end <= kept[at].start
        if clear_before and clear_after:
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def _strength(one: Detection) -> tuple[float, bool, int, int, str, str]:
    return (-one.score, not one.validator, one.start - one.end, one.start, one.kind, one.why)
