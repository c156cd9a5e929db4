"""What a report is made of, whatever it is written as: page, PDF and table file are made from the same sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsar.statistics.charts import Chart

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its words; `url` leads to the list behind it."""

    label: str
    value: str
    note: str = ""
    tone: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; numbers stand to the right."""

    label: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, and its cells as texts; None reads as a dash. `url` leads to the cases behind it."""

    name: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name for its first column. `note` says what to know of it; `empty` what is shown without rows."""

    title: str
    head: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    note: str = ""
    empty: str = ""
    chart: Chart | None = None

    @property
    def shown(self) -> list[tuple[Row, list[tuple[Column, str]]]]:
        """Each row with its cells beside their columns."""
        return [(row, list(zip(self.columns, map(words_of, row.cells), strict=True))) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report: who it is about, its figures and tables, and how it was worked out."""

    code: str
    title: str
    lead: str
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    method: Sequence[str] = field(default=())


def words_of(cell: Cell) -> str:
    """A cell as a text: a dash where there is nothing to say, one decimal where there is half a day."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, float):
        return f"{cell:.1f}".removesuffix(".0")
    return str(cell)
