"""From a declared letter and its variables to a subject and a body in the wanted language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats, translation

from dsar.foundation.errors import DsarError
from dsar.notices import catalogue
from dsar.notices.phrases import phrase
from dsar.notices.placeholders import TextWrong, parse, render
from dsar.notices.texts import LetterSource, current_text

LONGEST_SUBJECT = 150
# The day in full, before the month.
DATES = {"de": "j. F Y"}


@dataclass(frozen=True, slots=True)
class Text:
    """A letter ready to go: `language` is the one it is really written in, `version` that of its text (0: shipped)."""

    subject: str
    body: str
    language: str
    version: int = 0


def write(code: str, variables: Mapping[str, Any], language: str) -> Text:
    """The letter in that language, or in English where nobody has written it in that language yet.

    Raises:
        DsarError: a variable is missing or unknown, the subject would break the mail's header ("bad_header"), or the
            text is damaged ("letter_text_wrong").
    """
    catalogue.check_variables(code, variables)
    return filled(current_text(code, language), variables)


def filled(source: LetterSource, variables: Mapping[str, Any]) -> Text:
    """A text with its variables put in. Subject and body apart, so no value can move a line into the header.

    Raises:
        DsarError: "bad_header" or "letter_text_wrong".
    """
    with translation.override(source.language):
        values = {name: _told(value, source.language) for name, value in variables.items()}
    try:
        line, text = (render(parse(part), values) for part in (source.subject, source.body))
    except TextWrong as wrong:
        message = f"The text of the letter {source.code} is not written as it has to be ({source.language})."
        raise DsarError(message, code="letter_text_wrong") from wrong
    return Text(clean_header(line), _tidy(text), source.language, source.version)


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


def _told(value: Any, language: str) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return formats.date_format(value, DATES.get(language, "j F Y"))
    if isinstance(value, list | tuple):
        return [str(entry) for entry in value]
    return phrase(str(value), language)


def _tidy(body: str) -> str:
    """At most one empty line in a row: optional parts leave none behind."""
    lines: list[str] = []
    for line in body.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
