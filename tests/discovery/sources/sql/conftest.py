import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import PostgresServer

Make = Callable[[str], str]


@pytest.fixture
def sqlite(tmp_path: Path) -> Make:
    """Makes a SQLite database from a script and gives back its address."""

    def make(script: str) -> str:
        path = tmp_path / "odd name %20?#.sqlite"
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.commit()
        connection.close()
        return str(path)

    return make


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server
