"""What a walk has found so far: rows once each, the best decision kept, and what could not be read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from discovery.documents import CoverageEntry, CoverageState, Decision, FoundRow, Match
from discovery.sources.sql.database import Cells, RawRow, json_safe
from discovery.sources.sql.edges import cells_of
from discovery.sources.sql.schema import Edge, Inventory, Table, TableName

# A stronger decision replaces a weaker one; a row excluded for a reason is not brought back by a mere mention.
RANK = {Decision.CONFIRMED: 0, Decision.EXCLUDED: 1, Decision.REVIEW: 2, Decision.CONTEXT: 3}


@dataclass(frozen=True, slots=True)
class Reached:
    """A row on the way. `is_seed`: an identifier stands in it; `children`: its child rows may be followed."""

    row: RawRow
    match: Match
    path: str
    columns: tuple[str, ...] = ()
    is_seed: bool = False
    children: bool = True


@dataclass
class Collected:
    """The rows and gaps of one search."""

    inventory: Inventory
    context_rows: int
    found_rows: int
    rows: dict[tuple[TableName, Cells], Reached] = field(default_factory=dict)
    groups: dict[tuple[TableName, str], FoundRow] = field(default_factory=dict)
    notes: dict[TableName, set[str]] = field(default_factory=lambda: defaultdict(set))
    _context: Counter[TableName] = field(default_factory=Counter)

    def add(self, reached: Reached) -> bool:
        """Takes a row in; True where it is new or better than before, so that it may be followed."""
        key = (reached.row.table, reached.row.key)
        before = self.rows.get(key)
        if before and RANK[before.match.decision] <= RANK[reached.match.decision]:
            return False
        if before is None and len(self.rows) >= self.found_rows:
            self.note(reached.row.table, "too_many_rows")
            return False
        if reached.match.decision is Decision.CONTEXT:
            if self.context_full(reached.row.table):
                return False
            self._context[reached.row.table] += 1
        self.rows[key] = reached
        return True

    def has(self, row: RawRow) -> bool:
        """Whether the row is already in."""
        return (row.table, row.key) in self.rows

    def context_full(self, table: TableName) -> bool:
        """Whether enough context rows of this table are shown; context is for reading and no finding."""
        return self._context[table] >= self.context_rows

    def note(self, table: TableName, reason: str) -> None:
        """Remembers why a table was not followed to the end."""
        self.notes[table].add(reason)

    def keys_of(self, edge: Edge) -> set[Cells]:
        """The values by which child rows point at the subject's confirmed or reviewed rows of the edge's parent."""
        followed = (Decision.CONFIRMED, Decision.REVIEW)
        return {
            cells
            for (table, _key), reached in self.rows.items()
            if table == edge.parent and reached.match.decision in followed and reached.match.reason in ("", "name_only")
            if (cells := cells_of(reached.row.values, edge.parent_columns))
        }

    def add_group(
        self,
        child: Table,
        edge: Edge,
        wanted: Sequence[Cells],
        total: int,
        sample: Sequence[RawRow],
        match: Match,
        path: str,
    ) -> None:
        """One item that stands for many rows: key = the condition, values = count and some keys."""
        columns = zip(edge.columns, zip(*wanted, strict=True), strict=True)
        key = {name: json_safe(cells[0] if len(cells) == 1 else cells) for name, cells in columns}
        keys = [_key(child, row.key) for row in sample]
        values: dict[str, object] = {"row_count": total, "sample_keys": keys}
        row = FoundRow(child.name.schema, child.name.name, key, values, match, path, edge.columns)
        self.groups[(child.name, f"{key}")] = row

    def as_found(self) -> list[FoundRow]:
        """All rows in the published form, tables in their order."""
        order = {table.name: table for table in self.inventory.tables}
        found = [found_row(order[table], reached) for (table, _key), reached in self.rows.items()]
        return [*found, *self.groups.values()]

    def coverage(self) -> list[CoverageEntry]:
        """A partial entry for each table that was not followed to the end."""
        return [
            CoverageEntry(table.locator, CoverageState.PARTIAL, sorted(reasons)[0], tuple(sorted(reasons)[1:]))
            for table, reasons in self.notes.items()
        ]


def found_row(table: Table, reached: Reached) -> FoundRow:
    """The published form of a row."""
    values: Mapping[str, object] = {name: json_safe(cell) for name, cell in reached.row.values.items()}
    key = _key(table, reached.row.key)
    return FoundRow(table.name.schema, table.name.name, key, values, reached.match, reached.path, reached.columns)


def _key(table: Table, cells: Cells) -> dict[str, object]:
    return {name: json_safe(cell) for name, cell in zip(table.key, cells, strict=True)}
