"""The canary walks through a real installation; no file of it, log and database included, gives her away."""

import http.cookiejar
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests import canary
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(25)]

REGISTER = f"""
from tests.world import make_case, make_world
case = make_case(
    make_world(),
    name={canary.NAME!r},
    details={{"emails": [{canary.EMAIL!r}], "phones": [{canary.PHONE!r}]}},
    request_text="I am {canary.NAME}, {canary.EMAIL}; my password was {canary.SECRET}.",
)
print(case.reference)
"""


class Browser:
    """Forms and cookies, as much as this walk needs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(self.url + path))

    def post(self, path: str, **fields: str) -> str:
        self.get(path)
        token = next(cookie.value for cookie in self._cookies if "csrf" in cookie.name)
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        return self._open(urllib.request.Request(self.url + path, data=body, headers={"Referer": self.url + path}))

    def _open(self, request: urllib.request.Request) -> str:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.read().decode()


def temporary_files_since(moment: float) -> list[Path]:
    """Files of the common temporary folder that were written to since, but those of tests."""
    folder = Path(tempfile.gettempdir())
    return [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime >= moment]


def test_no_file_of_the_installation_holds_the_canary():
    started = time.time()
    with ProductUnderTest() as product:
        reference = product.python(REGISTER).split()[-1]
        browser = Browser(product.url)

        browser.post("/sign-in/", username=canary.EMAIL, email=canary.EMAIL, password=canary.SECRET)
        error_page = browser.get(f"/cases/{canary.SECRET}/?q={urllib.parse.quote(canary.EMAIL)}")

        assert reference.startswith("DSAR-")
        assert canary.seen_in(error_page, "error page") == []
        product.terminate()
        written = b"".join(path.read_bytes() for path in product.var_dir.glob("dsar.sqlite3*"))
        assert reference.encode() in written  # the search looks where the case is
        assert canary.seen_under([product.var_dir]) == []
        assert [
            seen for path in temporary_files_since(started) for seen in canary.seen_in(path.read_bytes(), path.name)
        ] == []
