"""How a person walks through the product in a browser: signing in, and the keyboard alone."""

import email
import re
import time
from collections.abc import Callable
from email import policy
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as NotSeen

from tests.services import ProductUnderTest
from tests.world import PASSWORD

LINK = re.compile(r"/collect/[^\s/]+/")
TABS = 80


def sign_in(browser: Browser, product: ProductUnderTest, name: str) -> Page:
    """A browser of that person's own, signed in by keyboard."""
    page = browser.new_context(base_url=product.url, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/sign-in/")
    tab_to(page, "input[name=email]")
    page.keyboard.type(f"{name}@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    key(page, "Enter")
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector names, as somebody without a mouse does."""
    for _press in range(TABS):
        if page.evaluate("s => Boolean(document.activeElement?.matches(s))", selector):
            return
        page.keyboard.press("Tab")
    message = f"{selector} is not reached by Tab on {page.url}"
    raise AssertionError(message)


def press(page: Page, words: str) -> None:
    """Press the button with these words, or follow the link where there is none, by Enter on the focused element."""
    button = page.get_by_role("button", name=words, exact=True)
    link = page.get_by_role("link", name=words, exact=True)
    try:
        button.or_(link).first.wait_for()
    except NotSeen as error:
        raise AssertionError(f"no “{words}” on {page.url}\n{page.locator('main').inner_text()}") from error
    found = button if button.count() else link
    found.first.focus()
    key(page, "Enter")


def key(page: Page, name: str) -> None:
    """A key that leads to another page, or to the same one again."""
    with page.expect_navigation():
        page.keyboard.press(name)


def give_password_if_asked(page: Page) -> bool:
    """Answer the page that asks for the password again; whether it did."""
    if "password-again" not in page.url:
        return False
    page.locator("input[type=password]").fill(PASSWORD)
    key(page, "Enter")
    expect(page).not_to_have_url(re.compile("password-again"))
    return True


def reload_until(page: Page, is_there: Callable[[Page], bool], *, within: float = 120) -> None:
    """Read the page again until it shows what the workers make."""
    until = time.monotonic() + within
    while not is_there(page):
        assert time.monotonic() < until, f"still not there: {page.url}\n{page.locator('main').inner_text()}"
        page.wait_for_timeout(500)
        page.reload()


def mailed_link(mail: Path, *, within: float = 60) -> str:
    """The path of the private link in the mail that went out."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        for path in mail.glob("*"):
            for text in path.read_text(encoding="utf-8").split("-" * 79):
                body = email.message_from_string(text.lstrip("\n"), policy=policy.default).get_body()
                if body and (found := LINK.search(body.get_content())):
                    return found[0]
        time.sleep(0.5)
    raise AssertionError("no mail with a link went out")
