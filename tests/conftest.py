"""What every test stands on: the database, the corpus, and nothing left behind.

The database is SQLite in a folder of the run's own; DSAR_TEST_DATABASE=postgres runs the same tests on a PostgreSQL
that the run starts and stops itself.
"""

import gc
import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests import midnight, templates
from tests.postgres import PostgresServer

CHECKOUT = Path(__file__).resolve().parents[1]
TEST_DSN = "DSAR_TEST_DSN"

_server: PostgresServer | None = None
_templates: Path | None = None


def corpus_dir() -> Path:
    """The folder of real documents, present or not."""
    given = os.environ.get("DSAR_CORPUS_DIR")
    return Path(given) if given else CHECKOUT.parent / "shared" / "corpus"


def pytest_configure(config: pytest.Config) -> None:
    """Choose the database before Django is set up (pytest-django does that later in the same hook)."""
    global _templates
    _templates = templates.make_folder()
    choice = os.environ.get("DSAR_TEST_DATABASE", "sqlite")
    if choice not in {"sqlite", "postgres"}:
        raise pytest.UsageError("DSAR_TEST_DATABASE must be sqlite or postgres")
    if choice == "postgres":
        _use_postgres()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is absent


def _use_postgres() -> None:
    global _server
    if TEST_DSN not in os.environ:  # the parallel workers find the one that the first process started
        _server = PostgresServer().start()
        os.environ[TEST_DSN] = _server.dsn
    from dsar.config.settings import database

    os.environ["DSAR_DATABASE_URL"] = os.environ[TEST_DSN]
    entry = settings.DATABASES["default"]
    entry.clear()
    entry.update(database.database(settings.VAR_DIR), TEST={"NAME": "test_dsar"})
    connections.configure_settings(settings.DATABASES)  # the defaults of an entry that came late
    # Starting Django has made a connection object already, of SQLite's class; the next look makes one of the right class.
    connections["default"].close()
    del connections["default"]


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server:
        _server.stop()
        os.environ.pop(TEST_DSN, None)
    if _templates:
        shutil.rmtree(_templates, ignore_errors=True)
        os.environ.pop(templates.FOLDER, None)
    var_dir = Path(settings.VAR_DIR)
    if not hasattr(config, "workerinput") and var_dir.name.startswith("dsar-test-"):
        shutil.rmtree(var_dir, ignore_errors=True)


def pytest_collection() -> None:
    """Collecting makes hundreds of thousands of objects that all stay: looking for rubbish took a sixth of a run."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What is there now stays until the end: only what the tests make is looked through for rubbish, and less often."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin first, so that no process is left with one at the end; skips are seen to beside it."""
    longest: dict[Path, float] = {}
    for item in items:
        if mark := item.get_closest_marker("slow"):
            longest[item.path] = max(longest.get(item.path, 0), mark.args[0])
    items.sort(key=lambda item: -longest.get(item.path, 0))
    _skip_what_needs_the_corpus(items)


def _skip_what_needs_the_corpus(items: list[pytest.Item]) -> None:
    """The one reason to skip: the real documents are not on this machine."""
    if corpus_dir().is_dir():
        return
    absent = pytest.mark.skip(reason=f"the folder of real documents is absent (DSAR_CORPUS_DIR, here {corpus_dir()})")
    for item in items:
        if item.get_closest_marker("needs_corpus"):
            item.add_marker(absent)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test and all that it stands on see one day."""
    midnight.wait_for_room(item)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """A skip for any other reason fails: a test that does not run proves nothing."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("needs_corpus"):
        report.outcome = "failed"
        report.longrepr = f"only tests marked needs_corpus may skip: {report.longrepr}"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; only for tests marked needs_corpus."""
    return corpus_dir()


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL for tests marked postgres, whatever database the run itself uses."""
    with PostgresServer() as server:
        yield server


@pytest.fixture(scope="session")
def redis_url():
    """A Redis of the tests' own on a free port."""
    from tests.services import RedisServer

    with RedisServer() as server:
        yield server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Playwright drives the system's Chromium; as root it needs its own sandbox off."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first is the quickest
    found = next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.fail("Chromium is not installed; on Debian: apt-get install chromium")
    # Drawn by the processor alone there is nothing for a process of the graphics to do but to cost time.
    args = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-software-rasterizer"]
    args += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(autouse=True)
def _no_language_is_left_behind():
    """A page that was read in French leaves its language in the thread; the next test starts in English."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def world(db):
    """The organisation and its people, fresh for each test."""
    from tests.world import make_world

    return make_world()
