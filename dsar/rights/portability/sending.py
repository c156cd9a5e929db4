"""One upload to another controller: over TLS, to the address that was checked; no redirects, the answer is kept."""

import base64
import http.client
import json
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass

from consent.webhook_address import Receiver, receiver_of
from dsar.rights.portability.limits import MAX_RECEIPT_BYTES, UPLOAD_TIMEOUT_SECONDS

MEDIA_TYPE = "application/zip"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver answered; `body` is at most MAX_RECEIPT_BYTES, as text."""

    status: int
    body: str

    @property
    def is_taken(self) -> bool:
        """Whether the upload was accepted."""
        return 200 <= self.status < 300

    def names(self, sha256: str) -> bool:
        """Whether the answer repeats the digest of what was sent: a receipt that proves what arrived."""
        coded = base64.b64encode(bytes.fromhex(sha256)).decode()
        return sha256 in self.body.casefold() or coded in self.body


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out: where to, how, and the digest by which the receiver can prove it."""

    url: str
    method: str
    secret: str
    size: int
    sha256: str


def send(parcel: Parcel, content: Iterable[bytes]) -> Answer:
    """Upload the content; the name is looked up and checked at this very moment (SSRF).

    Raises:
        RuleRefused: the address may not be told.
        OSError, http.client.HTTPException: no connection, or no answer in time.
    """
    receiver = receiver_of(parcel.url)
    connection = _PinnedTls(receiver) if receiver.scheme == "https" else _Pinned(receiver)
    coded = base64.b64encode(bytes.fromhex(parcel.sha256)).decode()
    headers = {
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(parcel.size),
        "Content-Digest": f"sha-256=:{coded}:",  # RFC 9530
        "User-Agent": "dsar-desk",
    }
    if parcel.secret:
        headers["Authorization"] = f"Bearer {parcel.secret}"
    try:
        connection.request(parcel.method, receiver.path, body=iter(content), headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(MAX_RECEIPT_BYTES).decode("utf-8", "replace"))
    finally:
        connection.close()


def receipt_id(answer: Answer) -> str:
    """The receiver's own number of the receipt, where the answer is JSON and has one."""
    try:
        read = json.loads(answer.body)
    except ValueError:
        return ""
    found = (
        next((read[key] for key in ("receipt", "id", "reference") if key in read), "") if isinstance(read, dict) else ""
    )
    return str(found)[:100]


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was given."""

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(receiver.host, receiver.port, timeout=UPLOAD_TIMEOUT_SECONDS)
        self._address = receiver.address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), UPLOAD_TIMEOUT_SECONDS)


class _PinnedTls(_Pinned):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
