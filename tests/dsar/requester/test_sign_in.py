"""The code: same answer for known and unknown, five tries, ten minutes, once; the session: own, idle, ended."""

import datetime as dt
import re

import pytest
from django.test import Client

from dsar.audit.models import AuditEntry
from dsar.cases.models import CasePerson
from dsar.foundation import clock
from dsar.intake import budget
from dsar.notices.models import Notice
from dsar.requester import rules
from dsar.requester.models import CodeRequest, PortalSession
from dsar.requester.signing_in_services import let_go_old, send_asked_codes
from tests.dsar.requester.conftest import CODE, SIGN_IN, ask, mailed_code, page, wrong

pytestmark = pytest.mark.django_db


def shifted(monkeypatch, **by):
    then = clock.now() + dt.timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: then)


def plain(answer):
    return re.sub(r'value="[^"]{40,}"|X-CSRFToken[^>]*', "", answer.content.decode())


def test_reference_and_address_and_code_open_the_case(door, case):
    home = door.get(page("home")).content.decode()

    assert case.reference in home
    assert "We have your request" in home
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="requester.").order_by("seq")] == [
        "requester.code_sent",
        "requester.signed_in",
    ]


@pytest.mark.parametrize(
    "reference, email",
    [("{ref}", "somebody@example.com"), ("DSAR-2026-9999-X", "ana@example.com"), ("'; --", "ana@example.com")],
)
def test_an_unknown_pair_looks_the_same_leaves_the_same_row_and_sends_nothing(case, reference, email):
    known, unknown = Client(), Client()
    ask(known, case.reference, "ana@example.com")
    before = Notice.objects.count()

    answer = ask(unknown, reference.format(ref=case.reference), email)

    assert answer.status_code == 302
    assert answer["Location"] == CODE
    assert plain(unknown.get(CODE)) == plain(known.get(CODE))
    assert CodeRequest.objects.count() == 2
    assert Notice.objects.count() == before
    wrongly = [browser.post(CODE, {"code": "12345678"}) for browser in (known, unknown)]
    assert [one.status_code for one in wrongly] == [422, 422]
    assert plain(wrongly[0]) == plain(wrongly[1])


def test_small_letters_and_blanks_in_what_is_typed_do_no_harm(case):
    browser = Client()
    ask(browser, f"  {case.reference.lower()} ", "ANA@example.com")

    assert browser.post(CODE, {"code": mailed_code().replace(" ", "-")})["Location"] == page("home")


def test_a_code_is_stored_as_a_digest_and_its_mail_is_shown_to_nobody_here(client, case, world):
    browser = Client()
    ask(browser, case.reference, "ana@example.com")
    code = mailed_code().replace(" ", "")
    row, notice = CodeRequest.objects.get(), Notice.objects.get(code="portal_code")

    assert code.encode() not in bytes(row.code_digest)
    client.force_login(world.handler)
    shown = client.get(f"/cases/{case.reference}/messages/{notice.pk}/").content.decode()
    assert mailed_code() not in shown


def test_five_tries_and_then_the_right_code_is_worth_nothing(case):
    browser = Client()
    ask(browser, case.reference, "ana@example.com")
    code = mailed_code()

    for number in range(1, 6):
        assert browser.post(CODE, {"code": wrong(code, number)}).status_code == 422

    assert browser.post(CODE, {"code": code}).status_code == 422
    assert AuditEntry.objects.filter(action="requester.code_refused").count() == 5


def test_a_code_works_once(case):
    browser, thief = Client(), Client()
    ask(browser, case.reference, "ana@example.com")
    thief.cookies.update(browser.cookies)
    code = mailed_code()

    assert browser.post(CODE, {"code": code}).status_code == 302
    assert thief.post(CODE, {"code": code}).status_code == 422
    assert PortalSession.objects.count() == 1


def test_a_code_works_only_in_the_browser_that_asked(case):
    browser, other = Client(), Client()
    ask(browser, case.reference, "ana@example.com")
    code = mailed_code()
    ask(other, case.reference, "nobody@example.com")

    assert other.post(CODE, {"code": code}).status_code == 422


def test_a_code_ends_after_ten_minutes(case, monkeypatch):
    browser = Client()
    ask(browser, case.reference, "ana@example.com")
    code = mailed_code()

    shifted(monkeypatch, minutes=10, seconds=1)

    assert browser.post(CODE, {"code": code}).status_code == 422


def test_a_new_code_makes_the_old_one_void(case, monkeypatch):
    first, second = Client(), Client()
    ask(first, case.reference, "ana@example.com")
    old = mailed_code()
    shifted(monkeypatch, minutes=1)
    ask(second, case.reference, "ana@example.com")

    assert first.post(CODE, {"code": old}).status_code == 422
    assert second.post(CODE, {"code": mailed_code()}).status_code == 302


def test_a_new_code_gives_no_more_tries_than_the_day_allows(case, monkeypatch):
    for _hour in range(20):
        shifted(monkeypatch, minutes=31)
        ask(Client(), case.reference, "ana@example.com")

    assert Notice.objects.filter(code="portal_code").count() == rules.CODES_A_DAY


def test_two_asks_in_a_moment_send_one_mail(case):
    for _time in range(3):
        ask(Client(), case.reference, "ana@example.com")

    assert Notice.objects.filter(code="portal_code").count() == 1


def test_a_lost_doorbell_is_made_good_and_a_second_one_does_nothing(case):
    Client().post(SIGN_IN, {"reference": case.reference, "email": "ana@example.com"})

    assert [send_asked_codes(), send_asked_codes()] == [1, 0]


def test_who_asked_for_safe_contact_gets_no_code_by_mail(case):
    for person in CasePerson.objects.filter(case=case):
        person.is_safe_contact = True
        person.save()

    ask(Client(), case.reference, "ana@example.com")

    assert not Notice.objects.filter(code="portal_code").exists()


def test_only_the_address_that_we_write_to_opens_the_door(world):
    from tests.world import make_case

    case = make_case(world, details={"emails": ["now@example.com", "earlier@example.com"]})
    ask(Client(), case.reference, "earlier@example.com")
    assert not Notice.objects.filter(code="portal_code").exists()

    ask(Client(), case.reference, "now@example.com")
    assert Notice.objects.filter(code="portal_code").exists()


@pytest.mark.parametrize("by", [{"minutes": 31}, {"hours": 5}])
def test_a_session_ends_when_nobody_uses_it(door, monkeypatch, by):
    shifted(monkeypatch, **by)

    assert door.get(page("home"))["Location"].startswith(SIGN_IN)


def test_a_session_in_use_ends_after_four_hours(door, monkeypatch):
    answers = []
    for _step in range(20):
        shifted(monkeypatch, minutes=20)
        answers.append(door.get(page("home")).status_code)

    assert answers[:11] == [200] * 11
    assert answers[-1] == 302


def test_leaving_ends_the_session_on_the_server(door):
    kept = door.cookies["my_request"].value
    left = door.post(page("sign-out"))
    door.cookies["my_request"] = kept

    assert left.status_code == 200
    assert left["Clear-Site-Data"]
    assert door.get(page("home")).status_code == 302


def test_the_cookie_is_for_this_door_alone_and_no_user_is_signed_in(door, client):
    cookie = door.cookies["my_request"]

    assert cookie["path"] == "/my-request/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "sessionid" not in door.cookies
    assert door.get("/cases/").status_code == 302
    assert "sign-in" in door.get("/cases/")["Location"]


@pytest.mark.parametrize("name", ["home", "messages", "clarify", "contact", "withdraw", "response", "response-file"])
def test_nobody_looks_behind_the_door_without_a_session(client, name):
    assert client.get(page(name))["Location"] == SIGN_IN


def test_too_many_tries_from_one_address_are_told_so(monkeypatch, case):
    monkeypatch.setitem(budget.BUDGETS, "code", (2, 1000))
    browser = Client()

    answers = [ask(browser, case.reference, "ana@example.com").status_code for _time in range(3)]

    assert answers == [302, 302, 429]


def test_every_page_says_that_nobody_has_to_use_it(client, door):
    for shown in (client.get(SIGN_IN), door.get(page("home"))):
        assert "You do not have to use this page" in shown.content.decode()


def test_old_rows_are_let_go_after_a_day(door, monkeypatch):
    shifted(monkeypatch, hours=25)

    assert let_go_old() == 2
    assert not CodeRequest.objects.exists()
