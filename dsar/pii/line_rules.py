"""The own kinds and thresholds of the house where every line is read: logs, calls to others, the mails of a target.

A line never waits for the database: it goes by what is held in memory. That is loaded before a request or a task once
it is older than DSAR_LINE_RULES_SECONDS, and as soon as this process publishes a version. Before the first loading the
shipped rules count.
"""

import threading
import time
from dataclasses import replace
from typing import Any, Final

from celery.signals import task_prerun
from django.conf import settings
from django.core.signals import request_started
from django.db import DatabaseError, transaction

from discovery.detection import Options, detect
from discovery.detection.exchange import Exchange
from discovery.detection.sanitising import as_shipped, sanitise_payload
from dsar.pii import line_masks
from dsar.pii.steering import options_now
from dsar.pii.texts import forget


class _State:
    """When it was loaded last, and whether anybody reads whole lines by it."""

    loaded_at = float("-inf")
    is_asked = False


_state: Final = _State()
_loading: Final = threading.Lock()


def house_rules() -> Options:
    """The rules of the house without names, from memory: for SanitisingFilter, StructlogSanitiser and Exchange."""
    _state.is_asked = True
    return line_masks.held() or as_shipped()


def house_exchange() -> Exchange:
    """A conversation with somebody else's interface, by the rules of the house."""
    return Exchange(options=house_rules())


def sanitised(payload: Any) -> Any:
    """A copy of a JSON-like value without personal data, by the rules of the house."""
    return sanitise_payload(payload, options=house_rules())


def renew() -> None:
    """Load the newest versions; where they cannot be read, what is held stays. Another thread's loading counts too."""
    if not _loading.acquire(blocking=False):
        return
    try:
        _state.loaded_at = time.monotonic()
        fresh = replace(options_now(), names="none")
        if _state.is_asked:
            detect("", options=fresh)  # builds the automata here, so that no line waits for them
        line_masks.hold(fresh)
    except DatabaseError:
        return
    finally:
        _loading.release()


def renew_when_old(**_signal: Any) -> None:
    """Load again where the time is up; 0 seconds: never by time."""
    seconds = settings.DSAR_LINE_RULES_SECONDS
    if seconds and time.monotonic() - _state.loaded_at >= seconds:
        renew()


def renew_after_commit() -> None:
    """Called by whoever publishes a version: this process goes by it at once, others when their time is up."""
    transaction.on_commit(_published)


def _published() -> None:
    forget()
    renew()


request_started.connect(renew_when_old, dispatch_uid="line_rules")
task_prerun.connect(renew_when_old, dispatch_uid="line_rules", weak=False)
