"""The quick way to keep personal data out of logs and out of what is sent to others: rules only, labels only.

Whoever has kinds and thresholds of their own hands them in: as Options, or for logs as a function that gives those in
force. The function is called for every line, so it only gives what it holds; it neither asks anybody nor logs.
"""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import logging
import sys
import traceback
import uuid
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from collections.abc import Set as AnySet
from typing import Any, Final

from discovery.detection.anonymising.acts import anonymise, write_value
from discovery.detection.anonymising.policy import Policy
from discovery.detection.engine import Options
from discovery.detection.patterns import expression
from discovery.detection.sensitive_keys import kind_of_name
from discovery.documents import Kind

# Times and places of machines are what a log is for; the rest goes.
_LOG_POLICY: Final = Policy(kept=frozenset({Kind.DATE_TIME, Kind.URL, Kind.BIC, Kind.ORGANISATION}))
_RULES: Final = Options(names="none")
# Gives the options in force.
Rules = Callable[[], Options]
_NOTHING_TO_FIND: Final = expression(r"[A-Za-z_ .,:;!?()\[\]/'\"=-]{0,40}")
_DEPTH: Final = 8
_TOO_DEEP: Final = "[TOO DEEP]"
_PASSED: Final = (bool, dt.date, dt.time, dt.timedelta, uuid.UUID, type(None))
# What every record has; all else was put there as `extra`.
_OF_A_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def as_shipped() -> Options:
    """The rules that come with the product, without names."""
    return _RULES


def sanitise(text: str, policy: Policy = _LOG_POLICY, *, options: Options = _RULES) -> str:
    """The text with labels in the place of personal data that rules find. Under a tenth of a millisecond a line.

    Args:
        text: any text.
        policy: which form which kind gets; labels unless said otherwise.
        options: kinds and thresholds of one's own; without names, or it takes longer.
    """
    if not options.custom and _NOTHING_TO_FIND.fullmatch(text):
        return text
    return anonymise(text, policy, options=options, is_checked=False).text


def sanitise_payload(
    payload: Any, policy: Policy = _LOG_POLICY, *, depth: int = _DEPTH, options: Options = _RULES
) -> Any:
    """A copy of a JSON-like value in which every text, number and key is sanitised; JSON-like itself.

    A field whose name says what it holds ("password", "customerEmail") loses its value whatever that looks like. What
    is nested deeper than `depth` is left out and named so, and other objects become sanitised text: nothing passes
    unread.
    """
    return _Cleaner(policy, options).clean(payload, depth)


class _Cleaner:
    """What is done to the values of one payload."""

    def __init__(self, policy: Policy, options: Options) -> None:
        self._policy = policy
        self._options = options

    def text(self, text: str) -> str:
        return sanitise(text, self._policy, options=self._options)

    def clean(self, payload: Any, depth: int) -> Any:
        if isinstance(payload, str):
            return self.text(payload)
        if isinstance(payload, _PASSED):
            return payload
        if isinstance(payload, (int, float, decimal.Decimal)) and not isinstance(payload, enum.Enum):
            written = str(payload)
            cleaned = self.text(written)
            return payload if cleaned == written else cleaned
        if isinstance(payload, Mapping):
            return self._mapping(payload, depth) if depth > 0 else _TOO_DEEP
        if isinstance(payload, (list, tuple, AnySet)):
            return [self.clean(one, depth - 1) for one in payload] if depth > 0 else _TOO_DEEP
        if isinstance(payload, (bytes, bytearray, memoryview)):
            return self.text(bytes(payload).decode("utf-8", "replace"))
        if isinstance(payload, BaseException):
            return f"{type(payload).__name__}: {self.text(str(payload))}"
        return self.text(repr(payload))

    def _mapping(self, payload: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in payload.items():
            name = str(key)
            kind = kind_of_name(name)
            cleaned = self.text(name)
            while cleaned in made:  # two addresses as keys become one label
                cleaned += "′"
            if kind is None or self._policy.form_of(kind) is None:
                made[cleaned] = self.clean(value, depth - 1)
            else:
                made[cleaned] = self._of_kind(kind, value, depth - 1)
        return made

    def _of_kind(self, kind: Kind, value: Any, depth: int) -> Any:
        """The value of a field whose name says its kind: replaced whole; what stands under a secret is replaced too."""
        if value is None or isinstance(value, bool) or value in ("", b""):
            return value
        if isinstance(value, Mapping):
            return write_value(self._policy, kind, "…") if kind is Kind.SECRET else self.clean(value, depth)
        if isinstance(value, (list, tuple, AnySet)):
            return [self._of_kind(kind, one, depth - 1) for one in value] if depth > 0 else _TOO_DEEP
        return write_value(self._policy, kind, str(value))


class SanitisingFilter(logging.Filter):
    """A filter for `logging`: message, traceback, stack and extra fields are sanitised; arguments are dropped.

    Put it on handlers, so that records of all loggers pass it.

    Args:
        rules: gives the options in force.
    """

    def __init__(self, rules: Rules = as_shipped) -> None:
        super().__init__()
        self._rules = rules

    def filter(self, record: logging.LogRecord) -> bool:
        """Sanitise the record in place; it always passes."""
        options = self._rules()
        record.msg, record.args = sanitise(_message(record, options), options=options), None
        if record.exc_info:
            record.exc_text, record.exc_info = _traceback(record.exc_info, options), None
        elif record.exc_text:
            record.exc_text = sanitise(record.exc_text, options=options)
        if record.stack_info:
            record.stack_info = sanitise(record.stack_info, options=options)
        for name in set(vars(record)) - _OF_A_RECORD:
            cleaned = sanitise_payload({name: getattr(record, name)}, options=options)
            setattr(record, name, cleaned.popitem()[1])
        return True


class StructlogSanitiser:
    """A processor for structlog, best the last before the renderer: every key and value of the event is sanitised.

    An exception in `exc_info` becomes the sanitised text `exception`.

    Args:
        rules: gives the options in force.
    """

    def __init__(self, rules: Rules = as_shipped) -> None:
        self._rules = rules

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """The same event, sanitised in place."""
        options = self._rules()
        if (error := event.pop("exc_info", None)) is not None and error is not False:
            event["exception"] = _traceback(error, options)
        cleaned = sanitise_payload(event, options=options)
        event.clear()
        event.update(cleaned)
        return event


structlog_processor: Final = StructlogSanitiser()


def _message(record: logging.LogRecord, options: Options) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):  # arguments that do not fit: logging would print them raw
        return f"{record.msg} {sanitise_payload(record.args, options=options)}"


def _traceback(error: Any, options: Options) -> str:
    """The traceback, sanitised, of an exception, of what sys.exc_info gives, or of True for the present one."""
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if not isinstance(error, Iterable) or isinstance(error, str):
        return sanitise(str(error), options=options)
    return sanitise("".join(traceback.format_exception(*error)).rstrip(), options=options)
