"""The link and its code: what opens, what does not, how often."""

import datetime as dt
import re

import pytest

from dsar.audit.models import AuditEntry
from dsar.delivery import services
from dsar.delivery.collecting_services import count_download, delivery_at, open_with_code
from dsar.delivery.models import Delivery, DeliveryState
from dsar.delivery.services import release_package
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from tests.dsar.delivery.packages import ready_case


@pytest.fixture
def case(world):
    """A case that is ready to send."""
    return ready_case(world)


@pytest.fixture
def released(case, world):
    """Its release by link."""
    return release_package(case=case, actor=world.handler, channel="portal")


def newest_token():
    """The secret part of the newest link, as the person reads it."""
    body = Notice.objects.filter(code="response_ready").order_by("-queued_at").first().body
    return re.search(r"/collect/([\w-]+)/", body).group(1)


def other_code(code):
    """A code that is not this one."""
    return f"{(int(code) + 1) % 10**8:08d}"


def test_link_and_code_together_open(released):
    opened = open_with_code(token=newest_token(), code=f" {released.code[:4]}-{released.code[4:]} ")

    assert opened == released.delivery


def test_a_wrong_code_opens_nothing_and_is_recorded_without_the_code(released):
    wrong = other_code(released.code)

    opened = open_with_code(token=newest_token(), code=wrong)

    entry = AuditEntry.objects.get(action="delivery.code_refused")
    assert opened is None
    assert wrong.encode() not in bytes(entry.body)


def test_after_five_wrong_codes_the_right_one_opens_nothing(released):
    token = newest_token()
    for _number in range(7):
        open_with_code(token=token, code=other_code(released.code))

    assert open_with_code(token=token, code=released.code) is None
    assert AuditEntry.objects.filter(action="delivery.code_refused").count() == 5


def test_the_right_code_gives_the_tries_back(released):
    token = newest_token()
    for _number in range(4):
        open_with_code(token=token, code=other_code(released.code))

    open_with_code(token=token, code=released.code)

    assert Delivery.objects.get().tries == 0


def test_a_new_code_replaces_the_old_one_and_gives_new_tries(released, world):
    token = newest_token()
    for _number in range(6):
        open_with_code(token=token, code=other_code(released.code))

    code = services.issue_code(delivery=released.delivery, actor=world.handler)

    assert open_with_code(token=token, code=code) == released.delivery


def test_at_most_three_codes_a_day(released, world):
    for _number in range(2):
        services.issue_code(delivery=released.delivery, actor=world.handler)

    with pytest.raises(RuleRefused) as error:
        services.issue_code(delivery=released.delivery, actor=world.handler)

    assert error.value.code == "codes_used_up"


def test_another_day_gives_codes_again(released, world):
    yesterday = clock.today("Europe/London") - dt.timedelta(days=1)
    Delivery.objects.update(codes=3, code_day=yesterday)

    assert services.issue_code(delivery=released.delivery, actor=world.handler)


def test_an_unknown_link_opens_nothing(released):
    assert open_with_code(token="x" * 32, code=released.code) is None


def test_after_thirty_days_the_link_opens_nothing(released, monkeypatch):
    token, later = newest_token(), clock.now() + dt.timedelta(days=30, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert open_with_code(token=token, code=released.code) is None
    assert not count_download(delivery=released.delivery)


def test_a_revoked_link_opens_nothing(released, world):
    services.revoke_link(delivery=released.delivery, reason="Went astray", actor=world.handler)

    assert open_with_code(token=newest_token(), code=released.code) is None
    assert not count_download(delivery=released.delivery)
    with pytest.raises(Conflict):
        services.revoke_link(delivery=released.delivery, reason="Again", actor=world.handler)


def test_a_new_link_replaces_the_old_one_and_keeps_the_code(released, world):
    old = newest_token()

    services.renew_link(delivery=released.delivery, actor=world.handler)

    assert delivery_at(old) is None
    assert open_with_code(token=newest_token(), code=released.code) == released.delivery


def test_a_new_link_gives_no_new_tries(released, world):
    for _number in range(5):
        open_with_code(token=newest_token(), code=other_code(released.code))

    services.renew_link(delivery=released.delivery, actor=world.handler)

    assert open_with_code(token=newest_token(), code=released.code) is None


def test_the_first_download_proves_the_arrival_and_the_sixth_is_refused(released):
    answers = [count_download(delivery=released.delivery) for _number in range(6)]

    delivery = Delivery.objects.get()
    assert answers == [True] * 5 + [False]
    assert delivery.state == DeliveryState.COLLECTED
    assert delivery.is_proved
    entries = AuditEntry.objects.filter(action="delivery.downloaded")
    assert [(entry.actor_kind, entry.actor_id) for entry in entries] == [("requester", None)] * 5


def test_a_new_link_gives_downloads_again_and_keeps_the_first_day(released, world):
    count_download(delivery=released.delivery)
    first = Delivery.objects.get().collected_at

    services.renew_link(delivery=released.delivery, actor=world.handler)
    count_download(delivery=released.delivery)

    delivery = Delivery.objects.get()
    assert (delivery.downloads, delivery.collected_at) == (1, first)


@pytest.mark.parametrize("who", ["intake", "approver", "admin", "auditor", "stranger"])
def test_only_who_works_the_case_touches_the_link(released, world, who):
    actor = getattr(world, who)
    acts = [
        lambda: services.issue_code(delivery=released.delivery, actor=actor),
        lambda: services.renew_link(delivery=released.delivery, actor=actor),
        lambda: services.revoke_link(delivery=released.delivery, reason="No", actor=actor),
        lambda: services.confirm_arrival(
            delivery=released.delivery, on=clock.today("Europe/London"), how="No", actor=actor
        ),
    ]

    for act in acts:
        with pytest.raises(NotPermitted):
            act()


def test_a_package_sent_by_link_is_not_taken_out_by_staff(released, world):
    with pytest.raises(RuleRefused):
        services.take_out(delivery=released.delivery, actor=world.handler)


def test_neither_link_nor_code_stands_in_the_database_in_the_clear(released):
    row = Delivery.objects.values().get()
    told = repr([bytes(value) if isinstance(value, memoryview) else value for value in row.values()])

    assert newest_token() not in told
    assert released.code not in told
    assert released.code not in repr(released)
