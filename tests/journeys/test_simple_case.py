"""A simple case from intake to response: everything prefilled, one approver, at most 25 clicks, against real processes."""

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import small_office as office
from tests.journeys.walking import give_password_if_asked, reload_until, sign_in
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(38)]

MOST_CLICKS = 25
SET_UP = "from tests.journeys.simple_office import set_up\nset_up({shop!r})"


@dataclass
class Clicks:
    """Counts what somebody has to click; typing and waiting are free."""

    done: list[str] = field(default_factory=list)

    def on(self, what: Locator, words: str) -> None:
        """Click a button or a link that leads to another page, or to the same one again."""
        with what.page.expect_navigation():
            what.first.click()
        self.done.append(words)

    def button(self, page: Page, words: str) -> None:
        self.on(page.get_by_role("button", name=words, exact=True), words)

    def link(self, page: Page, words: str) -> None:
        self.on(page.get_by_role("link", name=words, exact=True), words)

    def tick(self, page: Page, words: str) -> None:
        page.get_by_label(words).check()
        self.done.append(words)


@pytest.fixture
def product(tmp_path):
    _share, shop = office.write_files(tmp_path)
    with ProductUnderTest() as installed:
        installed.python(SET_UP.format(shop=str(shop)))
        yield installed


def test_a_simple_case_needs_at_most_25_clicks_from_intake_to_response(product, browser):
    clicks = Clicks()
    handler = sign_in(browser, product, "handler")

    reference = log_it(clicks, handler)
    start(clicks, handler)
    go_on_until_built(clicks, handler)
    dpo = sign_in(browser, product, "dpo")
    decide(clicks, dpo, reference)
    send(clicks, handler, reference)

    assert len(clicks.done) <= MOST_CLICKS, clicks.done
    assert office.ORDER_NOTE not in handler.content()
    handler.goto(f"/cases/{reference}/")
    expect(handler.locator("main")).to_contain_text(re.compile("Answered|Sent", re.IGNORECASE))


def log_it(clicks: Clicks, page: Page) -> str:
    """The request as it came from the account page; everything else stands there already."""
    page.goto("/")
    clicks.link(page, "Log a request")
    page.get_by_label("Full name", exact=True).fill(office.SUBJECT)
    page.locator("textarea[name=subject_emails]").fill(office.SUBJECT_EMAIL)
    page.locator("textarea[name=request_text]").fill("Please send me my data.")
    clicks.button(page, "Log the request")
    reference = re.search(r"DSAR-\d{4}-\d{4}-\w", page.locator("main").inner_text())[0]
    clicks.link(page, "Open the case")
    return reference


def start(clicks: Clicks, page: Page) -> None:
    """Onto the track: identity, plan and search with one button."""
    clicks.link(page, "Take it as a simple case")
    page.get_by_label("What shows who asks?").fill("Signed in to her account; the request came from there.")
    clicks.button(page, "Start")


def go_on_until_built(clicks: Clicks, page: Page) -> None:
    """The search, the rows, the answer and the package; a press for each that a worker has made ready."""
    for _step in range(2):
        reload_until(page, lambda shown: shown.get_by_role("button", name="Go on", exact=True).count() == 1)
        clicks.button(page, "Go on")
    expect(page.locator("body")).to_contain_text("the package is being built")


def decide(clicks: Clicks, page: Page, reference: str) -> None:
    """One approver: the opinion and the decision, apart."""
    page.goto(f"/cases/{reference}/")
    clicks.on(page.get_by_role("link", name=re.compile("Decide on the package")), "Decide on the package")
    reload_until(page, lambda shown: shown.get_by_label("Opinion", exact=True).count() == 1)
    page.get_by_label("Opinion", exact=True).fill("Rows of her own account; nothing of others.")
    clicks.button(page, "Record the opinion")
    for _try in range(2):
        page.get_by_label("Reasons for the decision").fill("Complete.")
        clicks.tick(page, "I have opened the package")
        clicks.button(page, "Approve for release")
        if not give_password_if_asked(page):
            break
    expect(page.locator("main")).to_contain_text("The package is approved")


def send(clicks: Clicks, page: Page, reference: str) -> None:
    """The link by e-mail; the code is told by phone."""
    page.goto(f"/cases/{reference}/")
    clicks.link(page, "Send the response")
    give_password_if_asked(page)
    clicks.button(page, "Send the response")
    give_password_if_asked(page)
    expect(page.locator("main")).to_contain_text("It is shown this once")
