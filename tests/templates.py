"""A migrated installation to copy: migrating costs many seconds, and a run of the tests needs dozens of installations.

The first one of a run is migrated and kept as the template (folder with keys and SQLite, and one database on each
PostgreSQL); the others are copies. Without a folder for templates, as in a benchmark, every installation is migrated.
"""

import contextlib
import fcntl
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
    with _alone(Path(given)):
        _copy_folder(product, Path(given) / "installation", with_database=not address)
        if address:
            _copy_database(product, address)


def _migrate(product: "ProductUnderTest") -> None:
    product.manage("migrate", "--no-input", "--verbosity", "0")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """The tests run side by side: one makes the template, the others wait for it."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_folder(product: "ProductUnderTest", template: Path, *, with_database: bool) -> None:
    if not template.exists():
        address = product.environment.pop("DSAR_DATABASE_URL", "")
        _migrate(product)
        shutil.copytree(product.var_dir, template)
        product.environment.update({"DSAR_DATABASE_URL": address} if address else {})
    else:
        shutil.copytree(template, product.var_dir, dirs_exist_ok=True)
    if not with_database:
        for left in product.var_dir.glob("*.sqlite*"):
            left.unlink()


def _copy_database(product: "ProductUnderTest", address: str) -> None:
    """PostgreSQL copies a database faster than it is migrated; the keys are those of the copied folder."""
    name = urlsplit(address).path.lstrip("/")
    opened = psycopg2.connect(address.replace(f"/{name}?", "/postgres?"))
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ON_POSTGRES])
            if cursor.fetchone():
                cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
                make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                cursor.execute(make.format(sql.Identifier(name), sql.Identifier(ON_POSTGRES)))
                return
            _migrate(product)
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            cursor.execute(make.format(sql.Identifier(ON_POSTGRES), sql.Identifier(name)))
    finally:
        opened.close()
