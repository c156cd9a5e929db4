"""Flags in a database: a column of the person's own rows, in one transaction, with what stood there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from discovery.documents import Decision, FoundRow, SubjectProfile
from discovery.sources.sql import Database
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Inventory, Table, TableName
from erasure.errors import TargetFailed
from erasure.flags.ports import FlagRule, Plan, Receipt
from erasure.plan import Outcome
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.sql.connect import Writer, failed, open_reader, open_writer
from erasure.targets.sql.finding import find, is_group
from erasure.targets.sql.states import State, condition, is_usable, key_text, states


@dataclass(frozen=True)
class DatabaseFlagger:
    """SQLite, PostgreSQL, MariaDB or MySQL by its address."""

    url: str
    secret: str | None = field(default=None, repr=False)

    def plan(self, person: SubjectProfile, rules: Sequence[FlagRule], known: Sequence[Receipt]) -> Plan:
        """See `Flagger`; the same search as an erasure, through a read-only connection."""
        try:
            with open_reader(self.url, self.secret) as database:
                return _plan(database, person, rules, known)
        except QueryFailed as error:
            raise failed(error) from None

    def set_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """See `Flagger`; all in one transaction.

        Raises:
            TargetFailed: a row has another value than both before and after ("changed_meanwhile").
        """

        def change(receipt: Receipt, now: str | None) -> tuple[bool, str | None]:
            if now == receipt.value:
                return False, None
            if now != receipt.before:
                raise TargetFailed("changed_meanwhile")
            return True, receipt.value

        return self._write(receipts, pace, change)

    def lift_flags(self, receipts: Sequence[Receipt], pace: Pace) -> Outcome:
        """See `Flagger`."""

        def change(receipt: Receipt, now: str | None) -> tuple[bool, str | None]:
            return now == receipt.value, receipt.before

        return self._write(receipts, pace, change)

    def standing(self, receipts: Sequence[Receipt]) -> int:
        """See `Flagger`."""
        count = 0
        try:
            with open_reader(self.url, self.secret) as database:
                for table, rows in _by_table(database.read_inventory(), receipts):
                    now = states(database, table, [row.key for row in rows]) if table else {}
                    count += sum(_cell(now.get(key_text(row.key)), row.column) == row.value for row in rows)
        except QueryFailed as error:
            raise failed(error) from None
        return count

    def _write(
        self, receipts: Sequence[Receipt], pace: Pace, change: Callable[[Receipt, str | None], tuple[bool, str | None]]
    ) -> Outcome:
        if not receipts:
            return Outcome()
        done = already = 0
        database, writer = open_writer(self.url, self.secret)
        with database:
            try:
                inventory = database.read_inventory()
                writer.begin()
                for table, rows in _by_table(inventory, receipts):
                    keep_pace(pace)
                    now = states(database, table, [row.key for row in rows], lock=True) if table else {}
                    for row in rows:
                        state = now.get(key_text(row.key))
                        wanted, value = (False, None) if state is None else change(row, _cell(state, row.column))
                        if wanted and table:
                            _update(database, writer, table, row, value)
                        done, already = done + wanted, already + (not wanted)
                writer.commit()
            except QueryFailed as error:
                raise failed(error) from None
            finally:
                writer.rollback()
        return Outcome(done, already)


def _plan(database: Database, person: SubjectProfile, rules: Sequence[FlagRule], known: Sequence[Receipt]) -> Plan:
    inventory = database.read_inventory()
    tables = {str(table.name).casefold(): table for table in inventory.tables}
    wanted: dict[TableName, FlagRule] = {}
    missing = []
    for rule in rules:
        table = tables.get(rule.set.casefold())
        if table is None or rule.column not in {column.name for column in table.columns}:
            missing.append(f"{rule.set}.{rule.column}")
        else:
            wanted[table.name] = rule
    ours = {(one.set.casefold(), key_text(one.key)) for one in known}
    keys, unsure = _rows(find(database, person).rows if wanted else (), wanted, tables)
    receipts, already = list(known), 0
    for name, found in keys.items():
        rule, table = wanted[name], tables[str(name).casefold()]
        now = states(database, table, found)
        for key in found:
            cell = _cell(now.get(key_text(key)), rule.column)
            if (str(name).casefold(), key_text(key)) in ours:
                continue
            if cell == rule.value:
                already += 1
            else:
                receipts.append(Receipt(str(name), dict(key), rule.column, cell, rule.value))
    return Plan(tuple(receipts), already, unsure, tuple(missing))


def _rows(
    rows: Sequence[FoundRow], wanted: Mapping[TableName, FlagRule], tables: Mapping[str, Table]
) -> tuple[dict[TableName, list[Mapping[str, object]]], int]:
    keys: dict[TableName, list[Mapping[str, object]]] = defaultdict(list)
    unsure = 0
    for row in rows:
        name = TableName(row.schema, row.table)
        if name not in wanted:
            continue
        table = tables[str(name).casefold()]
        if is_group(row) or row.match.decision is not Decision.CONFIRMED or not is_usable(table, row.key):
            unsure += 1
        else:
            keys[name].append(dict(row.key))
    return keys, unsure


def _by_table(inventory: Inventory, receipts: Sequence[Receipt]) -> list[tuple[Table | None, list[Receipt]]]:
    tables = {str(table.name): table for table in inventory.tables}
    grouped: dict[str, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        grouped[receipt.set].append(receipt)
    return [(tables.get(name), rows) for name, rows in sorted(grouped.items())]


def _cell(state: State | None, column: str) -> str | None:
    return state.get(column) if state is not None else None


def _update(database: Database, writer: Writer, table: Table, row: Receipt, value: str | None) -> None:
    where, values = condition(database, table, table.key, [tuple(row.key[name] for name in table.key)])
    column = database.quote(row.column)
    sql = f"UPDATE {database.source(table.name)} SET {column} = {database.mark} WHERE {where}"  # noqa: S608 - quoted
    if writer.change(sql, [value, *values]) not in (1, -1):
        raise TargetFailed("changed_meanwhile")
