"""A log line says what happened, never to whom."""

import datetime as dt
import io
import logging
import uuid

import pytest

from dsar.config import logging as house_logging

CANARY = "Canary Yellowbeak"


@pytest.fixture(autouse=True)
def restored_handlers():
    """What pytest itself listens with is put back after the test."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


@pytest.fixture
def written(monkeypatch):
    """A function that logs through the house's filter and formatter, and gives back the line."""

    def write(logger, message, *args, **more):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.addFilter(house_logging.DropDangerousArguments())
        handler.setFormatter(house_logging.OneLine())
        log = logging.getLogger(logger)
        monkeypatch.setattr(log, "handlers", [handler])
        monkeypatch.setattr(log, "propagate", False)
        log.error(message, *args, **more)
        return out.getvalue()

    return write


def test_ids_numbers_dates_and_codes_are_kept(written):
    row = uuid.UUID(int=7)

    line = written(
        "dsar.search",
        "item %s of %s: %s after %d s on %s",
        row,
        "DSAR-2026-0042-K",
        "not_permitted",
        3,
        dt.date(2026, 1, 31),
    )

    assert f"item {row} of DSAR-2026-0042-K: not_permitted after 3 s on 2026-01-31" in line


@pytest.mark.parametrize(
    "value",
    [
        CANARY,
        "canary@example.org",
        {"name": CANARY},
        [CANARY],
        CANARY.encode(),
        ValueError(CANARY),
        "/portal/canary-token/",
    ],
    ids=["name", "e-mail", "dict", "list", "bytes", "error", "path"],
)
def test_what_may_hold_personal_data_is_replaced_by_its_type(written, value):
    line = written("dsar.cases", "refused: %s", value)

    assert "anary" not in line
    assert f"<{type(value).__name__}>" in line


def test_named_arguments_are_judged_as_well(written):
    line = written(
        "celery.app.trace",
        "Task %(name)s[%(id)s] raised %(exc)s with %(args)s",
        {"name": "dsar.tasks.ring", "id": "a1", "exc": CANARY, "args": CANARY},
    )

    assert "Task dsar.tasks.ring[a1] raised <str> with <str>" in line
    assert "anary" not in line


def test_a_traceback_keeps_places_and_types_but_no_text(written):
    try:
        try:
            int(CANARY)
        except ValueError as error:
            raise RuntimeError(CANARY) from error
    except RuntimeError:
        line = written("django.request", "%s: %s", "Internal Server Error", "/", exc_info=True)

    assert "error=RuntimeError cause=ValueError" in line
    assert "test_logging.py" in line
    assert "anary" not in line


def test_a_message_put_together_elsewhere_is_not_repeated(written):
    line = written("somelibrary.parser", f"cannot read {CANARY}")

    assert "anary" not in line
    assert "somelibrary.parser" in line


def test_one_event_is_one_line_whatever_it_holds(written):
    line = written("dsar.web", 'first\nsecond\r\x1b[31m "third"')

    assert line.count("\n") == 1
    assert "\\x0asecond\\x0d\\x1b" in line


def test_a_number_field_filled_with_a_replaced_value_breaks_nothing(written):
    line = written("django.server", "%d bytes", CANARY)

    assert "anary" not in line


def test_a_failing_task_tells_nothing_of_its_arguments_or_its_error(capfd):
    from dsar.config.celery import app

    @app.task(name="tests.fails")
    def fails(row_id):
        raise ValueError(CANARY)

    house_logging.configure()
    result = fails.apply(args=[CANARY])

    assert result.failed()
    assert "anary" not in capfd.readouterr().err


def test_django_keeps_no_handler_of_its_own():
    house_logging.configure()

    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("django.server").handlers == []
    assert any(isinstance(handler.formatter, house_logging.OneLine) for handler in logging.getLogger().handlers)
