"""A mailbox on a mail server (IMAP4rev1, RFC 3501; UIDPLUS, RFC 4315) as a target: every folder, messages by UID."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.targets.content import sha
from erasure.targets.messages import MessagesTarget
from erasure.targets.ports import Pace, keep_pace
from erasure.targets.registry import TargetKind, register

TIMEOUT_SECONDS = 60
LONGEST_MESSAGE = 128 * 1024 * 1024
_UID = re.compile(rb"\d+")
_FOLDER = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_WORDS = {
    "unreachable": "The mail server cannot be reached over TLS, or its certificate is refused.",
    "login_refused": "The user name or password was refused.",
    "uidplus_missing": "The server cannot remove single messages (UIDPLUS): use a task by hand.",
    "permission_denied": "The mailbox can be read, but this user may not remove messages from every folder.",
}


@dataclass(frozen=True)
class ImapStore:
    """All folders of one account. Messages are looked at without being marked as read; TLS is never left out."""

    host: str
    user: str
    secret: str | None = field(default=None, repr=False)
    port: int = 993
    starttls: bool = False
    ca_file: str = ""
    without: tuple[str, ...] = ()

    def test(self) -> ConnectionTest:
        """Whether every folder can be opened for changes; nothing is changed."""
        try:
            with self._signed_in() as server:
                folders = self._folders(server)
                shut = [folder for folder in folders if not _opened(server, folder, for_changes=True)]
        except TargetFailed as error:
            return ConnectionTest(ok=False, message=_WORDS.get(error.code, _("The mailbox cannot be used.")))
        if shut:
            return ConnectionTest(ok=False, message=_WORDS["permission_denied"])
        return ConnectionTest(ok=True, message=f"Signed in; {len(folders)} folders can be changed.")

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Every message of every folder. Raises TargetFailed."""
        with self._signed_in() as server:
            for number, folder in enumerate(self._folders(server)):
                if not _opened(server, folder, for_changes=False):
                    raise TargetFailed("permission_denied")
                for uid in _uids(server):
                    if (content := _content(server, uid)) is not None:
                        yield f"message-{number}-{uid}", content

    def remove(self, digests: frozenset[str], pace: Pace) -> int:
        """Remove these messages wherever they lie; messages that others marked for deletion are not touched.

        A UID names one message for as long as the folder keeps its numbering, and each is compared again just before
        it goes, so that it is safe to run this again after an interruption. Raises TargetFailed.
        """
        gone = 0
        with self._signed_in() as server:
            for folder in self._folders(server):
                if not _opened(server, folder, for_changes=True):
                    raise TargetFailed("permission_denied")
                for uid in _uids(server):
                    keep_pace(pace)
                    content = _content(server, uid)
                    if content is not None and sha(content) in digests:
                        _expunge(server, uid)
                        gone += 1
        return gone

    @contextlib.contextmanager
    def _signed_in(self) -> Iterator[imaplib.IMAP4]:
        server = self._connected()
        try:
            try:
                server.login(self.user, self.secret or "")
            except (imaplib.IMAP4.abort, OSError):
                raise
            except (imaplib.IMAP4.error, UnicodeError):
                raise TargetFailed("login_refused") from None
            if "UIDPLUS" not in _capabilities(server):
                raise TargetFailed("uidplus_missing")
            yield server
        except (imaplib.IMAP4.abort, OSError):
            raise TargetFailed("unreachable", can_wait=True) from None
        except imaplib.IMAP4.error:
            raise TargetFailed("refused_by_target") from None
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                server.logout()

    def _connected(self) -> imaplib.IMAP4:
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
            if not self.starttls:
                return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=TIMEOUT_SECONDS)
            server = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT_SECONDS)
            server.starttls(context)
        except (OSError, imaplib.IMAP4.error):
            raise TargetFailed("unreachable", can_wait=True) from None
        return server

    def _folders(self, server: imaplib.IMAP4) -> list[bytes]:
        """The names of all folders that can hold messages, as the server writes them, quoted."""
        found = []
        for line in _asked(server.list()):
            whole = b"".join(line) if isinstance(line, tuple) else line
            told = _FOLDER.search(re.sub(rb"\{\d+\}", b"", whole)) if whole else None
            if told is None or b"\\noselect" in told["flags"].lower() or b"\\nonexistent" in told["flags"].lower():
                continue
            name = told["name"].strip()
            name = name if name.startswith(b'"') else b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
            if name.strip(b'"').decode("ascii", "replace") not in self.without:
                found.append(name)
        return sorted(found)


def _opened(server: imaplib.IMAP4, folder: bytes, *, for_changes: bool) -> bool:
    """Whether the folder could be opened this way; without changes no message is marked as read (EXAMINE)."""
    try:
        status, _told = server.select(folder.decode("ascii"), readonly=not for_changes)
    except (imaplib.IMAP4.readonly, UnicodeDecodeError):
        return False
    return status == "OK"


def _uids(server: imaplib.IMAP4) -> list[str]:
    found = b" ".join(part for part in _asked(server.uid("SEARCH", "ALL")) if part)
    return [uid.decode() for uid in _UID.findall(found)]


def _content(server: imaplib.IMAP4, uid: str) -> bytes | None:
    """The message as it lies there; None where it is gone meanwhile. Raises TargetFailed: it is too long to read."""
    told = b" ".join(part if isinstance(part, bytes) else part[0] for part in _fetched(server, uid, "(RFC822.SIZE)"))
    size = _SIZE.search(told)
    if size is None:
        return None
    if int(size[1]) > LONGEST_MESSAGE:
        raise TargetFailed("too_long")
    found = [part[1] for part in _fetched(server, uid, "(BODY.PEEK[])") if isinstance(part, tuple)]
    return b"".join(found) if found else None


def _fetched(server: imaplib.IMAP4, uid: str, what: str) -> list[Any]:
    return [part for part in _asked(server.uid("FETCH", uid, what)) if part]


def _expunge(server: imaplib.IMAP4, uid: str) -> None:
    """Mark one message and remove it alone (RFC 4315: UID EXPUNGE)."""
    _asked(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
    _asked(server.uid("EXPUNGE", uid))


def _capabilities(server: imaplib.IMAP4) -> Sequence[str]:
    told = b" ".join(part for part in _asked(server.capability()) if part)
    return told.decode("ascii", "replace").upper().split()


def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
    status, told = answer
    if status == "NO":
        raise TargetFailed("permission_denied")
    if status != "OK":
        raise TargetFailed("refused_by_target")
    return told


def _make(settings: Mapping[str, Any], secret: str | None) -> MessagesTarget:
    return MessagesTarget(
        ImapStore(
            str(settings["host"]), str(settings["user"]), secret, int(settings["port"] or 993),
            bool(settings["starttls"]), str(settings["ca_file"] or ""), tuple(settings["without"] or ()),
        )
    )  # fmt: skip


IMAP = TargetKind(
    name="imap",
    label=_("Mailbox on a mail server (IMAP)"),
    settings=(
        Setting("host", _("Name of the mail server"), required=True),
        Setting("user", _("User name"), required=True),
        Setting("port", _("Port"), kind="number", default=993),
        Setting("starttls", _("Begin without TLS and switch (STARTTLS, port 143)"), kind="yes_no", default=False),
        Setting("ca_file", _("File with the certificates that are trusted"), hint=_("Empty: those of the system.")),
        Setting("without", _("Folders that are left out"), kind="lines",
                hint=_("As the server names them; such as one that shows the messages of others.")),
    ),
    make=_make,
    needs_secret=True,
)  # fmt: skip
register(IMAP)
