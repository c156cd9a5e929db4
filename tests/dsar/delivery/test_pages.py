"""The delivery pages of the staff."""

import html
import re

import pytest

from dsar.access import reauthentication
from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import PersonRole, Stage
from dsar.delivery import services
from dsar.delivery.collecting_services import count_download, open_with_code
from dsar.delivery.models import Delivery, DeliveryState
from dsar.delivery.services import release_package
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.response.models import Package
from dsar.statistics.home import home_of
from tests.dsar.delivery.packages import approved_package, ready_case
from tests.dsar.delivery.test_link import newest_token
from tests.world import PASSWORD, local_today, make_case

pytestmark = pytest.mark.slow(10)


@pytest.fixture
def case(world):
    """A case that is ready to send."""
    return ready_case(world)


@pytest.fixture
def released(case, world):
    """Its release by link."""
    return release_package(case=case, actor=world.handler, channel="portal")


def signed_in(client, user, *, is_fresh=True):
    """The browser of that person; fresh: the password was just given."""
    client.force_login(user)
    if is_fresh:
        session = client.session
        session[reauthentication._SESSION_KEY] = clock.now().isoformat()
        session.save()
    return client


@pytest.fixture
def handler(world, client):
    """The browser of the case handler, who has just given the password."""
    return signed_in(client, world.handler)


def at(case, rest=""):
    return f"/cases/{case.reference}/delivery/{rest}"


def text(answer):
    return html.unescape(answer.content.decode())


def test_before_approval_the_page_says_what_comes_first(handler, world):
    case = make_case(world)

    assert "Nothing to send yet" in text(handler.get(at(case)))


def test_a_ready_case_shows_what_goes_to_whom_and_what_is_met(handler, case):
    page = text(handler.get(at(case)))

    assert "ana@example.com" in page
    assert "The cover" in page
    assert page.count("Not met") == 0
    assert "Send the response" in page


def test_the_release_shows_the_code_once_and_the_page_never_again(handler, case):
    answer = handler.post(at(case, "release/"), {"channel": "portal"})
    code = re.search(r'<code id="code">(\d{4}) (\d{4})</code>', text(answer))
    later = text(handler.get(at(case))) + text(handler.get(f"/cases/{case.reference}/history/"))

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert open_with_code(token=newest_token(), code="".join(code.groups())) is not None
    assert "".join(code.groups()) not in later
    assert " ".join(code.groups()) not in later


def test_the_password_is_asked_for_before_a_release(client, world, case):
    stale = signed_in(client, world.handler, is_fresh=False)

    answer = stale.post(at(case, "release/"), {"channel": "portal"})
    stale.post(answer["Location"], {"password": PASSWORD})
    page = stale.get(at(case, "release/"))

    assert "/reauthenticate/" in answer["Location"] or "password" in answer["Location"]
    assert page.status_code == 200
    assert Case.objects.get(pk=case.pk).stage == Stage.READY


def test_an_unmet_gate_is_told_and_nothing_is_sent(handler, case):
    Package.objects.filter(case=case).update(basis="0" * 64)

    answer = handler.post(at(case, "release/"), {"channel": "portal"})

    assert answer.status_code == 422
    assert "Something has changed" in text(answer)
    assert "Not met" in text(handler.get(at(case)))
    assert not Delivery.objects.exists()


def test_a_protected_person_needs_the_box_ticked(client, world):
    case = ready_case(world, context={"flags": ["safe_contact"]})
    handler = signed_in(client, world.handler)

    refused = handler.post(at(case, "release/"), {"channel": "portal"})
    done = handler.post(at(case, "release/"), {"channel": "portal", "confirmed": "on"})

    assert refused.status_code == 422
    assert "safe contact" in text(refused)
    assert done.status_code == 200


@pytest.mark.parametrize("who", ["approver", "intake"])
@pytest.mark.parametrize(
    "rest", ["release/", "code/", "renew/", "revoke/", "confirm/", "recipient/", "close/", "file/"]
)
def test_who_may_only_read_the_case_does_nothing_to_it(client, world, case, released, who, rest):
    reader = signed_in(client, getattr(world, who))

    assert reader.post(at(case, rest), {"channel": "portal"}).status_code == 403
    assert reader.get(at(case)).status_code == 200
    assert "Close the link" not in text(reader.get(at(case)))


def test_to_a_stranger_the_case_does_not_exist(client, world, case):
    assert signed_in(client, world.stranger).get(at(case)).status_code == 404


def test_a_new_code_is_shown_once_and_the_fourth_of_a_day_is_refused(handler, case, released):
    answers = [handler.post(at(case, "code/")) for _number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "The new code" in text(answers[0])
    assert "Three codes were given" in text(answers[2])


def test_link_renewed_and_revoked(handler, case, released):
    renewed = handler.post(at(case, "renew/"))
    nameless = handler.post(at(case, "revoke/"), {"reason": ""})
    revoked = handler.post(at(case, "revoke/"), {"reason": "Sent to an old address"})

    assert (renewed.status_code, nameless.status_code, revoked.status_code) == (302, 422, 302)
    assert "Link closed" in text(handler.get(at(case)))
    assert Delivery.objects.get().state == DeliveryState.REVOKED


def test_the_downloads_are_told_and_the_case_closes(handler, case, released):
    early = handler.post(at(case, "close/"))
    count_download(delivery=released.delivery)
    page = text(handler.get(at(case)))
    closed = handler.post(at(case, "close/"))

    assert early.status_code == 422
    assert "Nobody has collected" in text(early)
    assert "1 of 5" in page
    assert "downloaded by the recipient" in page
    assert closed.status_code == 302
    assert Case.objects.get(pk=case.pk).stage == Stage.CLOSED


def test_by_hand_the_package_is_taken_out_and_its_arrival_confirmed(handler, case):
    handler.post(at(case, "release/"), {"channel": "in_person"})
    taken = handler.post(at(case, "file/"))
    content = b"".join(taken.streaming_content)
    wordless = handler.post(at(case, "confirm/"), {"on": local_today().isoformat(), "how": ""})
    confirmed = handler.post(at(case, "confirm/"), {"on": local_today().isoformat(), "how": "Handed over at the desk"})

    assert content[:2] == b"PK"
    assert case.reference in taken["Content-Disposition"]
    assert (wordless.status_code, confirmed.status_code) == (422, 302)
    assert "Handed over at the desk" in text(handler.get(at(case)))


def test_a_third_person_is_checked_on_the_page(handler, world, case):
    details = {"name": "Solveig Nord", "emails": ["solveig@example.org"]}
    CasePerson.objects.create(case=case, role=PersonRole.RECIPIENT, details=details)
    approved_package(Case.objects.select_related("controller").get(pk=case.pk), world)
    before = text(handler.get(at(case)))

    answer = handler.post(at(case, "recipient/"), {"how": "Named in the written authority"})

    assert "Check the recipient" in before
    assert answer.status_code == 302
    assert "Check the recipient" not in text(handler.get(at(case)))


def test_the_case_page_offers_the_next_act_and_shows_the_card(handler, case, world):
    before = text(handler.get(f"/cases/{case.reference}/"))
    released = release_package(case=Case.objects.get(pk=case.pk), actor=world.handler, channel="portal")
    waiting = text(handler.get(f"/cases/{case.reference}/"))
    count_download(delivery=released.delivery)
    after = text(handler.get(f"/cases/{case.reference}/"))

    assert "Send the response" in before
    assert "Follow the delivery" in waiting
    assert "Not collected yet" in waiting
    assert "Close the case" in after
    assert "Collected" in after


def test_a_package_is_not_taken_out_where_a_link_does_it(handler, case, released, world):
    with pytest.raises(RuleRefused):
        services.take_out(delivery=released.delivery, actor=world.handler)

    assert handler.post(at(case, "file/")).status_code == 422


def test_home_counts_what_is_not_collected_and_leads_to_its_list(handler, case, released, world):
    tile = next(tile for tile in home_of(world.handler).tiles if tile.label == "Sent, not collected")
    listed = handler.get(tile.url)
    count_download(delivery=released.delivery)
    empty = text(handler.get(tile.url))

    assert tile.number == listed.context["page"].paginator.count == 1
    assert case.reference in text(listed)
    assert case.reference not in empty
    assert "Everything has arrived" in empty


def test_the_list_shows_nobody_a_foreign_case(client, world, case, released):
    for person in (world.stranger, world.admin, world.auditor):
        assert case.reference not in text(signed_in(client, person).get("/deliveries/"))
