"""Reads the demo's files by the plainest means, apart from the product's own readers."""

import email
import email.policy
import io
import json
import mailbox
import re
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pypdfium2


def texts_of(root: Path) -> dict[tuple[str, ...], str]:
    """The text of every readable place under root: path, then member, message or attachment."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            found |= {
                (path.relative_to(root).as_posix(), *inside): text
                for inside, text in inside_of(path.name, path.read_bytes()).items()
            }
    return found


def inside_of(name: str, content: bytes) -> dict[tuple[str, ...], str]:
    suffix = name.rsplit(".", 1)[-1]
    if suffix == "zip":
        return {(member, *inside): text for member, inside, text in _members(content)}
    if suffix == "eml":
        return _message(email.message_from_bytes(content, policy=email.policy.default))
    if suffix == "mbox":
        return _mailbox(content)
    return {(): _text(suffix, content)}


def _members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            for inside, text in inside_of(member, archive.read(member)).items():
                yield member, inside, text


def _message(message) -> dict[tuple[str, ...], str]:
    found = {(): " ".join(str(value) for value in message.values())}
    for part in message.walk():
        if part.get_filename():
            inner = inside_of(part.get_filename(), part.get_payload(decode=True))
            found |= {(part.get_filename(), *inside): text for inside, text in inner.items()}
        elif not part.is_multipart():
            found[()] += " " + part.get_content()
    return found


def _mailbox(content) -> dict[tuple[str, ...], str]:
    found = {}
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(content)
        file.flush()
        box = mailbox.mbox(
            file.name, factory=lambda raw: email.message_from_binary_file(raw, policy=email.policy.default)
        )
        for number, message in enumerate(box, start=1):
            found |= {(f"message {number}", *inside): text for inside, text in _message(message).items()}
        box.close()
    return found


def _text(suffix, content) -> str:
    if suffix == "pdf":
        return _pdf(content)
    if suffix in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
        return " ".join(re.sub(r"<[^>]+>", "", re.sub(r"</(w:p|t|si|c|v|text)>", " ", part)) for part in parts)
    if suffix == "png":
        return ""
    if suffix == "json":
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode()


def _pdf(content) -> str:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return ""
    pages = []
    for page in document:
        text = page.get_textpage()
        pages.append(text.get_text_bounded())
        text.close()
        page.close()
    document.close()
    return " ".join(" ".join(pages).split())


def rows_of(path: Path) -> dict[tuple[str, str], str]:
    """The values of every row of the shop, by table and key."""
    connection = sqlite3.connect(path)
    found = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = [column[1] for column in columns if column[5]]
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            found[table, repr(sorted((key, str(row[key])) for key in keys))] = " ".join(map(str, values))
    connection.close()
    return found
