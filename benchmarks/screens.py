"""Pictures of the main pages of the loaded demo for docs/screens/: `python -m benchmarks.screens [FOLDER]`."""

import os
import sys
from pathlib import Path

import django

CHECKOUT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
django.setup()

from playwright.sync_api import Browser, sync_playwright  # noqa: E402 - Django first

from dsar.access.rules import Role  # noqa: E402
from tests.browser import launch  # noqa: E402
from tests.journeys.pages import Demo  # noqa: E402
from tests.services import ProductUnderTest  # noqa: E402

DPO, AUDITOR = Role.DPO, Role.AUDITOR
# Name of the picture, who looks, route.
SHOTS = (
    ("home", DPO, "dsar:home"),
    ("cases", DPO, "dsar:case-list"),
    ("search", DPO, "dsar:case-search"),
    ("coverage", DPO, "dsar:case-search-coverage"),
    ("review", DPO, "dsar:case-review-item"),
    ("decision", DPO, "dsar:decision"),
    ("sign-off", DPO, "dsar:case-sign-off"),
    ("delivery", DPO, "dsar:case-delivery"),
    ("public-form", None, "dsar:portal-question"),
    ("status", None, "dsar:portal-status"),
    ("set-up", DPO, "dsar:setup"),
    ("audit", AUDITOR, "dsar:audit"),
    ("erasure", DPO, "dsar:case-erasure"),
    ("portability", DPO, "dsar:case-portability"),
    ("decisions", DPO, "dsar:rights-register"),
    ("consent", DPO, "dsar:consent"),
    ("privacy-choices", None, "dsar:choices"),
    ("retention", DPO, "dsar:retention"),
    ("breach", DPO, "dsar:breach"),
    ("assessment", DPO, "dsar:dpia"),
)
WIDTH, PHONE, HEIGHT = 1440, 390, 900


def shoot(demo: Demo, browser: Browser, folder: Path) -> None:
    """Write the pictures: light and wide, and the case also dark and on a phone."""
    paths: dict[str, str] = {}
    for sample in demo.samples():
        if sample.route != "dsar:case" or demo.found["main"] in sample.path:
            paths.setdefault(sample.route, sample.path)
    paths["dsar:portal-question"] = paths["dsar:portal-question"].replace("organisation", "contact")
    for name, role, route in SHOTS:
        _shot(demo, browser, role, paths[route], folder / f"{name}.png")
    case = paths["dsar:case"]
    _shot(demo, browser, DPO, case, folder / "case.png")
    _shot(demo, browser, DPO, case, folder / "case-dark.png", scheme="dark")
    _shot(demo, browser, DPO, case, folder / "case-390.png", width=PHONE)


def _shot(
    demo: Demo, browser: Browser, role: Role | None, path: str, out: Path, *, scheme: str = "light", width: int = WIDTH
) -> None:
    with demo.context(browser, role, color_scheme=scheme) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(path)
        page.screenshot(path=out, animations="disabled")


def main() -> None:
    """Load a demo of its own, wait until it is searched, take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with ProductUnderTest(start=False) as product, sync_playwright() as playwright:
        product.manage("demo_load")
        product.start()
        demo = Demo(product)
        demo.wait_until_searched()
        shoot(demo, launch(playwright), folder)


if __name__ == "__main__":
    main()
