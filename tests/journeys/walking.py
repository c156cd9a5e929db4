"""How a person walks through the product in a browser: signing in, and the keyboard alone."""

import email
import re
import time
from collections.abc import Callable
from email import policy
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as NotSeen

from tests.services import ProductUnderTest
from tests.world import PASSWORD

LINK = re.compile(r"/collect/[^\s/]+/")
TABS = 250
WIDE, PHONE = (1440, 900), (390, 844)
IS_HERE = "wanted => document.activeElement === wanted"


def open_browser(browser: Browser, product: ProductUnderTest, size: tuple[int, int] = WIDE) -> Page:
    """A browser of its own, of the width of a desk or of a phone."""
    return browser.new_context(
        base_url=product.url, viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    ).new_page()


def type_sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Type into the sign-in page as it comes: the cursor stands in its first field once it is drawn, not before."""
    page.goto("/sign-in/")
    expect(page.locator("input[name=email]")).to_be_focused()
    page.keyboard.type(f"{name}@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    key(page, "Enter")


def sign_in(browser: Browser, product: ProductUnderTest, name: str, size: tuple[int, int] = WIDE) -> Page:
    """A browser of that person's own, signed in by keyboard."""
    page = open_browser(browser, product, size)
    type_sign_in(page, name)
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


def reach(what: Locator) -> None:
    """Press Tab until the focus is on this element, past the navigation by the link that skips it; no script moves it."""
    page = what.page
    wanted = what.element_handle()
    if not page.evaluate("() => document.activeElement.closest('main')"):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.matches('.skip-link')"):
            page.keyboard.press("Enter")
    for _press in range(TABS):
        if page.evaluate(IS_HERE, wanted):
            return
        page.keyboard.press("Tab")
    message = f"not reached by Tab on {page.url}: {wanted.evaluate('one => one.outerHTML')[:200]}"
    raise AssertionError(message)


def type_into(field: Locator, words: str) -> None:
    """Write these words in a field that is reached by Tab, in the place of what stands there."""
    reach(field)
    field.page.keyboard.press("Control+a")
    field.page.keyboard.insert_text(words)
    expect(field).to_have_value(words)


def tick(choice: Locator) -> None:
    """Choose a box by Space, or one of a group of radio buttons by the arrows."""
    page = choice.page
    if choice.is_checked():
        return
    if choice.get_attribute("type") == "radio":
        reach_group(choice)
        for _press in range(TABS):
            if choice.is_checked():
                return
            page.keyboard.press("Space" if page.evaluate(IS_HERE, choice.element_handle()) else "ArrowDown")
    else:
        reach(choice)
        page.keyboard.press("Space")
    expect(choice).to_be_checked()


def reach_group(choice: Locator) -> None:
    """Press Tab until the focus is on any radio button of this one's group."""
    name = choice.get_attribute("name")
    tab_to(choice.page, f"input[type=radio][name='{name}']")


def press(page: Page, words: str | re.Pattern[str]) -> None:
    """Press the button with these words, or follow the link where there is none: Tab to it, and Enter."""
    exact = isinstance(words, str)
    button = page.locator("main").get_by_role("button", name=words, exact=exact)
    link = page.locator("main").get_by_role("link", name=words, exact=exact)
    try:
        button.or_(link).first.wait_for()
    except NotSeen as error:
        raise AssertionError(f"no “{words}” on {page.url}\n{page.locator('main').inner_text()}") from error
    enter((button if button.count() else link).first)


def enter(what: Locator) -> None:
    """Tab to this button or link, and Enter, which leads to another page or to the same one again."""
    reach(what)
    key(what.page, "Enter")


def key(page: Page, name: str) -> None:
    """A key that leads to another page, or to the same one again."""
    with page.expect_navigation():
        page.keyboard.press(name)


def give_password_if_asked(page: Page) -> bool:
    """Answer the page that asks for the password again; whether it did."""
    if "password-again" not in page.url:
        return False
    type_into(page.locator("input[type=password]"), PASSWORD)
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
