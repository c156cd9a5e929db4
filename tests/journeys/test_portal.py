"""The person who asked, on a phone: a code by mail, a message with a file, our question answered, and the clock moves."""

import email
import json
import re
import time
from email import policy

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_violations, sideways
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(33)]
PHONE = {"width": 390, "height": 844}

SET_UP = """
import datetime as dt, json
from dsar.cases import clock_acts
from dsar.cases.clock import today_of
from dsar.cases.notify import tell_requester
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from tests.world import make_case, make_world
world = make_world()
case = make_case(world, received=clock.now() - dt.timedelta(days=6))
before = case.statutory_due_on
tell_requester(case=case, code="clarification_request", variables={"question": "Which years do you mean?"}, actor=world.handler)
clock_acts.pause(case=case, waiting_for=PauseKind.CLARIFICATION, on=today_of(case), reason="Forty thousand mails.",
    large_quantity="Forty thousand mails.", actor=world.handler)
print("RESULT" + json.dumps({"reference": case.reference, "before": str(before)}))
"""
AFTER = """
import json
from dsar.cases.models import Case
case = Case.objects.get(reference="{reference}")
print("RESULT" + json.dumps({{
    "clock": case.clock_state, "due": str(case.statutory_due_on),
    "answers": case.clock_events.filter(kind="answer", recorded_by=None).count(),
    "unread": case.incoming.filter(read_at=None, channel="portal").count(),
    "files": case.files.filter(added_by=None).count(),
}}))
"""


@pytest.fixture
def product():
    with ProductUnderTest() as installed:
        yield installed


def told(printed: str) -> dict:
    return json.loads(printed.split("RESULT", 1)[1])


def mailed_code(product: ProductUnderTest, *, within: float = 60) -> str:
    """The code in the mail that went out."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        for path in (product.var_dir / "mail").glob("*"):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            if found := re.search(r"\b(\d{4} \d{4})\b", message.get_content()):
                return found[1]
        time.sleep(0.5)
    raise AssertionError("no mail with a code\n" + product.log.read_text(errors="replace")[-4000:])


def fits(page: Page) -> None:
    assert sideways(page) == 0
    assert axe_violations(page) == []


def test_a_phone_is_enough_to_answer_and_the_clock_goes_on(product, browser, tmp_path):
    case = told(product.python(SET_UP))
    page = browser.new_context(base_url=product.url, viewport=PHONE).new_page()
    page.goto("/my-request/")
    fits(page)
    page.get_by_label("Reference").fill(case["reference"].lower())
    page.get_by_label("Your e-mail address").fill("ana@example.com")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    fits(page)
    page.get_by_label("Code").fill(mailed_code(product))
    page.get_by_role("button", name="Open my request").click()
    expect(page.locator("main")).to_contain_text("Answer our question")
    fits(page)

    photo = tmp_path / "letter.txt"
    photo.write_text("An old letter of yours.")
    page.get_by_role("link", name="Messages and files").click()
    page.get_by_label("Your message").fill("Here is an old letter.")
    page.locator("input[name=uploads]").set_input_files(photo)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your message is with us.")
    expect(page.locator("main")).to_contain_text("letter.txt")
    fits(page)

    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Answer the question").click()
    fits(page)
    page.get_by_label("I want everything").check()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.locator("main")).to_contain_text("goes on from today")
    expect(page.get_by_role("link", name="Answer the question")).to_have_count(0)

    after = told(product.python(AFTER.format(reference=case["reference"])))
    assert after["clock"] == "running"
    assert after["due"] > case["before"]  # the UK credits the day of the ask and of the answer
    assert (after["answers"], after["unread"], after["files"]) == (1, 2, 1)
    page.get_by_role("button", name="Leave this page").click()
    page.goto("/my-request/status/")
    expect(page).to_have_url(re.compile("/my-request/"))
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
