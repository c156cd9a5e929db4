import pytest


@pytest.fixture(scope="session")
def mariadb():
    """A MariaDB of the tests' own; only tests of one file use it, so that it starts once."""
    from tests.mariadb import MariaDbServer

    with MariaDbServer() as server:
        yield server
