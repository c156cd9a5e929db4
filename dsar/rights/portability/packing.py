"""One archive with every format, streamed: files are hashed as they are written, the manifest comes last. No Django."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from dsar.rights.portability import as_csv, as_json, as_xml
from dsar.rights.portability.facts import FORMAT, VERSION, Facts
from dsar.rights.portability.limits import MAX_BYTES
from dsar.rights.portability.published import FILES, schema_file

# Every entry bears the same time: when a file was made says nothing.
NO_TIME = (2020, 1, 1, 0, 0, 0)
MANIFEST = "manifest.json"
JSON_FILE, XML_FILE, CSV_META = "portable.json", "portable.xml", "csv/csv-metadata.json"


class TooLarge(Exception):
    """The package would be larger than what the verifier can read back."""


class _Sink(io.RawIOBase):
    """What ZipFile writes to; handed on in pieces."""

    def __init__(self) -> None:
        self.pending = bytearray()
        self.passed = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self.pending += content
        return len(content)

    def take(self) -> bytes:
        taken = bytes(self.pending)
        self.pending.clear()
        self.passed += len(taken)
        return taken


class Packed:
    """An archive as a stream; `contents` and `digest` are known once it was read to its end.

    Raises:
        TooLarge: while it is read.
    """

    def __init__(self, facts: Facts, files: Iterable[tuple[str, Iterable[bytes]]], *, readme: str, mended: int) -> None:
        self._facts, self._files, self._readme, self._mended = facts, files, readme, mended
        self.contents: list[dict[str, Any]] = []
        self.digest = ""

    def __iter__(self) -> Iterator[bytes]:
        sink, plain = _Sink(), 0
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, pieces in self._entries():
                size, checksum = 0, hashlib.sha256()
                with archive.open(zipfile.ZipInfo(name, NO_TIME), "w", force_zip64=True) as entry:
                    for piece in pieces:
                        entry.write(piece)
                        checksum.update(piece)
                        size += len(piece)
                        plain += len(piece)
                        if plain > MAX_BYTES:
                            raise TooLarge
                        yield sink.take()
                self.contents.append({"name": name, "size": size, "sha256": checksum.hexdigest()})
            manifest = self._manifest()
            self.digest = hashlib.sha256(manifest).hexdigest()
            archive.writestr(zipfile.ZipInfo(MANIFEST, NO_TIME), manifest, zipfile.ZIP_DEFLATED)
        yield sink.take()

    def _entries(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        facts = self._facts
        yield "README.txt", [self._readme.encode()]
        yield JSON_FILE, as_json.write(facts)
        yield XML_FILE, as_xml.write(facts)
        yield CSV_META, [as_csv.metadata(facts)]
        for number, one in enumerate(facts.sets, 1):
            yield as_csv.file_name(number, one), as_csv.write(one)
        yield from self._files
        for name in FILES:
            yield f"schema/{name}", [schema_file(VERSION, name) or b""]

    def _manifest(self) -> bytes:
        facts = self._facts
        whole = {
            "format": FORMAT,
            "version": VERSION,
            "reference": facts.reference,
            "created_at": facts.created_at.isoformat(),
            "reference_date": facts.reference_date.isoformat(),
            "mended": self._mended,
            "files": self.contents,
        }
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()
