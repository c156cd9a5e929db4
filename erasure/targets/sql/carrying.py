"""Carrying a plan out in one transaction: changed rows first, then deletions, children before their parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from discovery.sources.sql import Database
from discovery.sources.sql.schema import ForeignKey, Inventory, Table, TableName
from erasure.errors import TargetFailed
from erasure.plan import Action, Change, Outcome
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.sql.connect import Writer
from erasure.targets.sql.facts import Facts
from erasure.targets.sql.states import Key, batches, condition, key_text, stands_as, state_digest, states


@dataclass
class Carrier:
    """Carries the changes of one database out, in a transaction that the caller began."""

    database: Database
    writer: Writer
    inventory: Inventory
    facts: Facts
    pace: Pace
    done: int = 0
    already: int = 0
    deleted: dict[TableName, list[Key]] = field(default_factory=lambda: defaultdict(list))

    def carry(self, changes: Sequence[Change]) -> Outcome:
        """Do all of it, or raise.

        Raises:
            TargetFailed: a row is not what the rehearsal saw ("changed_meanwhile"), a table is gone, or the database
                refuses; the caller undoes the transaction.
            QueryFailed: a row could not be read.
        """
        by_table: dict[TableName, list[Change]] = defaultdict(list)
        for change in changes:
            by_table[TableName(change.locator["schema"], change.locator["table"])].append(change)
        for name, rows in by_table.items():
            keep_pace(self.pace)
            self._change_rows(self._table(name), rows)
        going = set(self.deleted)
        order, is_whole = children_first(self.inventory, going, loose=lambda one, key: self._is_loose(one, key, going))
        if not is_whole:
            self.writer.defer()  # a circle of references that may not be empty: looked at when all of it is gone
        for name in order:
            self._unhook(self._table(name), going)
        for name in order:
            keep_pace(self.pace)
            self._delete(self._table(name), self.deleted[name])
        return Outcome(self.done, self.already)

    def _table(self, name: TableName) -> Table:
        table = self.inventory.table(name)
        if table is None:
            raise TargetFailed("changed_meanwhile")
        return table

    def _change_rows(self, table: Table, changes: Sequence[Change]) -> None:
        now = states(self.database, table, [change.locator["key"] for change in changes], lock=True)
        for change in changes:
            key: Key = change.locator["key"]
            state = now.get(key_text(key))
            if state is None:
                if change.action is not Action.DELETE:
                    raise TargetFailed("changed_meanwhile")
                self.already += 1
            elif state_digest(state) == change.before:
                if change.action is Action.DELETE:
                    self.deleted[table.name].append(key)
                elif change.after:
                    self._update(table, key, change.after)
                self.done += 1
            elif change.action is not Action.DELETE and stands_as(state, change.after):
                self.already += 1
            else:
                raise TargetFailed("changed_meanwhile")

    def _update(self, table: Table, key: Key, after: Mapping[str, object]) -> None:
        sets = ", ".join(f"{self.database.quote(name)} = {self.database.mark}" for name in after)
        where, values = condition(self.database, table, table.key, [tuple(key[name] for name in table.key)])
        sql = f"UPDATE {self.database.source(table.name)} SET {sets} WHERE {where}"  # noqa: S608 - quoted
        if self.writer.change(sql, [*after.values(), *values]) not in (1, -1):
            raise TargetFailed("changed_meanwhile")

    def _unhook(self, table: Table, going: set[TableName]) -> None:
        """Where rows that go refer to rows that go around in a circle, the reference is emptied first."""
        for foreign in table.foreign_keys:
            if not self._is_loose(table, foreign, going):
                continue
            sets = ", ".join(f"{self.database.quote(name)} = NULL" for name in foreign.columns)
            for batch in batches(self.deleted[table.name], table.key):
                where, values = condition(self.database, table, table.key, batch)
                self.writer.change(f"UPDATE {self.database.source(table.name)} SET {sets} WHERE {where}", values)  # noqa: S608

    def _is_loose(self, table: Table, foreign: ForeignKey, going: set[TableName]) -> bool:
        """Whether a reference is part of a circle of rows that go, and may be emptied."""
        circle = foreign.target == table.name or (foreign.target in going and self._is_circular(table, foreign))
        return circle and all(self.facts[table.name][column].nullable for column in foreign.columns)

    def _is_circular(self, table: Table, foreign: ForeignKey) -> bool:
        seen, open_names = set(), [foreign.target]
        while open_names:
            name = open_names.pop()
            if name == table.name:
                return True
            if name not in seen and (other := self.inventory.table(name)):
                seen.add(name)
                open_names += [key.target for key in other.foreign_keys]
        return False

    def _delete(self, table: Table, keys: Sequence[Key]) -> None:
        for batch in batches(keys, table.key):
            keep_pace(self.pace)
            self._refuse_new_children(table, batch)
            where, values = condition(self.database, table, table.key, batch)
            count = self.writer.change(f"DELETE FROM {self.database.source(table.name)} WHERE {where}", values)  # noqa: S608
            if count != len(batch):
                raise TargetFailed("changed_meanwhile")

    def _refuse_new_children(self, table: Table, batch: Sequence[Sequence[object]]) -> None:
        """A row that came since the rehearsal must not vanish by a cascade that nobody has seen."""
        for child, foreign in _referring(self.inventory, table.name):
            pairs = zip(foreign.columns, foreign.target_columns, strict=True)
            joined = " AND ".join(f"c.{self.database.quote(own)} = p.{self.database.quote(to)}" for own, to in pairs)
            where, values = condition(self.database, table, table.key, batch)
            inner = f"SELECT * FROM {self.database.source(table.name)} WHERE {where}"  # noqa: S608 - quoted
            own = ", ".join(self.database.as_text(f"c.{self.database.quote(name)}") for name in child.key) or "1"
            sql = f"SELECT {own} FROM {self.database.source(child.name)} c JOIN ({inner}) p ON {joined}"  # noqa: S608
            found = {key_text(dict(zip(child.key, row, strict=False))) for row in self.database.rows(sql, values)}
            if found and found - set(map(key_text, self.deleted.get(child.name, ()))):
                raise TargetFailed("changed_meanwhile")


def children_first(
    inventory: Inventory, names: Collection[TableName], *, loose: Callable[[Table, ForeignKey], bool]
) -> tuple[list[TableName], bool]:
    """The tables so that each comes before those that it refers to, and whether there is such an order.

    Args:
        inventory: all tables.
        names: those of which rows go.
        loose: tells references that are emptied before, so that they hold nothing back.
    """
    wanted = sorted(names, key=str)
    sorter: TopologicalSorter[TableName] = TopologicalSorter()
    for name in wanted:
        sorter.add(name)
    for table in inventory.tables:
        for foreign in table.foreign_keys:
            is_inside = {table.name, foreign.target} <= set(wanted) and table.name != foreign.target
            if is_inside and not loose(table, foreign):
                sorter.add(foreign.target, table.name)
    try:
        return list(sorter.static_order()), True
    except CycleError:
        return wanted, False


def _referring(inventory: Inventory, parent: TableName) -> Iterator[tuple[Table, ForeignKey]]:
    for table in inventory.tables:
        for foreign in table.foreign_keys:
            if foreign.target == parent:
                yield table, foreign
