"""A small mail server over a real socket: it takes mail, or goes silent, refuses or hangs up at a chosen point."""

import socket
import threading
from types import TracebackType
from typing import Self

STAGES = ("connect", "helo", "mail", "rcpt", "data", "text", "taken")


class SmtpServer:
    """`with SmtpServer() as server:`; `server.port`, `server.taken` (whole texts of mails that were taken),
    `server.recipients` (addresses as they were told).

    Attributes:
        silent_at: the stage at which it stops answering; `reached` is set there. "text": it has the text and does not
            say so. "taken": it has taken the mail and its answer is on the way.
        hang_up_at: the stage at which it closes the connection instead of answering.
        answers: what it says instead of yes, by stage.
    """

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.silent_at = self.hang_up_at = ""
        self.answers: dict[str, str] = {}
        self.reached = threading.Event()
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

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
        with connection, connection.makefile("rb") as lines:
            try:
                self._answer(connection, "connect", "220 test")
                for line in lines:
                    word = line.split(b" ")[0].strip().upper()
                    if word == b"DATA":
                        self._answer(connection, "data", "354 go ahead")
                        self._take(connection, lines)
                    elif word == b"QUIT":
                        return
                    else:
                        if word == b"RCPT":
                            self.recipients.append(line.decode().strip().partition(":")[2])
                        stage = {b"EHLO": "helo", b"HELO": "helo", b"MAIL": "mail", b"RCPT": "rcpt"}.get(word, "")
                        self._answer(connection, stage, "250 ok")
            except (OSError, _Gone):
                return

    def _take(self, connection: socket.socket, lines: object) -> None:
        text = b""
        for line in lines:  # type: ignore[attr-defined]
            if line == b".\r\n":
                break
            text += line.removeprefix(b".") if line.startswith(b"..") else line
        else:
            raise _Gone
        if self._stops("text"):
            raise _Gone
        if "text" not in self.answers:
            self.taken.append(text)
        self._answer(connection, "taken", self.answers.get("text", "250 taken"))

    def _answer(self, connection: socket.socket, stage: str, words: str) -> None:
        if self._stops(stage):
            raise _Gone
        connection.sendall(f"{self.answers.get(stage, words)}\r\n".encode())

    def _stops(self, stage: str) -> bool:
        if stage and stage == self.silent_at:
            self.reached.set()
            self._over.wait(30)
        return bool(stage) and stage in {self.silent_at, self.hang_up_at}


class _Gone(Exception):
    """The connection is not answered any more."""
