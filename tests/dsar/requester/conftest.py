import re

import pytest
from django.test import Client
from django.urls import reverse

from dsar.notices.models import Notice
from dsar.requester.signing_in_services import send_asked_codes
from tests.world import make_case

SIGN_IN, CODE = "/my-request/", "/my-request/code/"


@pytest.fixture
def case(world):
    return make_case(world)


@pytest.fixture
def door(case):
    """A browser of the person who asked, inside."""
    browser = Client()
    ask(browser, case.reference, "ana@example.com")
    browser.post(CODE, {"code": mailed_code()})
    return browser


def ask(browser, reference, email):
    """Ask for a code and let the worker do its part."""
    answer = browser.post(SIGN_IN, {"reference": reference, "email": email})
    send_asked_codes()
    return answer


def mailed_code():
    """The code of the newest mail."""
    newest = Notice.objects.filter(code="portal_code").order_by("-queued_at").first()
    return re.search(r"\b(\d{4} \d{4})\b", newest.body).group(1)


def wrong(code, number=1):
    """A code that is not the right one."""
    return f"{(int(code.replace(' ', '')) + number) % 10**8:08d}"


def page(name, *args):
    return reverse(f"dsar:requester-{name}", args=args)


__all__ = ["CODE", "SIGN_IN", "ask", "mailed_code", "page", "wrong"]
