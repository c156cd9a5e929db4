"""Which of the states that an automaton has learnt are worth keeping: those that texts come to again and again."""

from __future__ import annotations

import collections
from array import array
from collections.abc import Sequence

from discovery.detection.automata.walking import Learnt, Walk


def often_taken(walk: Walk, texts: Sequence[str], most: int) -> Learnt:
    """What the automaton has learnt, cut down to the steps that the texts take most often.

    No more than `most` states are left, the busiest first, so that those lie together; one step at the least leads to
    each of them.
    """
    for text in texts:
        walk.marks(text)
    width = len(walk.layout.bounds) + 1
    counts = array("i", [0]) * (walk.states() * width)
    for text in texts:
        walk.tread(text, counts)
    learnt = walk.learnt()
    steps = [(counts[place], place, step) for place, step in zip(learnt["places"], learnt["steps"], strict=True)]
    steps.sort(reverse=True)
    return _cut_down(learnt, _reached(steps, width, most), steps, width)


def _reached(steps: list[tuple[int, int, int]], width: int, most: int) -> dict[int, int]:
    """New numbers for the states that are left, by their old ones."""
    behind = collections.defaultdict[int, list[tuple[int, int]]](list)
    for count, place, step in steps:
        behind[place // width].append((count, abs(step) // width))
    # By how often the busiest way to it is taken: all states on the way to one that is taken stay as well.
    best: dict[int, int] = {1: steps[0][0] + 1 if steps else 1}
    waiting = [1]
    while waiting:
        at = waiting.pop()
        for count, to in behind.get(at, ()):
            if (reached := min(count, best[at])) > best.get(to, 0):
                best[to] = reached
                waiting.append(to)
    busiest = sorted(best, key=lambda state: (-best[state], state))[: most - 1]
    return {0: 0, **{state: number for number, state in enumerate(busiest, 1)}}


def _cut_down(learnt: Learnt, numbers: dict[int, int], steps: list[tuple[int, int, int]], width: int) -> Learnt:
    kept = list(numbers)
    begins, items = array("i"), array("i")
    for state in kept:
        begins.append(len(items))
        items.extend(learnt["items"][learnt["from"][state] : learnt["from"][state + 1]])
    begins.append(len(items))
    places, following = array("i"), array("i")
    for _, place, step in steps:
        state, to = place // width, abs(step) // width
        if state in numbers and to in numbers:
            places.append(numbers[state] * width + place % width)
            following.append(numbers[to] * width * (1 if step > 0 else -1))
    columns = {name: array("i", [learnt[name][state] for state in kept]) for name in ("common", "before", "met")}
    return {
        **columns,
        "from": begins,
        "items": items,
        "places": places,
        "steps": following,
        "ends": learnt["ends"],
        "commons": learnt["commons"],
    }
