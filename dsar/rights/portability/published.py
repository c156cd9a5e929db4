"""The schemas of the portable package, published at a fixed address under their version. Plain Python."""

from pathlib import Path
from typing import Final

from dsar.rights.portability.facts import VERSION

SCHEMA_FOLDER: Final = Path(__file__).parent / "schema" / VERSION
# Name → media type; what is listed here is public, nothing else.
FILES: Final = {
    "package.schema.json": "application/schema+json",
    "package.xsd": "application/xml",
    "csv-dialect.txt": "text/plain; charset=utf-8",
}


def schema_file(version: str, name: str) -> bytes | None:
    """The content of a published file; None where there is none of that version and name."""
    if version != VERSION or name not in FILES:
        return None
    return (SCHEMA_FOLDER / name).read_bytes()
