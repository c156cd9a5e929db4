"""Uploads never touch the disk in the clear: they are sealed under a key that lives only in this request's memory."""

import contextlib
import io
import tempfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from dsar.foundation import cipher
from dsar.foundation.errors import RuleRefused

if TYPE_CHECKING:
    _Upload = UploadedFile[bytes]
else:
    _Upload = UploadedFile


class SealedUpload(_Upload):
    """An uploaded file whose bytes lie sealed in an unnamed temporary file until a service stores them."""

    def __init__(self, name: str, content_type: str, size: int, spool: "_Spool") -> None:
        super().__init__(io.BytesIO(), name, content_type, size)
        self._spool = spool

    def chunks(self, chunk_size: int | None = None) -> Any:
        yield from self._spool.pieces()

    def read(self, size: int | None = -1) -> bytes:
        content = b"".join(self._spool.pieces())
        return content if size is None or size < 0 else content[:size]

    def multiple_chunks(self, chunk_size: int | None = None) -> bool:
        return True

    def close(self) -> None:
        self._spool.close()


class _Spool:
    """Pieces sealed under a throw-away key, in a temporary file that has no name."""

    def __init__(self) -> None:
        self._key = cipher.new_key()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the upload
        self._lengths: list[int] = []

    def add(self, piece: bytes) -> None:
        sealed = cipher.seal(self._key, piece, str(len(self._lengths)).encode())
        self._lengths.append(len(sealed))
        self._file.write(sealed)

    def pieces(self) -> Any:
        self._file.seek(0)
        for number, length in enumerate(self._lengths):
            yield cipher.unseal(self._key, self._file.read(length), str(number).encode())

    def close(self) -> None:
        self._file.close()


def spooled(pieces: Iterable[bytes], *, name: str, content_type: str) -> SealedUpload:
    """What comes in pieces from somewhere else than a form (a mailbox), sealed like an upload; close it when done."""
    spool, size = _Spool(), 0
    with contextlib.ExitStack() as undo:
        undo.callback(spool.close)
        for piece in pieces:
            spool.add(piece)
            size += len(piece)
        undo.pop_all()
    return SealedUpload(name, content_type, size, spool)


def demand_whole(upload: _Upload) -> None:
    """Refuse a file of which not everything was kept.

    Raises:
        RuleRefused: it is larger than DSAR_MAX_UPLOAD_MB ("file_too_large").
    """
    if (upload.size or 0) > settings.DSAR_MAX_UPLOAD_MB * 1024 * 1024:
        message = f"This file is larger than {settings.DSAR_MAX_UPLOAD_MB} MB. Split it, or add it as a source."
        raise RuleRefused(message, code="file_too_large", fields={"file": message})


class SealingUploadHandler(FileUploadHandler):
    """Django's upload handler that seals each chunk as it arrives and keeps nothing above DSAR_MAX_UPLOAD_MB."""

    chunk_size = 256 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._spool = _Spool()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > settings.DSAR_MAX_UPLOAD_MB * 1024 * 1024:
            return  # read to its end and not kept: the form is answered with what is wrong
        self._spool.add(raw_data)

    def file_complete(self, file_size: int) -> _Upload:
        return SealedUpload(self.file_name or "", self.content_type or "", file_size, self._spool)
