"""Invented values for the preview of a letter: what each variable looks like when it is filled in."""

import datetime as dt
from typing import Any

from dsar.notices import catalogue
from dsar.notices.remedies import Routes, remedies

ABOUT: dict[str, str] = {
    "name": "who is written to",
    "reference": "reference of the case",
    "organisation": "name of the controller",
    "contact": "how the controller is reached",
    "remedies": "how to complain, by law and language; in the United Kingdom three routes",
    "authority": "the supervisory authority",
    "authority_contact": "how the authority is reached",
    "reasons": "the reasons that were written for this case",
    "due_on": "the day by which the answer comes",
    "reply_link": "private link to answer",
    "status_link": "private link to the status",
    "clock_words": "what the question means for the deadline",
}
_SAMPLES: dict[str, Any] = {
    "name": "Ana Lindqvist",
    "reference": "DSAR-2026-0042-K",
    "organisation": "Northwind Ltd",
    "contact": "privacy@example.org",
    "authority": "Information Commissioner",
    "authority_contact": "ico.example.org",
    "controller": "Southwind Ltd",
    "subject_name": "Ola Lindqvist",
    "system": "Customer database",
    "amount": "12.50 EUR",
    "code": "4711 0815",
    "valid_minutes": 10,
    "subject": "Your request",
    "inside": ["customers (Web shop): name, email, address"],
    "outside": ["customers (Web shop): score – you did not provide it: we derived it ourselves (Art. 20(1))"],
    "receivers": ["Southwind Ltd"],
    "receiver": "Southwind Ltd",
    "size": "18,204",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "erased": ["Customer database", "File share"],
    "kept": ["Orders: locked and not used any more. A statutory retention period runs (Art. 17(3)(b))."],
}
_DAY = dt.date(2026, 12, 1)


def sample_values(code: str, language: str) -> dict[str, Any]:
    """A value for every variable of the letter, also the optional ones."""
    return {name: _sample(name, language) for name in sorted(catalogue.letter(code).known)}


def _sample(name: str, language: str) -> Any:
    if name == catalogue.REMEDIES:
        routes = Routes(_SAMPLES["authority"], _SAMPLES["authority_contact"], _SAMPLES["contact"])
        return remedies(routes, regime="UK", language=language, on=_DAY)
    if name in _SAMPLES:
        return _SAMPLES[name]
    if name.endswith(("_on", "_by")):
        return _DAY
    if "link" in name:
        return "https://dsar.example.org/…"
    return f"[{name.replace('_', ' ')}]"
