"""A letter for the post: the organisation's head, the address where the window of the envelope is, page numbers."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import formats, translation

from dsar.foundation.errors import DsarError
from dsar.foundation.sandbox import Limits, run_sandboxed
from dsar.notices.rendering import DATES
from dsar.notices.texts import FALLBACK_LANGUAGE, languages, spoken_language

CHILD = "dsar.notices.paper_child"
STYLE = Path(settings.BASE_DIR) / "static" / "css" / "letter.css"
LIMITS = Limits(wall_seconds=30.0, cpu_seconds=20.0, memory_bytes=1024 * 1024 * 1024)
LONGEST_BODY = 60_000
WORDS = {
    "en": {"page": "Page", "of": "of", "reference": "Our reference", "date": "Date", "questions": "Questions to"},
    "fr": {"page": "Page", "of": "sur", "reference": "Notre référence", "date": "Date", "questions": "Vos questions à"},
    "de": {"page": "Seite", "of": "von", "reference": "Unser Zeichen", "date": "Datum", "questions": "Fragen an"},
}


@dataclass(frozen=True, slots=True)
class Sender:
    """The head of the letter: name, postal address on several lines, how to reach the organisation."""

    name: str
    address: str
    contact: str
    officer: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a letter; `recipient` is the postal address on several lines, its name first."""

    sender: Sender
    recipient: str
    subject: str
    body: str
    reference: str
    language: str
    day: dt.date


def letter_pdf(paper: Paper) -> bytes:
    """The letter as PDF/UA, set in the sandbox with nothing fetched.

    Raises:
        DsarError: the text is too long ("letter_too_long") or could not be set ("letter_not_set").
    """
    if len(paper.body) > LONGEST_BODY:
        message = "This letter is too long to be set as one. Send it as an enclosure."
        raise DsarError(message, code="letter_too_long")
    inputs = {"letter.html": _markup(paper).encode(), "letter.css": _style(paper.language).encode()}
    result = run_sandboxed(CHILD, {}, files=inputs, limits=LIMITS)
    if not result.ok or "letter.pdf" not in result.files:
        message = "The letter could not be set on paper. Try again, or print the page with your browser."
        raise DsarError(message, code="letter_not_set")
    return result.files["letter.pdf"]


def _markup(paper: Paper) -> str:
    spoken = _spoken(paper.language)
    with translation.override(spoken):
        day = formats.date_format(paper.day, DATES.get(spoken, "j F Y"))
    paragraphs = [block.split("\n") for block in paper.body.strip().split("\n\n")]
    one_line = " · ".join(part for line in paper.sender.address.splitlines() if (part := line.strip(" ,")))
    context = {
        "paper": paper,
        "language": spoken,
        "words": WORDS[spoken],
        "day": day,
        "paragraphs": paragraphs,
        "back_address": " · ".join(part for part in (paper.sender.name, one_line) if part),
    }
    return render_to_string("notices/letter_paper.html", context)


def _style(language: str) -> str:
    words = WORDS[_spoken(language)]
    return (
        STYLE.read_text(encoding="utf-8")
        .replace('"Page "', f'"{words["page"]} "')
        .replace('" of "', f'" {words["of"]} "')
    )


def _spoken(language: str) -> str:
    spoken = spoken_language(language)
    return spoken if spoken in languages() and spoken in WORDS else FALLBACK_LANGUAGE
