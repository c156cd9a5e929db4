"""What the detection interface takes: bodies read up to a size, and so much text a minute for one person."""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError, Throttled
from rest_framework.parsers import BaseParser

BODY_BYTES: Final = 1_048_576
TEXT_CHARACTERS: Final = 100_000
TEXTS: Final = 100
ALL_CHARACTERS: Final = 200_000
# The least that a request counts, so that many empty ones are held back too.
_LEAST_COUNTED: Final = 200
_WINDOW_SECONDS: Final = 60.0


class BodyTooLarge(APIException):
    """The body is larger than a request may be."""

    status_code = 413
    default_detail = f"A request may have {BODY_BYTES:,} bytes."
    default_code = "body_too_large"


class LimitedJsonParser(BaseParser):
    """JSON that is read up to a size and no further, whatever the header says of its length."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The value.

        Raises:
            BodyTooLarge: it goes on beyond the limit.
            ParseError: it is no JSON in UTF-8, or nested beyond reason.
        """
        body = stream.read(BODY_BYTES + 1)
        if len(body) > BODY_BYTES:
            raise BodyTooLarge
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            message = "The body is not JSON in UTF-8."  # never the error's own words: they quote the body
            raise ParseError(message) from error


_lock = threading.Lock()
_counted: dict[UUID, tuple[float, int]] = {}


def count(person: UUID, characters: int) -> None:
    """Count text that a person sent to this web process; refuse where it is too much for a minute.

    Raises:
        Throttled: with the seconds to wait.
    """
    most = settings.DSAR_DETECT_CHARACTERS_PER_MINUTE
    if not most:
        return
    now = time.monotonic()
    with _lock:
        until, used = _counted.get(person, (0.0, 0))
        if until <= now:
            until, used = now + _WINDOW_SECONDS, 0
            _let_go(now)
        used += max(characters, _LEAST_COUNTED)
        if used > most:
            raise Throttled(wait=until - now)
        _counted[person] = (until, used)


def give_back(person: UUID, characters: int) -> None:
    """Take back what `count` counted: the question was not answered and is asked again on another way."""
    with _lock:
        if person in _counted:
            until, used = _counted[person]
            _counted[person] = (until, max(0, used - max(characters, _LEAST_COUNTED)))


def forget() -> None:
    """Start counting anew."""
    with _lock:
        _counted.clear()


def _let_go(now: float) -> None:
    for person in [person for person, (until, _used) in _counted.items() if until <= now]:
        del _counted[person]
