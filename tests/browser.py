"""What browser tests share: Chromium as it starts on any machine, and axe-core over the page shown."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Playwright

AXE = Path(__file__).parent / "data" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
GRAVE = frozenset({"critical", "serious"})
# Only the rules that can give a finding of the wanted weight: a finding weighs as much as its heaviest failed check.
RUN = """([tags, impacts]) => {
  if (!window.axe || !window.axe.run) return null;
  const weights = (rule) => [rule.impact, ...["any", "all", "none"].flatMap(
    (kind) => rule[kind].map((check) => axe._audit.checks[check.id || check].impact))];
  const known = Object.fromEntries(axe._audit.rules.map((rule) => [rule.id, weights(rule)]));
  const values = axe.getRules(tags).map((rule) => rule.ruleId).filter(
    (name) => known[name].some((weight) => impacts.includes(weight)));
  return axe.run(document, {runOnly: {type: "rule", values}, resultTypes: ["violations"], preload: false});
}"""

FIT = """() => {
  window.scrollTo({top: 0, behavior: "instant"});
  return Math.max(0, document.documentElement.scrollWidth - window.innerWidth);
}"""


@dataclass(frozen=True)
class Violation:
    """A rule of axe-core that the page breaks, and the elements that break it (as selectors, no texts)."""

    rule: str
    impact: str
    targets: tuple[str, ...]


def launch(playwright: Playwright) -> Browser:
    """Chromium without a window: the system's where there is one, else the one playwright brought. As root it needs no sandbox of its own."""
    flags = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)


def axe_violations(page: Page, impacts: frozenset[str] = GRAVE) -> list[Violation]:
    """What axe-core finds on the page as it stands; critical and serious findings unless told otherwise.

    evaluate() runs outside the page's content security policy, so axe needs no hole in it; axe's own styles are refused by that policy and say
    so on the console: count violations of the policy before calling this.
    """
    page.wait_for_load_state()
    wanted = [list(WCAG), sorted(impacts)]
    found: dict[str, Any] | None = page.evaluate(RUN, wanted)
    if found is None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(RUN, wanted)
    assert found is not None
    return [
        Violation(rule["id"], rule["impact"], tuple(" ".join(map(str, node["target"])) for node in rule["nodes"]))
        for rule in found["violations"]
        if rule["impact"] in impacts
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 where nothing must be scrolled sideways.

    The page is at its top afterwards: nothing lies below the sticky bar.
    """
    page.wait_for_load_state()
    return int(page.evaluate(FIT))
