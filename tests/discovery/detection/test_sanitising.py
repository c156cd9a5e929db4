"""Logs and payloads lose personal data quickly, and nothing passes unread."""

import datetime as dt
import io
import logging
import time

import pytest

from discovery.detection.exchange import Exchange
from discovery.detection.sanitising import SanitisingFilter, sanitise, sanitise_payload, structlog_processor

LINE = "2031-04-05T10:11:12Z INFO order 4711 of customer ana.lindqvist@example.org shipped from 192.0.2.7"


class Person:
    def __repr__(self):
        return "Person(ana@example.org)"


def test_a_log_line_keeps_its_time_and_loses_its_people():
    assert sanitise(LINE) == (
        "2031-04-05T10:11:12Z INFO order 4711 of customer [EMAIL_ADDRESS] shipped from [IP_ADDRESS]"
    )


def test_plain_words_pass_untouched():
    assert sanitise("worker started, queue is empty") == "worker started, queue is empty"


def test_a_payload_is_cleaned_in_keys_and_depths():
    payload = {"ana@example.org": [{"ip": "192.0.2.7", "n": 3, "paid": 4242424242424242}], "ok": True, "none": None}

    assert sanitise_payload(payload) == {
        "[EMAIL_ADDRESS]": [{"ip": "[IP_ADDRESS]", "n": 3, "paid": "[CREDIT_CARD]"}],
        "ok": True,
        "none": None,
    }


def test_what_is_nested_too_deep_does_not_pass_unread():
    payload = "ana@example.org"
    for _ in range(20):
        payload = [payload]

    assert "ana@example.org" not in str(sanitise_payload(payload))


def test_the_filter_cleans_message_and_arguments():
    record = logging.LogRecord(
        "any", logging.WARNING, __file__, 1, "sent to %s from %s", ("ana@example.org", "192.0.2.7"), None
    )

    passes = SanitisingFilter().filter(record)

    assert passes
    assert record.getMessage() == "sent to [EMAIL_ADDRESS] from [IP_ADDRESS]"


def test_the_structlog_processor_cleans_every_field():
    event = structlog_processor(None, "info", {"event": "login of ana@example.org", "tries": 2})

    assert event == {"event": "login of [EMAIL_ADDRESS]", "tries": 2}


@pytest.mark.parametrize(
    ("name", "value", "cleaned"),
    [
        ("password", "short", "[SECRET]"),
        ("DB_PASSWORD", "x", "[SECRET]"),
        ("Set-Cookie", "a=b", "[SECRET]"),
        ("apiKey", 12, "[SECRET]"),
        ("credentials", {"user": "x", "value": "y"}, "[SECRET]"),
        ("customerEmail", "ana at example", "[EMAIL_ADDRESS]"),
        ("date-of-birth", "14/3", "[DATE_OF_BIRTH]"),
        ("dob", dt.date(1984, 3, 14), "[DATE_OF_BIRTH]"),
        ("firstName", "Xq", "[PERSON]"),
        ("ssn", 1, "[US_SSN]"),
        ("phones", ["1"], ["1"]),
        ("phone", ["1", "2"], ["[PHONE_NUMBER]", "[PHONE_NUMBER]"]),
        ("password", "", ""),
        ("password", None, None),
        ("has_password", False, False),
        ("password_changed_days", 3, 3),
        ("token_count", 17, 17),
        ("when", dt.date(2031, 4, 5), dt.date(2031, 4, 5)),
    ],
)
def test_a_telling_name_decides_whatever_the_value_looks_like(name, value, cleaned):
    assert sanitise_payload({"outer": {name: value}}) == {"outer": {name: cleaned}}


@pytest.mark.parametrize(
    "value",
    [b"ana@example.org", {"ana@example.org"}, ("ana@example.org",), ValueError("ana@example.org"), Person()],
    ids=["bytes", "set", "tuple", "error", "object"],
)
def test_no_type_of_value_passes_unread(value):
    cleaned = sanitise_payload({"value": value})

    assert "ana@" not in repr(cleaned)
    assert "[EMAIL_ADDRESS]" in repr(cleaned)


def test_two_keys_that_become_one_label_keep_both_values():
    assert sorted(sanitise_payload({"ana@example.org": 1, "bo@example.org": 2}).values()) == [1, 2]


def test_the_filter_cleans_traceback_stack_and_extra_fields():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(SanitisingFilter())
    handler.setFormatter(logging.Formatter("%(message)s %(customer)s %(address)s"))
    logger = logging.getLogger("a.logger.of.this.test")
    logger.propagate = False
    logger.addHandler(handler)

    try:
        raise ValueError("no account for ana@example.org")
    except ValueError:
        logger.exception("failed", extra={"customer": {"email": "x"}, "address": "192.0.2.7"}, stack_info=True)

    written = stream.getvalue()
    assert "ValueError: no account for [EMAIL_ADDRESS]" in written
    assert "Traceback" in written
    assert "{'email': '[EMAIL_ADDRESS]'} [IP_ADDRESS]" in written
    assert "ana@" not in written


def test_arguments_that_do_not_fit_do_not_pass_raw():
    record = logging.LogRecord("any", logging.INFO, __file__, 1, "%d tries", ("ana@example.org",), None)

    SanitisingFilter().filter(record)

    assert "ana@" not in record.getMessage()


@pytest.mark.parametrize("as_tuple", [True, False])
def test_the_structlog_processor_cleans_exceptions_and_nested_data(as_tuple):
    try:
        raise ValueError("ana@example.org")
    except ValueError as error:
        given = (type(error), error, error.__traceback__) if as_tuple else True
        event = structlog_processor(None, "error", {"event": "x", "exc_info": given, "user": {"password": "p"}})

    assert event["user"] == {"password": "[SECRET]"}
    assert event["exception"].endswith("ValueError: [EMAIL_ADDRESS]")
    assert "exc_info" not in event


def test_a_call_to_somebody_else_carries_stand_ins_and_brings_the_values_back():
    exchange = Exchange()
    sent = exchange.outgoing({"prompt": "Write to ana@example.org, twice to ana@example.org", "api_key": "abc"})
    stand_in = sent["prompt"].split("Write to ")[1].split(",")[0]

    back = exchange.incoming({"text": f"Dear {stand_in}, also tell carol@example.net", "to": [stand_in]})

    assert "example.org" not in str(sent)
    assert sent["prompt"].count(stand_in) == 2
    assert sent["api_key"] == "[SECRET]"
    assert back == {"text": "Dear ana@example.org, also tell [EMAIL_ADDRESS]", "to": ["ana@example.org"]}


def test_a_stand_in_of_another_conversation_leads_nowhere():
    stand_in = Exchange().outgoing("ana@example.org")

    assert Exchange().incoming(stand_in) == stand_in


@pytest.mark.parametrize("line", [LINE, "GET /cases/17 200 12ms"])
def test_a_log_line_takes_less_than_a_millisecond(line):
    sanitise(line)
    taken = []
    for _ in range(200):
        started = time.process_time()
        sanitise(line)
        taken.append(time.process_time() - started)

    assert sorted(taken)[len(taken) // 2] < 0.001
