"""Files that were put into a case, as a source of its search: sealed in storage, opened in the worker’s memory."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from uuid import UUID

from discovery.documents import Item
from discovery.sources.files import LARGEST_FILE_BYTES
from discovery.sources.ports import ConnectionTest, SourceUnreadable
from discovery.sources.registry import Setting, SourceKind, register
from dsar.foundation import storage
from dsar.foundation.errors import IntegrityBroken
from dsar.foundation.words import Words as _
from dsar.search.upload_models import CaseUpload

KIND = "uploads"
# Kept as they came, and named as gaps until somebody converts them: stores of mail programs (PST, OST, OLM, NSF, EDB).
STORES = {".pst", ".ost", ".olm", ".nsf", ".edb"}
_PST_MAGIC = b"!BDN"
_PST = "application/vnd.ms-outlook-pst"


@dataclass(frozen=True)
class UploadsSource:
    """The kept files of one line of a search plan; references are their labels."""

    planned: UUID

    def test(self) -> ConnectionTest:
        """Whether there is anything."""
        count = len(self._files)
        return ConnectionTest(ok=bool(count), message=f"Files put into the case: {count}.")

    def list(self) -> Iterator[Item]:
        """The files in the order in which they came."""
        for label, upload in self._files.items():
            size = upload.file.size
            extra = {"not_read": "too_large"} if size > LARGEST_FILE_BYTES else {}
            yield Item(label, size, upload.file.sha256, extra=extra)

    def open(self, item: Item) -> BinaryIO:
        """The content; raises `SourceUnreadable` ("needs_conversion" for a store of mail that nothing here reads)."""
        upload = self._files.get(item.ref)
        if upload is None:
            raise SourceUnreadable("vanished")
        try:
            content = storage.read(upload.file)
        except IntegrityBroken as error:
            raise SourceUnreadable("damaged") from error
        if needs_conversion(item.ref, content):
            raise SourceUnreadable("needs_conversion")
        return io.BytesIO(content)

    @cached_property
    def _files(self) -> dict[str, CaseUpload]:
        kept = CaseUpload.objects.filter(planned_id=self.planned, is_kept=True).select_related("file", "case")
        return {upload.label: upload for upload in kept}


def needs_conversion(name: str, content: bytes) -> bool:
    """Whether it is a store of mail that no parser here reads."""
    from discovery.extraction.registry import parser_for  # loads every parser: only workers come here

    is_store = content.startswith(_PST_MAGIC) or PurePosixPath(name.lower()).suffix in STORES
    return is_store and parser_for(_PST) is None


def _make(settings: Mapping[str, Any]) -> UploadsSource:
    return UploadsSource(UUID(settings["planned"]))


UPLOADS = SourceKind(
    name=KIND,
    label=_("Files put into the case"),
    settings=(Setting("planned", _("Line of the search plan"), required=True),),
    make=_make,
)
register(UPLOADS)
