"""The owner of a system is asked by a private link, sends an export from a phone, and real workers read it."""

import email
import json
import re
import time
from email import policy

import pytest
from playwright.sync_api import expect

from tests.browser import axe_violations, sideways
from tests.journeys.walking import press, reload_until, sign_in
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(41)]

SET_UP = """
import json
from dsar.processing_records.models import System
from dsar.search.models import PlannedSystem
from tests.world import make_case, make_world
world = make_world()
case = make_case(world)
case.stage = "search"
case.save(update_fields=["stage"])
crm = System.objects.create(name="CRM", owner="Mo Ruiz", owner_contact="mo.ruiz@example.org")
PlannedSystem.objects.create(case=case, system=crm)
print("RESULT" + json.dumps(case.reference))
"""
ANSWERED_WITHIN = 30_000  # milliseconds: files are sealed before the page answers, and the workers are at it too


@pytest.fixture
def product():
    with ProductUnderTest() as installed:
        yield installed


def mailed_part(product: ProductUnderTest, *, within: float = 60) -> str:
    """The path of the owner's link in the mail that went out."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        for path in (product.var_dir / "mail").glob("*"):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            if found := re.search(r"/part/[\w-]+/", message.get_content()):
                assert "Ana" not in message.get_content()
                return found[0]
        time.sleep(0.5)
    raise AssertionError("no mail with a link\n" + product.log.read_text(errors="replace")[-4000:])


def test_what_an_owner_sends_is_found_in(product, browser, tmp_path):
    reference = json.loads(product.python(SET_UP).split("RESULT", 1)[1])
    handler = sign_in(browser, product, "handler")
    handler.goto(f"/cases/{reference}/search/")
    handler.get_by_role("link", name=re.compile("Ask the owner")).click()
    press(handler, "Send the private link")
    expect(handler.locator("main")).to_contain_text("Waiting for the answer")

    export = tmp_path / "crm-export.json"
    export.write_text(json.dumps([{"name": "Ana Lindqvist", "email": "ana@example.com", "note": "wants a refund"}]))
    owner = browser.new_context(base_url=product.url, viewport={"width": 390, "height": 844}).new_page()
    owner.goto(mailed_part(product))
    assert (sideways(owner), axe_violations(owner)) == (0, [])
    owner.locator("input[name=uploads]").set_input_files(export)
    owner.get_by_role("button", name="Send the files").click()
    # The name alone stands beside the chosen file already before it is sent.
    expect(owner.locator("main")).to_contain_text("kept, not signed for yet")
    owner.get_by_label("The files above are all that is held").check()
    owner.get_by_label("Where and how did you look?").fill("Searched the CRM by name and e-mail address.")
    owner.get_by_role("button", name="Sign and send").click()
    expect(owner.locator("main")).to_contain_text("We have your answer", timeout=ANSWERED_WITHIN)
    assert (sideways(owner), axe_violations(owner)) == (0, [])

    handler.goto(f"/cases/{reference}/search/")
    reload_until(handler, lambda page: page.get_by_text("Searched", exact=True).count() > 0)
    handler.goto(f"/cases/{reference}/search/findings/")
    expect(handler.locator("main")).to_contain_text("crm-export.json")
    expect(handler.locator("main")).to_contain_text("Confirmed")
    handler.goto(f"/cases/{reference}/search/log/")
    expect(handler.locator("main")).to_contain_text("signed by Mo Ruiz")
