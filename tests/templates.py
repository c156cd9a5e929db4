"""A migrated installation to copy: migrating costs many seconds, and a run of the tests needs dozens of installations.

The first one of a run is migrated and kept as the template (folder with keys and SQLite, and one database on each
PostgreSQL); the others are copies. Without a folder for templates, as in a benchmark, every installation is migrated.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

if TYPE_CHECKING:
    from tests.services import ProductUnderTest

FOLDER = "DSAR_TEST_TEMPLATES"
ON_POSTGRES = "template_desk"


def make_folder() -> Path | None:
    """Make the folder for the templates of this run; None in a parallel worker, which finds that of the first process."""
    if FOLDER in os.environ:
        return None
    folder = Path(tempfile.mkdtemp(prefix="dsar-templates-"))
    os.environ[FOLDER] = str(folder)
    return folder


def migrate(product: "ProductUnderTest") -> None:
    """Bring the database of a fresh installation to the newest form, by a copy where there is one."""
    given = os.environ.get(FOLDER)
    if not given:
        _migrate(product)
        return
    address = product.environment.get("DSAR_DATABASE_URL", "")
    # One template for each server, named by where it listens, and one of SQLite.
    server = hashlib.sha256(urlsplit(address).query.encode()).hexdigest()[:12] if address else "installation"
    template = Path(given) / server
    with _alone(template.with_suffix(".lock")):
        if address:
            _copy_database(product, address, template)
        else:
            _copy_folder(product, template)


def _migrate(product: "ProductUnderTest") -> None:
    product.manage("migrate", "--no-input", "--verbosity", "0")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """The tests run side by side: one makes the template, the others wait for it."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_folder(product: "ProductUnderTest", template: Path) -> None:
    if template.exists():
        shutil.copytree(template, product.var_dir, dirs_exist_ok=True)
    else:
        _migrate(product)
        shutil.copytree(product.var_dir, template)


def _copy_database(product: "ProductUnderTest", address: str, folder: Path) -> None:
    """PostgreSQL copies a database faster than it is migrated; the folder beside it holds the keys that it was made with."""
    name = urlsplit(address).path.lstrip("/")
    opened = psycopg2.connect(address.replace(f"/{name}?", "/postgres?"))
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            if folder.exists():
                shutil.copytree(folder, product.var_dir, dirs_exist_ok=True)
                cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
                make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                cursor.execute(make.format(sql.Identifier(name), sql.Identifier(ON_POSTGRES)))
                return
            _migrate(product)
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(make.format(sql.Identifier(ON_POSTGRES), sql.Identifier(name)))
            shutil.copytree(product.var_dir, folder)
    finally:
        opened.close()
