"""Binary columns of rows that leave: the search keeps length and SHA-256 only, so they are read once more.

What cannot be read again, is another value by now or too large stays out, and is told as left out. So does a value of
a search that kept no digest yet: nobody could tell whether it is the one that was reviewed.
"""

import base64
import binascii
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from discovery.scans.secrets import SecretMissing, read_secret
from discovery.sources.sql.errors import QueryFailed, SqlSourceError
from discovery.sources.sql.schema import Table
from dsar.processing_records.models import Source
from dsar.rights.portability.cells import OCTETS, Cell, Kind
from dsar.rights.portability.findings import Finding
from erasure.errors import TargetFailed
from erasure.targets.sql.connect import open_reader
from erasure.targets.sql.states import State, is_usable, key_text, states

ONE_AT_MOST = 5_000_000  # bytes of a value
ALL_AT_MOST = 40_000_000  # bytes together: three formats hold them, as base64
AT_ONCE = 20  # rows: each of them may hold a picture
_SIGNS = {
    b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"%PDF-": "application/pdf",
}  # fmt: skip


@dataclass(slots=True)
class Binaries:
    """The binary values that leave, by exhibit and column; each was read once, so that all formats hold the same."""

    cells: dict[tuple[str, str], Cell] = field(default_factory=dict, repr=False)
    size: int = 0

    def cell(self, finding: Finding, column: str) -> Cell | None:
        """The value of a column as a cell; None where it stays out."""
        return self.cells.get((str(finding.exhibit.pk), column))

    def read(self, rows: Iterable[tuple[Finding, frozenset[str]]]) -> None:
        """Read these columns of these rows from their databases, table by table."""
        tables: dict[tuple[str, str], list[tuple[Finding, frozenset[str]]]] = defaultdict(list)
        for finding, columns in rows:
            name = _name_of(finding.exhibit.locator)
            if columns and name:
                tables[finding.exhibit.source_name, name].append((finding, columns))
        for (source_name, table), wanted in tables.items():
            source = Source.objects.filter(name=source_name, kind="sql", is_active=True).first()
            if source is not None:
                try:
                    self._read_table(source, table, wanted)
                except (TargetFailed, QueryFailed, SqlSourceError, SecretMissing):
                    continue  # left out, and told as that

    def _read_table(self, source: Source, name: str, wanted: list[tuple[Finding, frozenset[str]]]) -> None:
        with open_reader(str(source.settings.get("url", "")), read_secret(source.secret_name)) as database:
            found = {str(table.name).casefold(): table for table in database.read_inventory().tables}
            table = found.get(name.casefold())
            for first in range(0, len(wanted), AT_ONCE) if table is not None else ():
                batch = [one for one in wanted[first : first + AT_ONCE] if table and _is_found_again(table, one[0])]
                now = states(database, table, [_key(one) for one, _columns in batch]) if table and batch else {}
                for finding, columns in batch:
                    self._keep(finding, columns, now.get(key_text(_key(finding))))

    def _keep(self, finding: Finding, columns: frozenset[str], state: State | None) -> None:
        for column in columns:
            content = _bytes_of((state or {}).get(column))
            if content is None or not _is_as_reviewed(content, finding.values.get(column)):
                continue
            if len(content) > ONE_AT_MOST or self.size + len(content) > ALL_AT_MOST:
                continue
            self.size += len(content)
            encoded = base64.b64encode(content).decode()
            self.cells[str(finding.exhibit.pk), column] = Cell(Kind.BINARY, encoded, _media_type(content))


def is_binary(value: object) -> bool:
    """Whether the search kept length and digest of this value only; before it kept digests, the length alone."""
    return isinstance(value, dict) and set(value) in ({"bytes"}, {"bytes", "sha256"})


def _is_as_reviewed(content: bytes, known: object) -> bool:
    digest = known.get("sha256") if isinstance(known, dict) else None
    return isinstance(digest, str) and hashlib.sha256(content).hexdigest() == digest


def _name_of(locator: Mapping[str, object]) -> str:
    table, schema = locator.get("table"), locator.get("schema")
    return f"{schema}.{table}" if table and schema else str(table or "")


def _key(finding: Finding) -> dict[str, object]:
    return dict(finding.exhibit.locator.get("key") or {})


def _is_found_again(table: Table, finding: Finding) -> bool:
    return bool(table.key) and is_usable(table, _key(finding))


def _bytes_of(text: str | None) -> bytes | None:
    """Bytes as databases write them: hexadecimal digits, in PostgreSQL with their mark before them."""
    try:
        return None if text is None else binascii.unhexlify(text.removeprefix("\\x"))
    except (binascii.Error, ValueError):
        return None


def _media_type(content: bytes) -> str:
    return next((name for sign, name in _SIGNS.items() if content.startswith(sign)), OCTETS)
