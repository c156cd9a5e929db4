"""From a declared letter and its variables to a subject and a body in the wanted language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, TemplateDoesNotExist
from django.template.engine import Engine
from django.utils import formats, translation

from dsar.foundation.errors import DsarError
from dsar.notices import catalogue

FALLBACK_LANGUAGE = "en"
LONGEST_SUBJECT = 150
# The day in full, before the month.
DATES = {"de": "j. F Y"}


@dataclass(frozen=True, slots=True)
class Text:
    """A letter ready to go: `language` is the one it is really written in."""

    subject: str
    body: str
    language: str


def write(code: str, variables: Mapping[str, Any], language: str) -> Text:
    """The letter in that language, or in English where nobody has written it in that language yet.

    The first line of a letter's file is its subject; the rest, after an empty line, its body.

    Raises:
        DsarError: a variable is missing or unknown, or the subject would break the mail's header ("bad_header").
    """
    catalogue.check_variables(code, variables)
    source, spoken = _source(code, language)
    subject, _, body = source.partition("\n\n")
    with translation.override(spoken):
        values: dict[str, Any] = dict.fromkeys(catalogue.letter(code).optional, "")
        values |= {name: _told(value, spoken) for name, value in variables.items()}
        line, text = (_render(part, values) for part in (subject.removeprefix("Subject: "), body))
    return Text(subject=clean_header(line), body=_tidy(text), language=spoken)


def clean_header(text: str) -> str:
    """A line that may stand in a mail's header.

    Raises:
        DsarError: it holds a line break or another control character ("bad_header"), or is empty.
    """
    line = text.strip()
    if not line or any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in line):
        message = "The subject or the address holds a line break or a control character. Write it on one line."
        raise DsarError(message, code="bad_header")
    return line[:LONGEST_SUBJECT]


def _render(source: str, values: Mapping[str, Any]) -> str:
    # Plain text: nothing to escape. Subject and body are rendered apart, so no value can move a line into the header.
    return Engine.get_default().from_string(source).render(Context(dict(values), autoescape=False))


def _source(code: str, language: str) -> tuple[str, str]:
    wanted = language.split("-", maxsplit=1)[0].lower()
    for spoken in (wanted, FALLBACK_LANGUAGE):
        try:
            return str(Engine.get_default().get_template(f"letters/{code}.{spoken}.txt").source), spoken
        except TemplateDoesNotExist:
            continue
    message = f"The text of the letter {code} is missing."
    raise DsarError(message, code="letter_text_missing")


def _told(value: Any, language: str) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return formats.date_format(value, DATES.get(language, "j F Y"))
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value]
    return str(value)


def _tidy(body: str) -> str:
    """At most one empty line in a row: optional parts leave none behind."""
    lines: list[str] = []
    for line in body.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
