"""A Dovecot of the tests' own: a real IMAP server over TLS in a folder of its own, gone when the tests are."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SECRET = "imap-secret"
STARTED_WITHIN_SECONDS = 30
_CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
mail_location = maildir:{home}/mail/%u
mailbox_list_index = no
first_valid_uid = 1
default_internal_user = {inside}
default_login_user = {outside}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={secret}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
auth_failure_delay = 0
service stats {{
  chroot =
}}
"""


class Dovecot:
    """`with Dovecot() as server:`; mail is at `server.host`, `server.port`, trusted by `server.ca_file`."""

    host, user = "localhost", "archive"

    def __enter__(self) -> "Dovecot":
        self.home = Path(tempfile.mkdtemp(prefix="dsar-imap-", dir="/tmp"))
        self.home.chmod(0o755)
        self.ca_file, self.port = self.home / "cert.pem", _free_port()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost", "-keyout", self.home / "key.pem", "-out", self.ca_file],
            check=True, capture_output=True,
        )  # fmt: skip
        (self.home / "mail").mkdir(mode=0o777)
        (self.home / "mail").chmod(0o777)
        (self.home / "conf").write_text(_CONFIG.format(home=self.home, port=self.port, secret=SECRET, **_users()))
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._server = subprocess.Popen(
            [program, "-F", "-c", self.home / "conf"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _wait(self.port)
        return self

    def __exit__(self, *_exc: object) -> None:
        self._server.terminate()
        try:
            self._server.wait(20)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)


def _users() -> dict[str, object]:
    """Root runs it as Dovecot's own users; anybody else as themselves."""
    me = pwd.getpwuid(os.getuid())
    if me.pw_uid:
        return {
            "inside": me.pw_name,
            "outside": me.pw_name,
            "group": _group(me.pw_gid),
            "uid": me.pw_uid,
            "gid": me.pw_gid,
        }
    nobody = pwd.getpwnam("nobody")
    return {"inside": "dovecot", "outside": "dovenull", "group": "dovecot", "uid": nobody.pw_uid, "gid": nobody.pw_gid}


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait(port: int) -> None:
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the IMAP server did not start")
