"""Sealed files: AES-256-GCM in chunks of 1 MiB, each bound to the file, its number and whether it is the last.

So a truncated, reordered or spliced file does not open. A file is written beside its place, synced and renamed: it is
whole or not there. The name on disk is random and says nothing.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dsar.foundation import cipher, clock
from dsar.foundation.errors import IntegrityBroken, KeyDestroyed
from dsar.foundation.keys import data_key
from dsar.foundation.models import SealedFile

CHUNK = 1024 * 1024
_SEALED_CHUNK = CHUNK + cipher.NONCE_BYTES + 1 + 16


def store(content: bytes | BinaryIO | Iterable[bytes], *, key_id: UUID, name: str, media_type: str) -> SealedFile:
    """Seal a content into storage and return its row, saved; set `expires_at` where the owner knows the day."""
    row = SealedFile(key_id=key_id, name=name, media_type=media_type[:100], created_at=clock.now())
    row.size, row.sha256 = write_sealed(path_of(row.pk), row.pk, key_id, content)
    row.save(force_insert=True)
    return row


def read(row: SealedFile) -> bytes:
    """The whole content. Raises IntegrityBroken or KeyDestroyed."""
    return b"".join(chunks(row))


def chunks(row: SealedFile) -> Iterator[bytes]:
    """The content in pieces of at most 1 MiB; each piece is proved before it is handed out. Raises KeyDestroyed."""
    if row.let_go_at is not None:
        message = "This file was let go when the time for keeping it ended."
        raise KeyDestroyed(message)
    return _open_chunks(path_of(row.pk), row.pk, row.key_id)


def remove(row: SealedFile) -> None:
    """Delete the file and its row."""
    path_of(row.pk).unlink(missing_ok=True)
    row.delete()


def let_go(file_ids: Iterable[UUID]) -> int:
    """Delete the contents of files and keep their rows without a name; how many. The contents go after the commit."""
    listed = list(file_ids)
    SealedFile.objects.filter(pk__in=listed, let_go_at__isnull=True).update(name=b"", let_go_at=clock.now())
    transaction.on_commit(partial(_unlink, listed))
    return len(listed)


def _unlink(file_ids: Iterable[UUID]) -> None:
    for file_id in file_ids:
        path_of(file_id).unlink(missing_ok=True)


def path_of(file_id: UUID) -> Path:
    """Where a sealed file lies."""
    return Path(settings.MEDIA_ROOT) / file_id.hex[:2] / file_id.hex


def write_sealed(
    path: Path, file_id: UUID, key_id: UUID, content: bytes | BinaryIO | Iterable[bytes]
) -> tuple[int, str]:
    """Write a sealed file; returns the size in bytes and the sha256 of the plain content."""
    key = data_key(key_id, "files")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".part")
    size, checksum = 0, hashlib.sha256()
    with open(temporary, "wb", opener=_private) as out:
        for number, (piece, is_last) in enumerate(_marked(_pieces(content))):
            size += len(piece)
            checksum.update(piece)
            out.write(cipher.seal(key, piece, _place(file_id, number, is_last=is_last)))
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)
    return size, checksum.hexdigest()


def _open_chunks(path: Path, file_id: UUID, key_id: UUID) -> Iterator[bytes]:
    key = data_key(key_id, "files")
    try:
        with path.open("rb") as source:
            number, sealed = 0, source.read(_SEALED_CHUNK)
            while True:
                following = source.read(_SEALED_CHUNK)
                yield cipher.unseal(key, sealed, _place(file_id, number, is_last=not following))
                if not following:
                    return
                number, sealed = number + 1, following
    except (cipher.CannotOpen, FileNotFoundError) as error:
        message = "A stored file is missing or is not what was written; restore it from a backup."
        raise IntegrityBroken(message) from error


def _pieces(content: bytes | BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """The content cut into pieces of exactly CHUNK bytes, the last one shorter."""
    if isinstance(content, bytes):
        source: Iterable[bytes] = [content]
    elif hasattr(content, "read"):
        source = iter(lambda: content.read(CHUNK), b"")
    else:
        source = content
    pending = bytearray()
    for part in source:
        pending += part
        while len(pending) > CHUNK:
            yield bytes(pending[:CHUNK])
            del pending[:CHUNK]
    yield bytes(pending)


def _marked(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    current = next(pieces)
    for following in pieces:
        yield current, False
        current = following
    yield current, True


def _place(file_id: UUID, number: int, *, is_last: bool) -> bytes:
    return f"v1|file|{file_id}|{number}|{'last' if is_last else 'more'}".encode()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
