"""Every page of the loaded demo as an address in a browser, made from the URL map, and what is wrong with it there."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import get_resolver, reverse
from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, Response
from playwright.sync_api import Error as PlaywrightError

from dsar.access.rules import Role
from tests.browser import AXE, axe_violations, sideways
from tests.house.routes import ROUTES
from tests.house.url_map import FoundRoute, routes
from tests.journeys.right_samples import right_of
from tests.services import ProductUnderTest

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SEARCHED_WITHIN_SECONDS = 240
OK = 200
PEOPLE = {Role.DPO: "dpo", Role.HANDLER: "handler", Role.APPROVER: "approver", Role.ADMIN: "admin"} | {
    Role.AUDITOR: "auditor",
    Role.INTAKE: "intake",
    Role.LEGAL: "legal",
}
FIRST = (Role.DPO, Role.ADMIN, Role.AUDITOR, Role.HANDLER, Role.INTAKE, Role.APPROVER, Role.LEGAL)
STEPS = ("organisation", "who", "name", "asker", "contact", "find", "right", "words")

# Arguments that are words of the address, by route; whatever is an id comes from the demo.
WORDS: dict[str, list[dict[str, str]]] = {
    "dsar:case-identity-ask": [{"kind": "identity"}],
    "dsar:case-identity-proved": [{"kind": "identity"}],
    "dsar:case-identity-insufficient": [{"kind": "identity"}],
    "dsar:case-identity-not-needed": [{"kind": "identity"}],
    "dsar:case-person": [{"role": "subject"}, {"role": "recipient"}],
    "dsar:case-move": [{"move": "to_sign_off"}],
    "dsar:case-close-as": [
        {"kind": kind} for kind in ("withdrawn", "no_reply", "unidentified", "passed_on", "duplicate")
    ],
    "dsar:case-ending-opinion": [{"kind": "refusal"}],
    "dsar:case-ending-drop": [{"kind": "refusal"}],
    "dsar:case-unlink": [{"other": "DSAR-2026-0001-X"}],
    "dsar:case-preservation": [{"act": "release"}],
    "dsar:source-new": [{"kind": "files"}, {"kind": "sql"}],
    "dsar:consent-document": [
        {"notice_kind": "policy", "language": "en"},
        {"notice_kind": "at_collection", "language": "fr"},
    ],
    "dsar:privacy-document": [{"kind": "policy"}, {"kind": "do-not-sell"}],
    "dsar:privacy-document-version": [{"kind": "do-not-sell", "version": "1"}],
    "dsar:breach-notice": [{"number": "1"}],
    "dsar:breach-notice-paper": [{"number": "1"}],
    "dsar:breach-notice-approve": [{"number": "1"}],
    "dsar:breach-notice-drop": [{"number": "1"}],
    "dsar:breach-scan-act": [{"verb": "again"}],
    "dsar:report-file": [{"code": "performance", "form": "csv"}],
    "dsar:transparency-file": [{"form": "json"}],
    "dsar:own-kind": [{"slug": "employee_number_emp"}],
    "dsar:own-kind-edit": [{"slug": "employee_number_emp"}],
    "dsar:own-kind-switch": [{"slug": "employee_number_emp"}],
    "dsar:own-kind-restore": [{"slug": "employee_number_emp", "number": "1"}],
    "dsar:pii-threshold": [{"key": "person"}, {"key": "own:employee_number_emp"}],
    "dsar:pii-thresholds-restore": [{"number": "1"}],
    "dsar:register-file": [{"name": "register.json"}],
    "dsar:letter": [{"code": "extension"}, {"code": "response_letter"}, {"code": "withdrawn"}],
    "dsar:letter-edit": [{"code": "extension", "language": "de"}, {"code": "withdrawn", "language": "en"}],
    "dsar:letter-restore": [{"code": "extension", "language": "de"}],
    "dsar:letter-sample": [{"code": "extension", "language": "de"}],
    "dsar:letter-version": [{"code": "withdrawn", "language": "en", "number": "1"}],
    "dsar:retention-rule": [{"code": "packages"}, {"code": "consent_proof"}],
    "dsar:retention-version": [{"code": "packages", "number": "1", "act": "approve"}],
    "dsar:retention-sweep-file": [{"form": "csv"}],
    "dsar:retention-hold-act": [{"act": "keep"}],
    "dsar:dpia-part": [{"part": part} for part in ("description", "necessity", "views")],
    "dsar:dpia-keep": [{"part": "views"}],
    "dsar:dpia-file": [{"form": "json"}],
    "dsar:case-right-recipient": [{"number": "0"}],
    "dsar:erasure-target-new": [{"kind": kind} for kind in ("sql", "files", "imap", "redis", "manual")],
    "dsar:case-erasure-certificate": [{"form": "json"}],
    "dsar:case-erasure-act": [{"name": "rehearse"}],
    "dsar:mailbox-new": [{"kind": "imap"}, {"kind": "maildir"}],
    "dsar:portal-question": [{"step": step} for step in STEPS],
    "dsar:case-portability-act": [{"name": "survey"}],
    "dsar:portal-transfer": [{"token": "a-link-that-has-ended"}],
    "dsar:portability-schema": [{"version": "1.0", "name": "package.xsd"}],
    "dsar:portal-collect": [{"token": "a-link-that-has-ended"}],
    "dsar:requester-evidence": [{"kind": "identity"}],
    "dsar:portal-status-link": [{"code": "abcd-efgh"}],
}
# Files of a package, which no case of the demo has: the tests of response and delivery open them.
OF_A_PACKAGE = {
    "dsar:case-identity-file",  # evidence, which the demo has none of: the tests of identity look at it
    "dsar:case-record-pack-file",
    "dsar:breach-pack-file",
    "dsar:audit-record-pack-file",
    "dsar:case-portability-picture",  # of a binary column, which the demo has none of: the tests of portability look at it
    "dsar:case-review-picture",  # of a face, which the demo has none of: the tests of review look at it
    "dsar:case-copy-file",
    "dsar:case-package-file",
    "dsar:case-delivery-file",
}
# Pages of an erasure that was carried out; the other one of the demo is rehearsed.
OF_AN_ERASURE = {"dsar:case-erasure-certificate"}
# Pages of a case that only some of its people may open.
OF_APPROVERS = {
    "dsar:case-right-agree",
    "dsar:case-right-give-back",
    "dsar:case-erase",
    "dsar:case-reopen",
    "dsar:case-conflicts",
    "dsar:case-close-as",
    "dsar:case-receipt",
    "dsar:case-answered",
    "dsar:case-clock-correct",
}
# Answering legal advice is for legal reviewers.
OF_REVIEWERS = {"dsar:case-advice-give"}
# Pages that stand only half-way through signing in, or on something of one's own that nobody of the demo has: the tests
# of access open them.
OF_SIGNING_IN = {"dsar:sign-in-second", "dsar:sign-in-with", "dsar:sign-in-callback", "dsar:factor-remove"}
# Parts of addresses that only take acts: any value will do.
_NOTHING = "00000000-0000-4000-8000-000000000000"
ACTS = dict.fromkeys(
    (
        "set_id",
        "glass_id",
        "hold_id",
        "column_id",
        "conflict_id",
        "absence_id",
        "upload_id",
        "wish_id",
        "report_id",
        "template_id",
        "comment_id",
    ),
    _NOTHING,
) | {"handle": "0" * 32}
# The case that shows the page at work, by stage or state of the clock; the case in review where nothing is said.
STAGES = {
    "dsar:case-resume": "paused",
    "dsar:case-reopen": "closed",
    "dsar:case-retention": "closed",
    "dsar:case-erase": "closed",
    "dsar:case-back": "review",
    "dsar:case-sign-off": "sign_off",
    "dsar:case-delivery": "ready",
    "dsar:case-delivery-release": "ready",
    "dsar:case-pause": "triage",
    "dsar:case-extend": "triage",
    "dsar:case-identity": "identity",
    "dsar:case-close": "triage",
    "dsar:case-close-as": "identity",
    "dsar:case-refuse": "triage",
    "dsar:case-fee": "triage",
    "dsar:case-remind": "identity",
    "dsar:case-split": "triage",
    "dsar:case-simple": "triage",
    "dsar:case-clock": "paused",
    "dsar:case-clock-correct": "paused",
}


# The searches that have not ended, with the items of the case in review that were not read yet; and those items.
ITEMS = "SELECT item.id, prepared_at FROM dsar_reviewitem item JOIN dsar_case ON case_id = dsar_case.id WHERE stage = 'review'"
UNSEARCHED = f"""SELECT (SELECT count(*) FROM discovery_scan WHERE state <> 'finished'),
    (SELECT count(*) FROM ({ITEMS}) WHERE prepared_at IS NULL)"""


@dataclass(frozen=True)
class Sample:
    """An address of a route, and who may open it; nobody is named where it is public."""

    route: str
    path: str
    roles: tuple[Role, ...] = ()


@dataclass
class Demo:
    """The loaded demo: see tests/journeys/demo_samples.py."""

    product: ProductUnderTest
    found: dict[str, Any] = field(default_factory=dict)
    no_pages: set[str] = field(default_factory=set)

    def wait_until_searched(self) -> None:
        """Until the workers have done the searches of the demo and read what they found."""
        until = time.monotonic() + SEARCHED_WITHIN_SECONDS
        while self.product.look(UNSEARCHED) != [(0, 0)] or not self.product.look(ITEMS):
            assert time.monotonic() < until, self.product.log.read_text(errors="replace")[-4000:]
            time.sleep(0.5)
        get = "import json\nfrom tests.journeys.demo_samples import collect\nprint(json.dumps(collect()))"
        self.found = json.loads(self.product.python(get).strip().splitlines()[-1])

    def context(self, browser: Browser, role: Role | None, **options: Any) -> BrowserContext:
        """A browser of its own, signed in as somebody of that role."""
        made = browser.new_context(base_url=self.product.url, viewport=WIDE, reduced_motion="reduce", **options)
        cookies = [(self.found["cookie"], self.found["sessions"][PEOPLE[role]], "/")] if role else []
        cookies.append(("dsar_request", self.found["draft"], "/request/"))
        cookies.append(("my_request", self.found["door"], "/my-request/"))
        made.add_cookies([{"name": n, "value": v, "path": p, "domain": "127.0.0.1"} for n, v, p in cookies])
        return made

    def samples(self) -> list[Sample]:
        """At least one address for every route that shows something; a captured part without an argument is an error."""
        pages = [route for route in routes(get_resolver()) if not route.pattern.startswith("api/")]
        return [
            sample
            for route in pages
            if not route.takes_acts_alone and route.name not in OF_A_PACKAGE | OF_SIGNING_IN
            for sample in self._of(route)
        ]

    def _of(self, route: FoundRoute) -> list[Sample]:
        who = ROUTES[route.name]
        of_case = (Role.DPO,) if route.name in OF_APPROVERS else (Role.DPO, Role.HANDLER)
        of_case = (Role.LEGAL,) if route.name in OF_REVIEWERS else of_case
        roles = () if who.public else tuple(r for r in FIRST if r in (who.roles or (of_case if who.of_case else FIRST)))
        given = []
        for words in WORDS.get(route.name, [{}]):
            for ref in self._references(route) if route.is_of_a_case else [""]:
                values = {**ACTS, **self.found["arguments"], **self._own(route), "ref": ref, **words}
                given.append({name: values[name] for name in route.arguments})
        return [Sample(route.name, reverse(route.name, kwargs=values), roles) for values in given]

    def _own(self, route: FoundRoute) -> dict[str, Any]:
        """Arguments of a room whose pages stand on a case of its own."""
        ported: dict[str, Any] = self.found["portability"]["values"]
        return ported if route.name.startswith("dsar:case-portability") else {}

    def _references(self, route: FoundRoute) -> list[str]:
        cases = self.found["cases"]
        if right := right_of(route.name):
            return [self.found["rights"][right]]
        if route.name.startswith("dsar:case-erasure"):
            erased = self.found["erasures"]
            is_page = route.name == "dsar:case-erasure"
            done = "true" if route.name in OF_AN_ERASURE else "false"
            return [*erased.values(), self.found["main"]] if is_page else [erased[done]]
        if route.name.startswith("dsar:case-portability"):
            ported = self.found["portability"]["ref"]
            return [ported, self.found["main"]] if route.name == "dsar:case-portability" else [ported]
        if route.name == "dsar:case":
            return [case["ref"] for case in cases]
        wanted = STAGES.get(route.name)
        if wanted is None:
            return [self.found["main"]]
        return [next(case["ref"] for case in cases if wanted in (case["stage"], case["clock"]))]


class Inspector:
    """A page of the browser that remembers what went wrong on it."""

    def __init__(self, context: BrowserContext, demo: Demo) -> None:
        self._no_pages = demo.no_pages
        self._sizes = (WIDE, PHONE)
        self.page: Page = context.new_page()
        self.page.add_init_script(path=AXE)
        self._said: list[tuple[str, str]] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._said.append((self.page.url, str(error))))
        self.page.on("response", self._note)

    def open(self, sample: Sample) -> bool:
        """Open the address; False where it is no page: a download, or a document that is no HTML."""
        if sample.path in self._no_pages:
            return False
        self._said.clear()
        try:
            answer = self.page.goto(sample.path, wait_until="load")
        except PlaywrightError:  # a download, or an answer without body, which a browser does not show
            answer = None
        shown = answer or self.page.request.get(sample.path)
        if _is_file(shown):
            self._no_pages.add(sample.path)
            return False
        if answer is None or answer.status != OK:
            self._said.append((self.page.url, f"status {answer.status if answer else 'unknown'}"))
        return True

    def faults(self, *, with_axe: bool) -> list[str]:
        """What is wrong with the page shown, wide and on a phone: console, policy, width and, if asked, axe-core.

        It is looked at first in the size in which it was loaded, then in the other, in which the next page is loaded.
        """
        found, axe = [], []
        for size in self._sizes:
            self.page.set_viewport_size(size)
            if over := sideways(self.page):
                found.append(f"{over} px too wide at {size['width']}")
            if with_axe:
                said = len(self._said)
                axe += [f"{one} at {size['width']}" for one in axe_violations(self.page)]
                del self._said[said:]  # axe's own styles, which the policy refuses
        self._sizes = (self._sizes[1], self._sizes[0])
        # A download is spoken of on the console when the next page is there already, and so is the icon that the browser
        # looks for beside a document that is no HTML; our pages name theirs.
        elsewhere = self._no_pages | {"/favicon.ico"}
        said_here = [words for url, words in self._said if urlsplit(url).path not in elsewhere]
        return [*said_here, *found, *axe]

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._said.append((said.location["url"], said.text))

    def _note(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self._said.append((answer.url, f"{answer.status} for {answer.url}"))


def _is_file(answer: APIResponse | Response) -> bool:
    """Whether the answer is no page: a download, or a document of another kind than HTML."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    is_download = "attachment" in answer.headers.get("content-disposition", "")
    return answer.ok and (is_download or not is_html)
