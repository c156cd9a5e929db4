"""One access request from the public form to the person who opens the ZIP: browser, gunicorn, a real worker.

Everything is done by keyboard: Tab to what is meant, then keys. The person who asks and the approver sit before a phone
(390 pixels), the handler and the DPO before a screen of 1440.
"""

import io
import json
import re
import zipfile

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import small_office as office
from tests.journeys.walking import (
    PHONE,
    enter,
    give_password_if_asked,
    key,
    mailed_link,
    open_browser,
    press,
    reach,
    reload_until,
    sign_in,
    tab_to,
    tick,
    type_into,
)
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(57)]

SET_UP = "from tests.journeys.small_office import set_up\nset_up({share!r}, {shop!r})"


@pytest.fixture
def product(tmp_path):
    share, shop = office.write_files(tmp_path)
    with ProductUnderTest() as installed:
        installed.python(SET_UP.format(share=str(share), shop=str(shop)))
        yield installed


def test_a_request_is_made_searched_decided_answered_and_collected(product, browser):
    public = open_browser(browser, product, PHONE)
    reference = ask_by_keyboard(public)
    handler = sign_in(browser, product, "handler")
    open_by_keyboard(handler, reference)

    settle_identity(handler, reference)
    search(handler, reference)
    titles = review(handler, reference)
    dpo = sign_in(browser, product, "dpo")
    decide_exemptions(dpo)
    disclose(handler, reference, titles["reference.txt"])
    build_package(handler, reference)
    give_opinion(dpo, reference)
    approver = sign_in(browser, product, "approver", PHONE)
    approve(approver, reference)
    code = release(handler, reference)
    archive = collect(public, mailed_link(product.var_dir / "mail"), code)

    assert_package(archive)
    assert_case_is_told(handler, reference)
    assert json.loads(product.manage("dsar", "verify-audit", "--json"))["first_bad"] is None


def ask_by_keyboard(page: Page) -> str:
    """The public form without a mouse; gives the reference."""
    page.goto("/request/")
    tab_to(page, "main button[type=submit], main button")
    key(page, "Enter")
    for field, typed in [
        ("input[name=relation]", " "),
        ("input[name=name]", office.SUBJECT),
        ("input[name=email]", office.SUBJECT_EMAIL),
        ("textarea[name=period]", "Since spring 2024."),
        ("input[name=right]", " "),
        ("textarea[name=text]", "Please send me everything you hold about me."),
    ]:
        tab_to(page, field)
        page.keyboard.type(typed)
        tab_to(page, "main button[type=submit]")
        key(page, "Enter")
    expect(page).to_have_url(re.compile("/request/check/"))
    expect(page.locator("main")).to_contain_text(office.SUBJECT_EMAIL)
    tab_to(page, "main button[type=submit]")
    key(page, "Enter")
    expect(page).to_have_url(re.compile("/request/done/"))
    return re.search(r"DSAR-\d{4}-\d{4}-\w", page.locator("main").inner_text())[0]


def open_by_keyboard(page: Page, reference: str) -> None:
    """The case is found in the list with J and opened with Enter."""
    page.goto("/cases/")
    page.keyboard.press("j")
    key(page, "Enter")
    expect(page).to_have_url(re.compile(f"/cases/{reference}/"))
    expect(page.locator("main")).to_contain_text("everything you hold about me")


def settle_identity(page: Page, reference: str) -> None:
    """The request is taken in; she wrote from the address that the shop has: no proof is asked."""
    page.goto(f"/cases/{reference}/take-in/")
    press(page, "Take the request in")
    page.goto(f"/cases/{reference}/identity/")
    press(page, "No proof is needed")
    reason = page.get_by_label("Why is there no reasonable doubt?")
    type_into(reason, "Her address is the one on file; the answer goes there.")
    press(page, "Record that none is needed")
    expect(page.locator("main")).to_contain_text("ID and authority are decided")


def search(page: Page, reference: str) -> None:
    """Plan, start, and wait while the progress moves without the page being asked."""
    page.goto(f"/cases/{reference}/search/")
    press(page, "Make the search plan")
    expect(page.locator("main")).to_contain_text("Web shop")
    press(page, "Start the search")
    expect(page.get_by_role("button", name="Cancel the search")).to_have_count(0, timeout=120_000)
    page.goto(f"/cases/{reference}/search/coverage/")
    expect(page.locator("main")).to_contain_text("Read whole")
    page.goto(f"/cases/{reference}/")
    press(page, "Start the review")
    press(page, "Start the review")
    expect(page.locator("main")).to_contain_text("The case is in “Review” now.")


def review(page: Page, reference: str) -> dict[str, int]:
    """Redactions in the letter, two exemptions put forward, the rest disclosed as a set; the numbers of the three files."""
    page.goto(f"/cases/{reference}/review/")
    if (read := page.get_by_role("button", name="Read the items")).count():
        enter(read)
    busy = re.compile("being read|Not read yet|not been read")
    reload_until(page, lambda shown: not shown.get_by_text(busy).count() and shown.locator("[data-key-row]").count())
    shown = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator("[data-key-row] th a").all()}
    assert not [title for title in shown if "unrelated" in title]
    number = {
        name: int(next(href for title, href in shown.items() if name in title).rstrip("/").rpartition("/")[2])
        for name in ("letter.pdf", "advice.txt", "reference.txt")
    }
    redact_other_person(page, reference, number["letter.pdf"])
    propose(page, reference, number["advice.txt"], "uk.lpp")
    propose(page, reference, number["reference.txt"], "uk.reference")
    disclose_the_rest(page, reference)
    return number


def redact_other_person(page: Page, reference: str, number: int) -> None:
    """Mark the neighbour's name, address and number everywhere; then decide with the key R."""
    page.goto(f"/cases/{reference}/review/{number}/")
    expect(page.locator(".paper")).to_contain_text(office.LETTER_WORDS)
    for words in (office.OTHER, office.OTHER_EMAIL, office.OTHER_PHONE):
        mark(page, words)
    while (others := page.locator(".finding-suggested")).count():
        enter(others.first.get_by_role("button", name="Keep visible"))
    key(page, "r")
    page.goto(f"/cases/{reference}/review/{number}/")
    expect(page.locator(".verdict-box")).to_contain_text("With redactions")


def mark(page: Page, words: str) -> None:
    """Redact these words: on their card where they were suggested or kept, else by typing them."""
    card = page.locator("article.finding").filter(has_text=words).get_by_role("button", name="Redact", exact=True)
    if card.count():
        enter(card.first)
    elif not page.locator(".finding-redact").filter(has_text=words).count():
        type_into(page.get_by_label("Words to redact"), words)
        press(page, "Mark them everywhere")
    expect(page.locator(".finding-redact").filter(has_text=words).first).to_be_visible()


def propose(page: Page, reference: str, number: int, exemption: str) -> None:
    """Put an exemption forward for the whole item, with the answers to its test."""
    page.goto(f"/cases/{reference}/review/{number}/exemption/?exemption_id={exemption}")
    tick(page.get_by_label("Withhold the whole item"))
    for question in page.locator("textarea[name^=test_]").all():
        type_into(question, "Yes: it was written in confidence, and for this purpose alone.")
    type_into(page.locator("textarea[name=reasons]"), "The whole text is of this kind.")
    press(page, "Propose")
    page.goto(f"/cases/{reference}/review/{number}/")
    expect(page.locator(".verdict-box")).to_contain_text("Exemption waiting")


def disclose_the_rest(page: Page, reference: str) -> None:
    """Everything that is undecided and sure, with one act; what the set leaves out is decided singly."""
    page.goto(f"/cases/{reference}/review/")
    tick(page.get_by_label(re.compile("items of this list")))
    press(page, "Disclose…")
    expect(page.locator("main")).to_contain_text("left out: an exemption waits")
    press(page, re.compile("^Disclose"))
    while left := undecided(page, reference):
        disclose(page, reference, left[0])


def undecided(page: Page, reference: str) -> list[int]:
    """Numbers of the items that wait for a decision of the handler."""
    page.goto(f"/cases/{reference}/review/?verdict=undecided")
    rows = page.locator("[data-key-row]").filter(has_not_text="Exemption waiting").locator("th a")
    return [int((link.get_attribute("href") or "").rstrip("/").rpartition("/")[2]) for link in rows.all()]


def disclose(page: Page, reference: str, number: int) -> None:
    """Disclose one item by its key, after keeping visible what was suggested in it."""
    page.goto(f"/cases/{reference}/review/{number}/")
    if (keep := page.get_by_role("button", name="Keep all visible")).count():
        enter(keep)
    key(page, "d")
    page.goto(f"/cases/{reference}/review/{number}/")
    expect(page.locator(".verdict-box")).to_contain_text("Disclose")


def decide_exemptions(page: Page) -> None:
    """Approve the privilege, reject the reference; both with a reason."""
    for label, choice in (("privilege", "Approve"), ("reference", "Reject")):
        page.goto("/decisions/")
        enter(page.locator("main").get_by_role("link", name=re.compile(label, re.IGNORECASE)).first)
        tick(page.get_by_label(choice))
        type_into(page.get_by_label("Reason", exact=True), "I have read the passage and the answers.")
        press(page, "Decide")
        expect(page.locator("main")).to_contain_text(re.compile("Approved|Rejected|wait|Nothing"))


def build_package(page: Page, reference: str) -> None:
    """Answer the points of Article 15, make the copies, build."""
    page.goto(f"/cases/{reference}/sign-off/answers/")
    for text in page.locator("main textarea").all():
        if text.get_attribute("name") != "opening" and not text.input_value():
            type_into(text, "None. The owner of every activity has said so.")
    press(page, "Save the answer")
    expect(page.locator("main")).to_contain_text("Every point has its answer.")
    press(page, "Make the copies")
    reload_until(page, lambda shown: all_verified(shown))
    press(page, "Build the package")
    reload_until(page, lambda shown: shown.get_by_text("Waiting for the decision").count() == 1)


def all_verified(page: Page) -> bool:
    """Whether every copy was made and verified."""
    found = re.search(r"(\d+) of (\d+) verified", page.locator("#copies-title").inner_text())
    return found is not None and found[1] == found[2] != "0"


def give_opinion(page: Page, reference: str) -> None:
    """The DPO's opinion, apart from the decision."""
    page.goto(f"/cases/{reference}/sign-off/")
    type_into(page.get_by_label("Opinion", exact=True), "The package answers every point; the exemption holds.")
    press(page, "Record the opinion")
    expect(page.locator("main")).to_contain_text("The exemption holds".lower())


def approve(page: Page, reference: str) -> None:
    """Somebody other than the author decides, with the password again where it was not just given."""
    page.goto(f"/cases/{reference}/sign-off/")
    for _try in range(2):
        type_into(page.get_by_label("Reasons for the decision"), "Complete, and nothing of others is in it.")
        tick(page.get_by_label("I have opened the package"))
        press(page, "Approve for release")
        if not give_password_if_asked(page):
            break
    expect(page.locator("main")).to_contain_text("The package is approved")


def release(page: Page, reference: str) -> str:
    """Send the link by e-mail; gives the code, which the page shows this once."""
    page.goto(f"/cases/{reference}/delivery/")
    press(page, "Choose the way and send")
    give_password_if_asked(page)
    press(page, "Send the response")
    give_password_if_asked(page)
    expect(page.locator("main")).to_contain_text("It is shown this once")
    return page.locator("#code").inner_text()


def collect(page: Page, path: str, code: str) -> bytes:
    """The public page: a wrong code opens nothing, the right one the list, the list gives the ZIP."""
    page.goto(path)
    type_into(page.get_by_label("Your code"), "00000000" if not code.startswith("0000") else "11111111")
    key(page, "Enter")
    expect(page.locator("main")).to_contain_text("does not open this link")
    type_into(page.get_by_label("Your code"), code)
    key(page, "Enter")
    expect(page.locator("h1")).to_have_text("Your answer is here")
    reach(page.get_by_role("link", name=re.compile("Download everything")))
    with page.expect_download() as started:
        page.keyboard.press("Enter")
    return started.value.path().read_bytes()


def assert_package(archive: bytes) -> None:
    """Her data is in it; the neighbour's, the stranger's and the advice are not: in no PDF, no JSON, no name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    text = "\n".join([*parts, *(text_of(name, content) for name, content in parts.items())])
    plain = " ".join(text.split())
    for hers in (office.SUBJECT, office.ORDER_NOTE, office.REFERENCE_WORDS):
        assert hers in plain, hers
    for hidden in (office.OTHER, office.OTHER_EMAIL, office.OTHER_PHONE, office.STRANGER, office.ADVICE_WORDS):
        assert hidden not in plain, f"{hidden} is in the package"
    assert any(name.endswith(".pdf") for name in parts)
    assert any(name.endswith(".json") for name in parts)


def text_of(name: str, content: bytes) -> str:
    """The text layer of a PDF, or the content itself."""
    if not name.endswith(".pdf"):
        return content.decode("utf-8", errors="replace")
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def assert_case_is_told(page: Page, reference: str) -> None:
    """The clock has stopped, and the history tells the way in words."""
    page.goto(f"/cases/{reference}/")
    expect(page.locator(".page-header, .case-head").first).to_contain_text(
        re.compile("Answered|Sent|Stopped", re.IGNORECASE)
    )
    page.goto(f"/cases/{reference}/history/")
    for words in ("search", "exemption", "approved", "sent", "download"):
        expect(page.locator("main")).to_contain_text(re.compile(words, re.IGNORECASE))
