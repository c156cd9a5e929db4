"""`dsar pipeline`: the whole way as a rehearsal, in a database and with keys that are thrown away at the end.

It detects with the own kinds and thresholds of this installation, where there is a database that has them.

Policy, which the answer states: what is confirmed to be the subject's is disclosed, other people's data in it are
redacted, items that a rule takes for exempt are withheld, and items that need a person's look are left out. Every page
says that nobody has approved it, and the database refuses to release such a package.
"""

import base64
import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.house_engine import house_rules

NAME = "pipeline"
HELP = "the whole way as a rehearsal, in a throw-away database"
INSIDE = "DSAR_REHEARSAL_DIR"


def add_arguments(parser: Parser) -> None:
    """The person, where to search, where the package goes."""
    parser.add_argument("--name", required=True, help="the data subject")
    parser.add_argument("--email", action="append", default=[])
    parser.add_argument("--phone", action="append", default=[])
    parser.add_argument("--files", action="append", default=[], metavar="DIR")
    parser.add_argument("--database", action="append", default=[], metavar="URL")
    parser.add_argument("--language", choices=["en", "fr", "de"], default="en")
    parser.add_argument("--out", required=True, metavar="DIR")


def run(options: Options) -> Answer:
    """Run the rehearsal in a process of its own, whose database and keys vanish with it."""
    if not options["files"] and not options["database"]:
        message = "give --files DIR or --database URL: there is nothing to search"
        raise Refused(message)
    if missing := [name for name in options["files"] if not Path(name).is_dir()]:
        message = f"no such folder: {', '.join(missing)}"
        raise Refused(message)
    order = {key: options[key] for key in ("name", "email", "phone", "database", "language")}
    order["files"] = [str(Path(name).resolve()) for name in options["files"]]
    order["out"] = str(Path(options["out"]).resolve())
    order |= house_rules()
    with tempfile.TemporaryDirectory(prefix="dsar-rehearsal-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "dsar.management.rehearsal"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            env=_environment(folder),
            cwd=settings.BASE_DIR,
            check=False,
        )
    return _answer(done)


def _environment(folder: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DSAR_", "DJANGO_"))}
    passed = {name: os.environ[name] for name in ("DSAR_ALLOW_WEAK_SANDBOX",) if name in os.environ}
    return (
        kept
        | passed
        | {
            "DJANGO_SETTINGS_MODULE": "dsar.config.settings.demo",
            "DSAR_VAR_DIR": folder,
            "DSAR_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "DSAR_SECRET_KEY": secrets.token_urlsafe(50),
            "DSAR_SOURCE_ROOTS": "/",
            INSIDE: folder,
        }
    )


def _answer(done: "subprocess.CompletedProcess[str]") -> Answer:
    try:
        value: dict[str, Any] = json.loads(done.stdout)
    except json.JSONDecodeError as error:
        kind = done.stderr.strip().splitlines()[-1].partition(":")[0] if done.stderr.strip() else "no answer"
        message = f"the rehearsal ended early ({kind})"
        raise Refused(message) from error
    if "refused" in value:
        raise Refused(value["refused"])
    return Answer(value, value["words"], value["exit_code"])
