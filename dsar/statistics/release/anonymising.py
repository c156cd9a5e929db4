"""The least coarse form of a table in which every group is large and diverse enough. Plain Python.

All combinations of steps form a lattice; they are tried in the order of what is lost, so the first that satisfies is
the best of them (full-domain generalisation with suppression, Samarati 2001).
"""

import heapq
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsar.statistics.release.coarsening import Scale, scale_of, steps
from dsar.statistics.release.tables import SUPPRESSED, Part, Standing, Table, TableUnusable, standing

MOST_QUASI = 6
MOST_TRIED = 5_000
Node = tuple[int, ...]


class NoWayFound(TableUnusable):
    """No form of the table is good enough, or none was found in the time allowed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the released table must hold.

    Attributes:
        parts: what each column is; columns that are not named are plain.
        k: rows at least in each group, 2 or more.
        diversity: different values at least of each sensitive column in each group; 1 asks for nothing.
        suppressed: share of rows, 0 to 1, that may be left out instead of making all others coarser.
        scales: how columns are made coarser, where the values themselves do not say.
    """

    parts: Mapping[str, Part]
    k: int = 5
    diversity: int = 1
    suppressed: float = 0.05
    scales: Mapping[str, Scale] | None = None

    def named(self, part: Part) -> list[str]:
        """The columns of that part."""
        return [name for name, given in self.parts.items() if given is part]


@dataclass(frozen=True, slots=True)
class Released:
    """The table that may leave.

    Attributes:
        levels: by column, how many steps it was made coarser, and of how many.
        left_out: rows that were left out.
        loss: 0 nothing is lost, 1 everything is.
    """

    table: Table
    levels: dict[str, tuple[int, int]]
    left_out: int
    loss: float
    before: Standing
    after: Standing


def release(table: Table, wanted: Wanted) -> Released:
    """The form of the table that loses least and satisfies what is wanted.

    Raises:
        TableUnusable: unknown columns, no or too many columns that a stranger could know, k below 2.
        NoWayFound: not even the coarsest form satisfies it: too few rows, or too little diversity.
    """
    quasi, sensitive = wanted.named(Part.QUASI), wanted.named(Part.SENSITIVE)
    _demand_usable(table, wanted, quasi)
    columns = [_coarsened(table, name, (wanted.scales or {}).get(name)) for name in quasi]
    counted = _counted(table, table.places(quasi), table.places(sensitive))
    most_left_out = int(len(table.rows) * wanted.suppressed)
    for node in _by_loss([losses(column) for column in columns]):
        left_out = _left_out(counted, columns, node, wanted)
        if left_out is not None and left_out <= most_left_out:
            return _written(table, wanted, quasi, columns, node)
    message = "No form of this table is good enough: it has too few rows, or its sensitive values differ too little."
    raise NoWayFound(message)


def _demand_usable(table: Table, wanted: Wanted, quasi: Sequence[str]) -> None:
    table.places(list(wanted.parts))
    if not quasi:
        message = "Say which columns a stranger could know: by them people are recognised."
        raise TableUnusable(message)
    if len(quasi) > MOST_QUASI:
        message = f"At most {MOST_QUASI} columns can be made coarser together."
        raise TableUnusable(message)
    if wanted.k < 2 or wanted.diversity < 1 or not 0 <= wanted.suppressed < 1:
        message = "k is 2 or more, diversity 1 or more, and the share of rows left out is below 1."
        raise TableUnusable(message)


def _coarsened(table: Table, name: str, scale: Scale | None) -> list[dict[str, str]]:
    """For each step of a column, what its values become."""
    place = table.columns.index(name)
    values = sorted({row[place] for row in table.rows})
    return [{value: step(value) for value in values} for step in steps(scale or scale_of(values))]


Counted = list[tuple[tuple[str, ...], int, list[set[str]]]]


def _counted(table: Table, quasi: Sequence[int], sensitive: Sequence[int]) -> Counted:
    """Each combination once, with how many rows it has and which sensitive values: the lattice is tried on these."""
    sizes: Counter[tuple[str, ...]] = Counter()
    held: dict[tuple[str, ...], list[set[str]]] = {}
    for row in table.rows:
        combination = tuple(row[place] for place in quasi)
        sizes[combination] += 1
        for seen, place in zip(held.setdefault(combination, [set() for _p in sensitive]), sensitive, strict=True):
            seen.add(row[place])
    return [(combination, size, held[combination]) for combination, size in sizes.items()]


def _by_loss(columns: Sequence[Sequence[float]]) -> Iterator[Node]:
    """The combinations of steps, those that lose less first; the same order every time."""
    bottom = tuple(0 for _column in columns)
    waiting: list[tuple[float, Node]] = [(0.0, bottom)]
    seen = {bottom}
    for tried in itertools.count():
        if not waiting:
            return
        if tried >= MOST_TRIED:
            message = "The search took too long. Name fewer columns, or leave out more rows."
            raise NoWayFound(message)
        _loss_so_far, node = heapq.heappop(waiting)
        yield node
        for number, column in enumerate(columns):
            coarser = (*node[:number], node[number] + 1, *node[number + 1 :])
            if coarser[number] < len(column) and coarser not in seen:
                seen.add(coarser)
                heapq.heappush(waiting, (loss_of(coarser, columns), coarser))


def losses(values: Sequence[dict[str, str]]) -> list[float]:
    """For each step of a column, how much of what tells its values apart is lost: 0 nothing, 1 all of it."""
    apart = [math.log(len(set(step.values()))) for step in values]
    return [1.0 - left / apart[0] if apart[0] else float(level > 0) for level, left in enumerate(apart)]


def loss_of(node: Node, columns: Sequence[Sequence[float]]) -> float:
    """The mean loss of the columns: 0 for the table as it is, 1 where nothing of them is left."""
    return round(sum(column[level] for level, column in zip(node, columns, strict=True)) / len(columns), 9)


def _left_out(counted: Counted, columns: Sequence[list[dict[str, str]]], node: Node, wanted: Wanted) -> int | None:
    """How many rows lie in groups that are too small or not diverse enough; None where that is all of them."""
    sizes: Counter[tuple[str, ...]] = Counter()
    held: dict[tuple[str, ...], list[set[str]]] = {}
    for combination, size, values in counted:
        group = _group(combination, columns, node)
        sizes[group] += size
        if group in held:
            for seen, more in zip(held[group], values, strict=True):
                seen |= more
        else:
            held[group] = [set(more) for more in values]
    bad = sum(size for group, size in sizes.items() if not _is_good(size, held[group], wanted))
    return None if bad == sum(sizes.values()) else bad


def _group(combination: Sequence[str], columns: Sequence[list[dict[str, str]]], node: Node) -> tuple[str, ...]:
    return tuple(column[level][value] for column, level, value in zip(columns, node, combination, strict=True))


def _is_good(size: int, values: Sequence[set[str]], wanted: Wanted) -> bool:
    return size >= wanted.k and all(len(seen) >= wanted.diversity for seen in values)


def _written(
    table: Table, wanted: Wanted, quasi: Sequence[str], columns: Sequence[list[dict[str, str]]], node: Node
) -> Released:
    """The table with coarser values, without those who are named and without the rows that stand out."""
    sensitive = wanted.named(Part.SENSITIVE)
    places, kept_values = table.places(quasi), table.places(sensitive)
    groups = [_group([row[place] for place in places], columns, node) for row in table.rows]
    sizes, held = Counter(groups), {group: [set[str]() for _place in kept_values] for group in groups}
    for row, group in zip(table.rows, groups, strict=True):
        for seen, place in zip(held[group], kept_values, strict=True):
            seen.add(row[place])
    dropped = set(table.places(wanted.named(Part.DIRECT)))
    coarser = dict(zip(places, range(len(places)), strict=True))
    columns_left = tuple(name for place, name in enumerate(table.columns) if place not in dropped)
    rows = tuple(
        tuple(
            group[coarser[place]] if place in coarser else cell
            for place, cell in enumerate(row)
            if place not in dropped
        )
        for row, group in zip(table.rows, groups, strict=True)
        if _is_good(sizes[group], held[group], wanted)
    )
    made = Table(columns_left, rows)
    heights = [len(column) for column in columns]
    return Released(
        table=made,
        levels={name: (level, height - 1) for name, level, height in zip(quasi, node, heights, strict=True)},
        left_out=len(table.rows) - len(rows),
        loss=loss_of(node, [losses(column) for column in columns]),
        before=standing(table, quasi, sensitive),
        after=standing(made, quasi, sensitive),
    )


__all__ = ["MOST_QUASI", "SUPPRESSED", "NoWayFound", "Released", "Wanted", "loss_of", "losses", "release"]
