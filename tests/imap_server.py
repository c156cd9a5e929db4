"""A small mail server for reading (a part of RFC 3501) over a real socket with TLS, and a certificate authority for it."""

import base64
import contextlib
import datetime as dt
import ipaddress
import re
import socket
import ssl
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD, TOKEN = "letmein", "ya29.token"


@dataclass
class Stored:
    """A message in the mailbox."""

    uid: int
    content: bytes
    arrived: dt.datetime
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """`with ImapServer(folder) as server:`; `server.port`, `server.ca_file`, `server.add(b"…")`.

    Attributes:
        commands: what was asked, without secrets.
        silent_at: a command ("SEARCH", "FETCH", "BODY") that is never answered; `reached` is set there.
        hang_up_at: a command at which the connection is closed.
    """

    def __init__(self, folder: Path, *, starttls: bool = False, host: str = "localhost") -> None:
        self.messages: list[Stored] = []
        self.validity = 7
        self.commands: list[str] = []
        self.silent_at = self.hang_up_at = ""
        self.reached = threading.Event()
        self._starttls, self._over = starttls, threading.Event()
        self.ca_file, certificate = make_certificate(folder, host)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def add(self, content: bytes, *, arrived: dt.datetime | None = None) -> Stored:
        """Put a message into the mailbox."""
        when = arrived or dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
        stored = Stored(len(self.messages) + 1, content, when)
        self.messages.append(stored)
        return stored

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._socket.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.ExitStack() as stack, contextlib.suppress(OSError, _Gone):
            stack.enter_context(connection)
            if not self._starttls:
                connection = stack.enter_context(self._context.wrap_socket(connection, server_side=True))
            talk = _Talk(self, connection)
            try:
                talk.run()
            finally:
                talk.connection.close()

    def stop_at(self, command: str) -> None:
        """Go silent or hang up where a test says so."""
        if command == self.silent_at:
            self.reached.set()
            self._over.wait(30)
        if command in {self.silent_at, self.hang_up_at}:
            raise _Gone


class _Talk:
    """One connection."""

    def __init__(self, server: ImapServer, connection: socket.socket) -> None:
        self.server, self.connection = server, connection
        self.lines = connection.makefile("rb")

    def run(self) -> None:
        self.say("* OK ready")
        while line := self.lines.readline():
            tag, _, rest = line.decode("utf-8").strip().partition(" ")
            command, _, arguments = rest.partition(" ")
            command = command.upper()
            if command == "UID":
                command, _, arguments = arguments.partition(" ")
                command = command.upper()
            self.server.commands.append(command if command in {"LOGIN", "AUTHENTICATE"} else f"{command} {arguments}")
            self.server.stop_at(command)
            done = getattr(self, f"do_{command.lower()}", None)
            if done is None:
                self.say(f"{tag} BAD what")
            elif done(tag, arguments) == "over":
                return

    def do_capability(self, tag: str, _arguments: str) -> None:
        self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2" + (" STARTTLS" if self.server._starttls else ""))
        self.say(f"{tag} OK done")

    def do_starttls(self, tag: str, _arguments: str) -> None:
        self.say(f"{tag} OK go")
        self.lines.close()
        self.connection = self.server._context.wrap_socket(self.connection, server_side=True)
        self.lines = self.connection.makefile("rb")

    def do_login(self, tag: str, arguments: str) -> None:
        self.say(f"{tag} OK in" if PASSWORD in arguments else f"{tag} NO [AUTHENTICATIONFAILED] no")

    def do_authenticate(self, tag: str, _arguments: str) -> None:
        self.say("+ ")
        told = base64.b64decode(self.lines.readline())
        if told == f"user=privacy@example.org\x01auth=Bearer {TOKEN}\x01\x01".encode():
            self.say(f"{tag} OK in")
            return
        self.say("+ " + base64.b64encode(b'{"status":"400"}').decode())
        self.lines.readline()
        self.say(f"{tag} NO failed")

    def do_examine(self, tag: str, arguments: str) -> None:
        if arguments.strip('"') != "INBOX":
            self.say(f"{tag} NO no such folder")
            return
        self.say(f"* {len(self.server.messages)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] valid")
        self.say(f"{tag} OK [READ-ONLY] done")

    def do_search(self, tag: str, arguments: str) -> None:
        start = int(re.match(r"UID (\d+):\*", arguments)[1])  # type: ignore[index]
        last = self.server.messages[-1].uid if self.server.messages else 0
        found = [m for m in self.server.messages if m.uid >= start or m.uid == last]
        if since := re.search(r"SINCE (\S+)", arguments):
            day = dt.datetime.strptime(since[1], "%d-%b-%Y").replace(tzinfo=dt.UTC)
            found = [m for m in found if m.arrived >= day]
        self.say("* SEARCH " + " ".join(str(m.uid) for m in found))
        self.say(f"{tag} OK done")

    def do_fetch(self, tag: str, arguments: str) -> None:
        uid, _, items = arguments.partition(" ")
        message = next((m for m in self.server.messages if m.uid == int(uid)), None)
        piece = re.search(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>", items)
        if message and piece:
            self.server.stop_at("BODY")
            start, length = int(piece[1]), int(piece[2])
            content = message.content[start : start + length]
            self.connection.sendall(f"* 1 FETCH (UID {uid} BODY[]<{start}> {{{len(content)}}}\r\n".encode())
            self.connection.sendall(content + b")\r\n")
        elif message:
            when = message.arrived.strftime("%d-%b-%Y %H:%M:%S +0000")
            size = len(message.content)
            self.say(f'* 1 FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE "{when}")')
        self.say(f"{tag} OK done")

    def do_logout(self, tag: str, _arguments: str) -> str:
        self.say("* BYE")
        self.say(f"{tag} OK bye")
        return "over"

    def say(self, words: str) -> None:
        self.connection.sendall(f"{words}\r\n".encode())


class _Gone(Exception):
    """The connection is not answered any more."""


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate authority and a certificate of that host signed by it; the files of both."""
    now = dt.datetime.now(dt.UTC)
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
    names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]

    def base(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
        )

    own = base(issuer, authority.public_key()).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    signed = base(subject, key.public_key()).add_extension(x509.SubjectAlternativeName(names), False)
    ca_file, certificate = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(own.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    certificate.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return ca_file, certificate
