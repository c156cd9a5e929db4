"""Own kinds act where every line is read: from memory, renewed without a restart, never asking the database."""

import logging

import pytest
from django.core.signals import request_started
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from discovery.detection import Options
from discovery.detection.own_kinds import OwnKind
from discovery.detection.sanitising import SanitisingFilter, StructlogSanitiser
from discovery.documents import Kind
from dsar.config.logging import OwnKindsOut
from dsar.pii import line_masks, line_rules
from dsar.pii.gate_bodies import body_of
from dsar.pii.own_kind_services import OwnKindValues, save_own_kind, switch_own_kind
from dsar.pii.texts import forget
from dsar.pii.threshold_services import set_threshold
from erasure.targets.recognising import people_in_text

LOCKER = OwnKindValues("Locker number", r"\bLKR-\d{3,5}\b", "business", 2)
LINE = "handed out LKR-4711 to ana@example.org"


@pytest.fixture(autouse=True)
def nothing_held():
    """No test leaves its kinds to the next one."""
    line_masks._held.clear()
    line_rules._state.loaded_at = float("-inf")
    forget()
    yield
    line_masks._held.clear()
    forget()


def filtered(made, message, *args, name="dsar.pii"):
    record = logging.LogRecord(name, logging.INFO, __file__, 1, message, args, None)
    made.filter(record)
    return record.getMessage()


@pytest.mark.django_db
def test_a_published_version_acts_in_logs_payloads_and_exchanges(world, django_capture_on_commit_callbacks):
    sanitising = SanitisingFilter(line_rules.house_rules)
    before = filtered(sanitising, LINE)

    with django_capture_on_commit_callbacks(execute=True):
        save_own_kind(values=LOCKER, actor=world.dpo)

    with_api = line_rules.house_exchange()
    sent = with_api.outgoing({"prompt": LINE})
    assert before == "handed out LKR-4711 to [EMAIL_ADDRESS]"
    assert filtered(sanitising, LINE) == "handed out [OWN_KIND] to [EMAIL_ADDRESS]"
    assert StructlogSanitiser(line_rules.house_rules)(None, "", {"event": LINE})["event"] == filtered(sanitising, LINE)
    assert line_rules.sanitised({"of LKR-12345": ["LKR-999"]}) == {"of [OWN_KIND]": ["[OWN_KIND]"]}
    assert "LKR-4711" not in sent["prompt"]
    assert with_api.incoming(sent) == {"prompt": LINE}


@pytest.mark.django_db
def test_one_that_is_turned_off_or_below_its_threshold_acts_no_more(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        save_own_kind(values=LOCKER, actor=world.dpo)
        set_threshold(key="own:locker_number", value=0.9, why="Too many", based_on=0, actor=world.dpo)

    too_unsure = line_masks.masked(LINE), line_rules.sanitised(LINE)
    with django_capture_on_commit_callbacks(execute=True):
        set_threshold(key="own:locker_number", value=0.3, why="Too few", based_on=1, actor=world.dpo)
    sure = line_masks.masked(LINE)
    with django_capture_on_commit_callbacks(execute=True):
        switch_own_kind(slug="locker_number", is_on=False, based_on=1, actor=world.dpo)

    assert too_unsure == (LINE, "handed out LKR-4711 to [EMAIL_ADDRESS]")
    assert sure == "handed out [OWN_KIND] to ana@example.org"
    assert line_masks.masked(LINE) == LINE


@pytest.fixture
def kept_connection():
    """The signal of a request does not close the connection of the test, as with Django's own test client."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("kept_connection")
def test_lines_ask_no_database_and_another_process_takes_a_version_up_before_a_request(world, settings):
    settings.DSAR_LINE_RULES_SECONDS = 3600
    save_own_kind(values=LOCKER, actor=world.dpo)  # published elsewhere: nothing is called after the commit here
    made = SanitisingFilter(line_rules.house_rules)

    with CaptureQueriesContext(connection) as of_lines:
        before = [filtered(made, LINE) for _again in range(3)]
    with CaptureQueriesContext(connection) as of_requests:
        request_started.send(sender=None)
        request_started.send(sender=None)

    assert (len(of_lines), len(of_requests)) == (0, 2)
    assert set(before) == {"handed out LKR-4711 to [EMAIL_ADDRESS]"}
    assert filtered(made, LINE) == "handed out [OWN_KIND] to [EMAIL_ADDRESS]"


@pytest.mark.django_db
def test_a_line_written_while_they_are_loaded_goes_by_what_is_held(world, monkeypatch):
    save_own_kind(values=LOCKER, actor=world.dpo)
    made, written = SanitisingFilter(line_rules.house_rules), []
    load = line_rules.options_now

    def loading():
        line_rules.renew()  # a second loading inside the first is none
        written.append(filtered(made, LINE))
        return load()

    monkeypatch.setattr(line_rules, "options_now", loading)

    line_rules.renew()

    assert written == ["handed out LKR-4711 to [EMAIL_ADDRESS]"]
    assert filtered(made, LINE) == "handed out [OWN_KIND] to [EMAIL_ADDRESS]"


def test_the_log_of_the_house_loses_them_and_keeps_its_references(settings):
    own = OwnKind("customer", "Customer", r"\bCUST-\d{5}\b", "business", 2, counts_as=Kind.CUSTOMER_ID)
    line_masks.hold(Options(custom=(own.finder(),)))

    assert filtered(OwnKindsOut(), "%s of %s", "CUST-10042", "DSAR-2026-0042-K") == "[OWN_KIND] of DSAR-2026-0042-K"


def test_the_names_of_fields_before_the_gate_and_contents_of_targets_go_by_them(monkeypatch):
    login = OwnKind("login", "Login", r"\b[a-z]{3}\d{3}@corp\b", "contact", 2, counts_as=Kind.EMAIL_ADDRESS)
    options = Options(names="none", custom=(login.finder(),))
    line_masks.hold(options)
    monkeypatch.setattr("dsar.pii.texts.options_now", lambda: options)
    monkeypatch.setattr("dsar.pii.texts.version_now", lambda _options: "")

    masked = body_of(b'{"abc123@corp": true}', "application/json", "utf-8").masked()

    assert masked == '{"[EMAIL_ADDRESS]": true}'
    assert [one.emails for one in people_in_text("from abc123@corp")] == [("abc123@corp",)]
