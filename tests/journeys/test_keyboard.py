"""Keys alone, no mouse: in at the door, home, queue, a case, an act, and out again; and a security key at the second step."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import key, sign_in, tab_to, type_sign_in
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(45)]

SET_UP = """
from tests.world import make_case, make_world
world = make_world()
for name in ("Ana Lindqvist", "Bo Berg", "Cleo Marsh"):
    make_case(world, name=name)
"""
MOST_STOPS = 250
# Where the focus is, whether it can be seen there, and whether the page shows that it is there.
STOP = """async () => {
  for (const _frame of [1, 2]) await new Promise(requestAnimationFrame);  // what moves has arrived
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return null;
  const box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  const ringed = [here, here.closest("label, summary, .choice") || here].some((one) => {
    const look = getComputedStyle(one);
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none";
  });
  const shown = box.width > 0 && box.height > 0 && style.visibility !== "hidden"
    && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  if (!here.dataset.stop) here.dataset.stop = String(++window.stops || (window.stops = 1));
  return {name: here.outerHTML.slice(0, 120), stop: here.dataset.stop, shown, ringed, inMain: Boolean(here.closest("main"))};
}"""
LANDMARKS = """() => ({
  main: document.querySelectorAll("main").length,
  headers: document.querySelectorAll("body > header").length,
  namelessNavs: [...document.querySelectorAll("nav")].filter((one) => !one.getAttribute("aria-label")).length,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  positive: document.querySelectorAll("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").length,
})"""


@pytest.fixture(scope="module")
def product():
    with ProductUnderTest(workers=1) as installed:
        installed.python(SET_UP)
        yield installed


def test_a_handler_works_without_a_mouse(product, browser):
    page = sign_in(browser, product, "handler")
    walk_round(page)
    skip_to_content(page)

    page.reload()
    tab_to(page, "nav a[href='/cases/']")
    key(page, "Enter")
    expect(page).to_have_url(re.compile(r"/cases/"))
    walk_round(page)
    page.reload()
    open_first_case_by_j(page)
    walk_round(page)

    page.reload()
    assign_to_a_colleague(page)
    sign_out(page)

    page.goto("/cases/")
    expect(page).to_have_url(re.compile("sign-in"))


def test_the_sign_in_page_is_walked_in_order(product, browser):
    page = browser.new_context(base_url=product.url).new_page()
    page.goto("/sign-in/")
    expect(page.locator("input[name=email]")).to_be_focused()

    walk_round(page)
    page.reload()
    expect(page.locator("input[name=email]")).to_be_focused()
    focused = [page.evaluate("document.activeElement.name || document.activeElement.innerText")]
    for _press in range(3):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.name || document.activeElement.innerText"))

    assert focused == ["email", "password", "Sign in", "Forgotten your password?"]


def test_a_mistake_is_told_where_the_keys_find_it(product, browser):
    page = browser.new_context(base_url=product.url).new_page()
    type_sign_in(page, "handler", "not the password")

    summary = page.get_by_role("alert").or_(page.locator("[data-error-summary], .error-summary"))

    expect(summary.first).to_contain_text("not right")
    assert page.locator("input[name=email]").input_value() == "handler@example.org"


def test_a_security_key_is_added_and_signs_in_by_keys(product, browser):
    context = browser.new_context(base_url=f"http://localhost:{product.port}")
    page = context.new_page()
    plug_in_a_key(page)
    type_sign_in(page, "approver")
    page.goto("/account/second-factor/key/")
    tab_to(page, "input[name=name]")
    page.keyboard.type("blue key")
    tab_to(page, "[data-security-key-start]")
    key(page, "Enter")
    expect(page).to_have_url(re.compile("second-factor/codes"))
    expect(page.locator("#recovery-codes li")).to_have_count(10)

    context.clear_cookies()
    type_sign_in(page, "approver")
    expect(page).to_have_url(re.compile("sign-in/second-factor"))
    walk_round(page)
    page.reload()
    tab_to(page, "[data-security-key-start]")
    key(page, "Enter")

    expect(page).to_have_url(re.compile(r"/$"))


def walk_round(page: Page) -> None:
    """Tab through the whole page: every stop can be seen, shows the focus, no stop is a trap, and landmarks are there."""
    page.emulate_media(reduced_motion="reduce")  # no gliding: where a stop is shown is judged at once
    marks = page.evaluate(LANDMARKS)
    assert marks["main"] == 1, page.url
    assert marks["headings"] == 1, page.url
    assert marks["namelessNavs"] == marks["positive"] == 0, page.url
    assert marks["language"]
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    stops = []
    for _press in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["stop"] in {earlier["stop"] for earlier in stops}:
            break
        stops.append(stop)
    else:
        raise AssertionError(f"Tab never leaves {page.url}")
    assert len(stops) >= 3, f"{page.url}: {stops}"
    assert [one["name"] for one in stops if not one["shown"]] == [], page.url
    assert [one["name"] for one in stops if not one["ringed"]] == [], page.url
    assert any(one["inMain"] for one in stops), page.url


def skip_to_content(page: Page) -> None:
    """The first stop of a page leads past the navigation."""
    page.reload()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    for _frame in range(100):  # it glides in; the policy of the page forbids the browser to wait by a script
        if page.evaluate("document.activeElement.getBoundingClientRect().top >= 0"):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the link that skips the navigation is not shown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def open_first_case_by_j(page: Page) -> None:
    page.keyboard.press("j")
    assert page.evaluate("Boolean(document.activeElement.closest('[data-key-row]'))")
    key(page, "Enter")
    expect(page).to_have_url(re.compile(r"/cases/DSAR-[^/]+/$"))


def assign_to_a_colleague(page: Page) -> None:
    tab_to(page, "main a[href$='/assign/']")
    key(page, "Enter")
    tab_to(page, "main form select, main form input[type=radio]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button.button-primary")
    key(page, "Enter")
    expect(page).to_have_url(re.compile(r"/cases/(DSAR-[^/]+/)?$"))


def sign_out(page: Page) -> None:
    tab_to(page, "details.menu-wide > summary")
    page.keyboard.press("Enter")
    tab_to(page, "form[action='/sign-out/'] button")
    key(page, "Enter")
    expect(page).to_have_url(re.compile("sign-in"))


def plug_in_a_key(page: Page) -> None:
    """A security key that the browser believes in and that is touched at once (WebAuthn virtual authenticator)."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
