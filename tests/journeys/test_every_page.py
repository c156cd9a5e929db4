"""Every page of the loaded demo, made from the URL map: it answers, says nothing on the console, fits, and axe finds nothing grave."""

import pytest

from dsar.access.rules import Role
from tests.journeys.pages import FIRST, Demo, Inspector, Sample
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(300)]

# Pages that show each role something else; the others are the same for everybody who may open them.
BY_ROLE = {"dsar:home", "dsar:case-list", "dsar:reports", "dsar:set-up", "dsar:notifications"}
DARK = ("dsar:home", "dsar:case-list", "dsar:case", "dsar:case-review-item", "dsar:decision", "dsar:portal-start")


@pytest.fixture(scope="module")
def demo():
    with ProductUnderTest(start=False) as product:
        product.manage("demo_load")
        product.start()
        loaded = Demo(product)
        loaded.wait_until_searched()
        yield loaded


def test_every_page_is_in_order_for_whoever_may_open_it(demo, browser):
    samples, wrong, seen = demo.samples(), [], set()
    for role in (None, *FIRST):
        with demo.context(browser, role) as context:
            inspector = Inspector(context, demo)
            for sample in samples:
                if role in sample.roles or (role is None and not sample.roles):
                    is_new = sample.path not in seen
                    if is_new or sample.route in BY_ROLE:
                        wrong += faults(inspector, sample, role, with_axe=is_new)
                    seen.add(sample.path)

    assert wrong == []


def test_main_pages_are_in_order_in_the_dark(demo, browser):
    wrong = []
    with demo.context(browser, Role.DPO, color_scheme="dark") as context:
        inspector = Inspector(context, demo)
        for sample in {sample.route: sample for sample in demo.samples() if sample.route in DARK}.values():
            wrong += faults(inspector, sample, Role.DPO, with_axe=True)

    assert wrong == []


def faults(inspector: Inspector, sample: Sample, role: Role | None, *, with_axe: bool) -> list[str]:
    """What is wrong with one page, each with where and for whom."""
    found = inspector.faults(with_axe=with_axe) if inspector.open(sample) else []
    return [f"{sample.path} for {role or 'anybody'}: {fault}" for fault in found]
