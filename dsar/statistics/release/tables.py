"""Whether a person can be told from others in a table: k-anonymity and l-diversity. Plain Python.

k: how many rows at least share each combination of what a stranger could know (Sweeney 2002). l: how many different
values of a sensitive column each such group holds at least (Machanavajjhala et al. 2007, distinct l-diversity).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SUPPRESSED = "*"
MOST_ROWS = 100_000


class Part(StrEnum):
    """What a column is to somebody who wants to recognise a person in it."""

    DIRECT = "direct"  # names the person: is left out
    QUASI = "quasi"  # a stranger could know it: is made coarser
    SENSITIVE = "sensitive"  # must not be learnt: stays, and must differ within a group
    PLAIN = "plain"  # tells nothing of who it is: stays


class TableUnusable(ValueError):
    """The table or what was said of its columns cannot be worked with; the message says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts: every row has a cell for each column.

    Raises:
        TableUnusable: two columns of one name, a row of another length, more than 100,000 rows, or none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.columns)) != len(self.columns) or "" in self.columns:
            message = "Every column needs a name of its own."
            raise TableUnusable(message)
        if not self.rows:
            message = "The table has no rows."
            raise TableUnusable(message)
        if len(self.rows) > MOST_ROWS:
            message = f"The table has more than {MOST_ROWS:,} rows."
            raise TableUnusable(message)
        for number, row in enumerate(self.rows, start=2):
            if len(row) != len(self.columns):
                message = f"Line {number} has {len(row)} cells, but there are {len(self.columns)} columns."
                raise TableUnusable(message)

    def places(self, names: Sequence[str]) -> list[int]:
        """Where the named columns stand.

        Raises:
            TableUnusable: there is no such column.
        """
        if missing := [name for name in names if name not in self.columns]:
            message = f"There is no column “{missing[0]}”."
            raise TableUnusable(message)
        return [self.columns.index(name) for name in names]


@dataclass(frozen=True, slots=True)
class Standing:
    """How well the people of a table are hidden.

    Attributes:
        k: rows in the smallest group; a table without columns that a stranger could know is one group.
        diversity: by sensitive column, the different values in the group that has fewest.
        groups: how many groups there are.
        alone: rows in groups of one: people who stand alone.
    """

    k: int
    diversity: dict[str, int]
    groups: int
    alone: int

    def satisfies(self, k: int, diversity: int) -> bool:
        """Whether every group has `k` rows and, for each sensitive column, so many different values."""
        return self.k >= k and all(found >= diversity for found in self.diversity.values())


def standing(table: Table, quasi: Sequence[str], sensitive: Sequence[str] = ()) -> Standing:
    """How well people are hidden in a table as it is: k and l."""
    at, kept = table.places(quasi), table.places(sensitive)
    sizes: Counter[tuple[str, ...]] = Counter()
    held: dict[tuple[str, ...], list[set[str]]] = {}
    for row in table.rows:
        group = tuple(row[place] for place in at)
        sizes[group] += 1
        values = held.setdefault(group, [set() for _place in kept])
        for seen, place in zip(values, kept, strict=True):
            seen.add(row[place])
    fewest = {name: min(len(values[number]) for values in held.values()) for number, name in enumerate(sensitive)}
    return Standing(min(sizes.values()), fewest, len(sizes), sum(1 for size in sizes.values() if size == 1))
