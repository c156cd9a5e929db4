"""Wrong input to every form of the demo, as each role: `python -m benchmarks.wrong_input [--var FOLDER] [--most 3]`.

It walks the pages by their links, signed in as each role, and posts each form with a field to type or choose in: empty,
far too long, impossible and far-off dates, ids of nobody, letters that break things, versions long gone. Every post is
rolled back. Exit 1 where one answers 500, or refuses and loses what was typed. `--var` names the folder of an
installation whose demo is loaded; without it one is made first.
"""

import argparse
import html
import logging
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

ROLES = ("dpo", "admin", "handler", "approver", "legal", "intake", "auditor", "")  # "" is a stranger
PUBLIC_STARTS = ("/privacy/", "/request/", "/request/status/", "/my-request/", "/transparency/", "/portability/schema/")
STAFF_STARTS = ("/", "/setup/", "/help/", "/cases/")
PASSWORD = "northwind demo 2026"
TYPED = ("text", "search", "email", "tel", "url", "textarea")
# Signing in and out ends the walk; the rest is bound to what is not there.
LEFT_OUT = ("/sign-out", "/sign-in", "/reset", "/static/", "/language", "/i18n")
REFUSED = (400, 422)
MARK = "qzx7 wrong"
_MARKED = re.compile(rf"{MARK}\d+\.")


@dataclass
class Form:
    """A form of a page: where it goes, its fields as (name, kind, value), and what was typed into it."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def is_typed(self) -> bool:
        """Whether there is something to type or to choose."""
        return any(kind not in ("hidden", "submit") for _name, kind, _value in self.fields)


class Reader(HTMLParser):
    """The links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and given.get("name"):
            kind = {"input": given.get("type", "text"), "button": "submit"}.get(tag, tag)
            if tag in ("input", "select", "textarea", "button"):
                self._form.fields.append((given["name"], kind, given.get("value", "")))
        if tag == "select":
            self._select = given.get("name", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def wrong_values(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each way of being wrong, with what is posted then."""
    kept = {name: value for name, kind, value in form.fields if kind == "hidden"}
    button = next(({name: value} for name, kind, value in form.fields if kind == "submit" and name), {})
    yield "empty", kept | button
    for why, words, day, choice in (
        ("words alone", MARK, "31/02/2026", "no-such-choice"),
        ("far too long", MARK + " long" * 4_000, "2999-12-31", "00000000-0000-4000-8000-000000000000"),
        ("letters that break", f'{MARK} \x00"><script>é\u202e', "0001-01-01", "-1"),
    ):
        marked = [(one, words.replace(MARK, f"{MARK}{number}.")) for number, one in enumerate(_open(form))]
        yield why, kept | button | {name: _wrong(kind, said, day, choice) for (name, kind, _v), said in marked}
    stale = {name: "0" for name in kept if "version" in name or name == "number"}
    if stale:
        yield "a version long gone", kept | button | stale | {n: MARK for n, kind, _v in _open(form) if kind in TYPED}


def _open(form: Form) -> list[tuple[str, str, str]]:
    return [one for one in form.fields if one[1] not in ("hidden", "submit")]


def _wrong(kind: str, words: str, day: str, choice: str) -> Any:
    if kind == "file":
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile("wrong.exe", b"MZ\x00 nothing of use")
    if kind in ("date", "datetime-local", "month", "time"):
        return day
    if kind in ("select", "radio", "checkbox"):
        return choice
    return {"number": "-7.5e99", "password": "wrong"}.get(kind, words)  # a password is never shown again


class Walk:
    """One person's walk over the pages and their forms."""

    def __init__(self, role: str, most: int) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=False, REMOTE_ADDR=f"192.0.2.{len(role) + 1}")
        self.role, self.most = role, most
        self.seen: Counter[str] = Counter()
        self.posted: Counter[str] = Counter()
        self.faults: list[str] = []
        self.posts = 0

    def run(self) -> None:
        if self.role:
            who = {"email": f"{self.role}@northwind.example", "password": PASSWORD}
            if self.client.post("/sign-in/", who).status_code != 302:
                self.faults.append(f"{self.role} could not sign in")
        todo = deque(STAFF_STARTS if self.role else PUBLIC_STARTS)
        while todo:
            path = todo.popleft()
            route = _route(path)
            if not route or any(part in path for part in LEFT_OUT) or self.seen[route] >= self.most:
                continue
            self.seen[route] += 1
            answer = self.client.get(path, follow=True)
            if answer.status_code >= 500:
                self.faults.append(f"{self.role or 'stranger'} GET {path}: {answer.status_code}")
            if "text/html" not in answer.headers.get("Content-Type", "") or answer.status_code != 200:
                continue
            here = answer.request["PATH_INFO"]
            reader = Reader()
            reader.feed(answer.content.decode())
            todo.extend(urlsplit(urljoin(here, link)).path for link in reader.links if not link.startswith("mailto:"))
            for form in reader.forms:
                self._try(here, form)

    def _try(self, here: str, form: Form) -> None:
        target = urlsplit(urljoin(here, form.action or here)).path
        route = f"{_route(target)} {','.join(sorted({name for name, kind, _v in form.fields if kind != 'hidden'}))}"
        left = any(part in target for part in LEFT_OUT)
        if form.method != "post" or left or not form.is_typed() or self.posted[route] >= self.most:
            return
        self.posted[route] += 1
        for why, values in wrong_values(form):
            self._post(target, why, values)

    def _post(self, target: str, why: str, values: dict[str, Any]) -> None:
        from django.db import transaction

        self.posts += 1
        with transaction.atomic():
            answer = self.client.post(target, values)
            transaction.set_rollback(True)
        told = f"{self.role or 'stranger'} POST {target} ({why}): {answer.status_code}"
        if answer.status_code >= 500:
            self.faults.append(told)
        elif answer.status_code in REFUSED:
            body = "" if answer.streaming else html.unescape(answer.content.decode(errors="replace"))
            marks = ((name, _MARKED.match(str(value))) for name, value in values.items())
            if lost := [name for name, mark in marks if mark and mark[0] not in body]:
                self.faults.append(f"{told}, what was typed is lost: {', '.join(lost)}")


def _route(path: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk_all(roles: list[str], most: int) -> int:
    """Walk as each role; prints what was wrong, and gives the exit code."""
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from dsar.intake import budget

    setup_test_environment()
    logging.disable(logging.CRITICAL)  # a refusal is what is wanted here
    budget.BUDGETS |= dict.fromkeys(budget.BUDGETS, (10**9, 10**9))
    faults: list[str] = []
    posts, routes = 0, set[str]()
    for role in roles:
        one = Walk(role, most)
        one.run()
        faults += one.faults
        posts, routes = posts + one.posts, routes | set(one.posted)
        print(f"{role or 'stranger':<9} {len(one.seen):>4} pages, {len(one.posted):>4} forms, {one.posts:>5} posts")
    for fault in faults:
        print(f"  {fault}")
    print(f"{posts} wrong posts to {len(routes)} forms: {len(faults)} failed (bar: 0) {'missed' if faults else 'met'}")
    return 1 if faults or not posts else 0


def main() -> int:
    """Read the arguments, make a demo where none is named, and walk."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--var", default="")
    wanted.add_argument("--most", type=int, default=2, help="pages and posts of one route at most")
    wanted.add_argument("--role", action="append", choices=ROLES)
    given = wanted.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dsar.config.settings.demo"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DSAR_VAR_DIR"] = given.var or folder
        if not given.var:
            for command in ("migrate", "demo_load"):
                subprocess.run([sys.executable, "manage.py", command, "--verbosity", "0"], check=True)
        return walk_all(given.role or list(ROLES), given.most)


if __name__ == "__main__":
    sys.exit(main())
