"""Logs without personal data: one line an event, ids and kinds only.

A log is a copy that no one erases. So every argument of a message is judged by its kind before it is written: numbers,
dates, UUIDs and identifiers pass, everything else is replaced by the name of its type. Tracebacks keep their places and
the types of their errors, and lose the errors' texts, which may quote what somebody typed.
"""

import datetime as dt
import enum
import logging
import logging.config
import re
import sys
import traceback
import uuid
from collections.abc import Mapping
from typing import Any, TextIO

from dsar.pii import line_masks

OUR_LOGGERS = frozenset({"dsar", "discovery", "consent", "erasure"})
# Their messages are templates with arguments, or say only what the machine does.
TEMPLATE_LOGGERS = frozenset({"celery", "kombu", "amqp"})
# Dotted names, codes, references such as DSAR-2026-0042-K; no blank, no @, no slash.
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:\-]{1,80}")
# What Celery and Django put into their messages under these names is a name, an id or a time.
SAFE_FIELDS = frozenset({"id", "name", "runtime", "hostname", "state", "queue", "sender"})


def safe_argument(value: object, *, trusted: bool) -> object:
    """The value where its kind cannot carry personal data, else its type in angle brackets.

    Args:
        value: an argument of a log message.
        trusted: the message is one of our own, whose texts are identifiers by rule.
    """
    if isinstance(value, (bool, int, float, uuid.UUID, dt.date, dt.time, dt.timedelta)) or value is None:
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, type):
        return value.__name__
    if trusted and isinstance(value, str) and IDENTIFIER.fullmatch(value):
        return value
    return f"<{type(value).__name__}>"


class DropDangerousArguments(logging.Filter):
    """Judges the arguments of every record; never refuses a record."""

    def filter(self, record: logging.LogRecord) -> bool:
        origin = record.name.split(".", 1)[0]
        trusted = origin in OUR_LOGGERS
        if not isinstance(record.msg, str) or (not record.args and not trusted and origin not in TEMPLATE_LOGGERS):
            # Put together by somebody else, perhaps from what a person typed or a document holds.
            record.msg, record.args = f"<{type(record.msg).__name__} of {len(str(record.msg))} characters>", ()
        if isinstance(record.args, Mapping) and "%(" not in record.msg:
            record.args = ("<dict>",)  # one dictionary as the only value: logging unpacks it
        elif isinstance(record.args, Mapping):
            record.args = {
                key: safe_argument(value, trusted=trusted or key in SAFE_FIELDS) for key, value in record.args.items()
            }
        elif record.args:
            record.args = tuple(safe_argument(value, trusted=trusted) for value in record.args)
        return True


class OwnKindsOut(logging.Filter):
    """Puts a label in the place of whatever is of an own kind of the organisation; asks nobody, passes every record.

    An argument that is let through as a code (CUST-10042) may be a number of somebody, and only the organisation knows.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if line_masks.held() is not None:
            record.msg, record.args = line_masks.masked(_message(record)), ()
        return True


class OneLine(logging.Formatter):
    """`time level logger "message" error=Type at=file:line …` on one line."""

    def format(self, record: logging.LogRecord) -> str:
        when = dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds")
        event = one_line(_message(record))
        line = f'time={when} level={record.levelname.lower()} logger={record.name} event="{event}"'
        line += _of_request(record)
        if record.exc_info and record.exc_info[0]:
            line += f" {self.formatException(record.exc_info)}"
        return line

    def formatException(self, ei: Any) -> str:
        """Types of the errors and the places they passed, innermost last, without the errors' texts."""
        return describe_error(ei[1])


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a %d whose number was replaced by its type
        return str(record.msg)


def _of_request(record: logging.LogRecord) -> str:
    """Status and name of the route (never the path) where Django logs about a request."""
    status = getattr(record, "status_code", None)
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    line = f" status={status}" if isinstance(status, int) else ""
    return f"{line} route={match.view_name}" if match is not None else line


def describe_error(error: BaseException) -> str:
    """`error=Type cause=Type at=module:line,module:line`."""
    frames = traceback.extract_tb(error.__traceback__)
    places = ",".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-8:])
    cause = error.__cause__ or error.__context__
    because = f" cause={type(cause).__name__}" if cause else ""
    return f"error={type(error).__name__}{because} at={places}"


def one_line(text: str) -> str:
    """The text with line ends, control characters and quotes escaped, so that no event can pretend to be two."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in escaped)


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment (tests and daemons replace it)."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _given: TextIO) -> None:
        """The stream that logging offers at the start is not kept."""


def configure(_settings: Mapping[str, Any] | None = None) -> None:
    """Send every log of web, worker and commands to standard error in this form (Django's LOGGING_CONFIG)."""
    handler = {"()": StandardError, "formatter": "line", "filters": ["arguments", "own_kinds"]}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"arguments": {"()": DropDangerousArguments}, "own_kinds": {"()": OwnKindsOut}},
            "formatters": {"line": {"()": OneLine}},
            "handlers": {"standard_error": handler},
            "root": {"handlers": ["standard_error"], "level": "WARNING"},
            "loggers": {
                **{name: {"level": "INFO"} for name in OUR_LOGGERS},
                # Django puts handlers of its own here (mail to administrators with the whole page): none stays.
                "django": {"level": "WARNING", "handlers": [], "propagate": True},
                "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
                "celery": {"level": "WARNING"},
                "celery.app.trace": {"level": "ERROR"},
                "django.db.backends": {"level": "ERROR"},
            },
        }
    )
