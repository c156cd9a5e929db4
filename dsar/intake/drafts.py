"""Unfinished public forms: kept sealed on the server for a day, found by a random token in a cookie of their own."""

import datetime as dt
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse

from dsar.foundation import cipher, clock
from dsar.foundation.keys import create_data_key, installation_key
from dsar.intake.models import RequestDraft

COOKIE = "dsar_request"
COOKIE_PATH = "/request/"
KEPT_FOR = dt.timedelta(hours=24)


def start_draft() -> tuple[RequestDraft, str]:
    """A new draft with a key of its own, and the token for the browser."""
    token, now = secrets.token_urlsafe(32), clock.now()
    draft = RequestDraft(key=create_data_key(), digest=_digest(token), started_at=now, expires_at=now + KEPT_FOR)
    draft.save(force_insert=True)
    return draft, token


def find_draft(request: HttpRequest) -> RequestDraft | None:
    """The draft of this browser, if its day is not over."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    return RequestDraft.objects.filter(digest=_digest(token), expires_at__gt=clock.now()).first()


def keep_answer(draft: RequestDraft, step: str, answer: dict[str, Any]) -> None:
    """Write down the answer to one question."""
    draft.answers = {**draft.answers, step: answer}
    draft.save(update_fields=["answers"])


def remember(response: HttpResponse, token: str, *, secure: bool) -> None:
    """Give the browser its token: sent to the public form only, unseen by scripts."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=KEPT_FOR,
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )


def _digest(token: str) -> bytes:
    return cipher.digest(installation_key("links"), "draft", token)
