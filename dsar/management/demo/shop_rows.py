"""Rows of the shop before they are written, with keys that count up, and the truth about each."""

from __future__ import annotations

import sqlite3
from typing import Any

from dsar.management.demo.shelf import AnswerSheet, Mention

KEYS = {"countries": ("code",), "order_lines": ("order_id", "line_no")}
"""Key columns of the tables whose key is not `id`."""
_FREE_TEXT = {"ticket_messages": "body", "orders": "delivery_note", "customers": "notes"}


class Rows:
    """Collects rows table by table."""

    def __init__(self, sheet: AnswerSheet) -> None:
        self._sheet = sheet
        self._tables: dict[str, list[dict[str, Any]]] = {}

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by table."""
        return {table: len(rows) for table, rows in self._tables.items()}

    def add(self, table: str, mention: Mention | None = None, **values: Any) -> int:
        """Add a row, noted on the answer sheet where it is about somebody; gives its id (or number in the table)."""
        rows = self._tables.setdefault(table, [])
        number = len(rows) + 1
        row = values if table in KEYS else {"id": number, **values}
        rows.append(row)
        if mention is not None:
            self._sheet.row(table, {column: row[column] for column in KEYS.get(table, ("id",))}, mention)
        return number

    def write_into(self, table: str, key: int, text: str, mention: Mention) -> None:
        """Add a sentence to the free text of a row that is there, and note it."""
        row, column = self._tables[table][key - 1], _FREE_TEXT[table]
        row[column] = f"{row[column]} {text}".strip()
        self._sheet.row(table, {"id": key}, mention)

    def write(self, connection: sqlite3.Connection) -> None:
        """Insert everything, in the order in which the tables were begun."""
        for table, rows in self._tables.items():
            columns = list(rows[0])
            slots = ", ".join("?" for _each in columns)
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({slots})"  # noqa: S608 - our own words
            connection.executemany(statement, [tuple(row.values()) for row in rows])
