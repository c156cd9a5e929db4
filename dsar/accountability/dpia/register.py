"""Entries of the Art. 30 register as an assessment takes them over, and what they say otherwise since."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation

from dsar.accountability.dpia.comparison import Change, drift, register_words
from dsar.accountability.dpia.content import Content
from dsar.processing_records.models import ProcessingActivity
from dsar.processing_records.selectors import automated_words

# Which text of the description an entry of the register answers.
_ANSWERS = {
    "purposes": "purpose",
    "categories": "categories",
    "data_subjects": "data_subjects",
    "recipients": "recipients",
    "retention": "retention",
}


def snapshot(activities: Iterable[ProcessingActivity], today: dt.date) -> tuple[dict[str, Any], ...]:
    """The entries as they are, in plain values."""
    return tuple(_entry(one) | {"taken_on": today.isoformat()} for one in activities)


def _entry(activity: ProcessingActivity) -> dict[str, Any]:
    recipients = [
        {"name": one.name, "role": one.role, "country": one.country, "safeguard": one.safeguard}
        for one in activity.recipients.all()
    ]
    with translation.override(settings.LANGUAGE_CODE):  # it is kept, and compared later by whoever looks
        automated = str(automated_words(activity))
    return {
        "id": str(activity.pk),
        "name": activity.name,
        "controller": activity.controller.name,
        "purpose": activity.purpose,
        "legal_basis": activity.legal_basis,
        "categories": list(activity.categories),
        "data_subjects": activity.data_subjects,
        "retention": activity.retention,
        "source_of_data": activity.source_of_data,
        "automated": automated,
        "security_measures": activity.security_measures,
        "systems": [one.name for one in activity.systems.all()],
        "recipients": recipients,
    }


def changes_since(content: Content) -> list[Change]:
    """What the register says otherwise than what was taken over; entries that are gone are told as removed."""
    return drift(content.register, _today([str(entry.get("id")) for entry in content.register]))


def changes_of_many(contents: Sequence[Content]) -> list[bool]:
    """For each content whether the register has changed since; the register is asked once."""
    now = _today({str(entry.get("id")) for content in contents for entry in content.register})
    return [bool(drift(content.register, now)) for content in contents]


def _today(ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    rows = ProcessingActivity.objects.filter(pk__in=list(ids)).select_related("controller")
    return {str(one.pk): _entry(one) for one in rows.prefetch_related("recipients", "systems")}


def filled_in(description: Mapping[str, str], register: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The description with what the register knows where nothing was written yet."""
    found = dict(description)
    for name, key in _ANSWERS.items():
        if not found.get(name, "").strip():
            found[name] = "\n".join(dict.fromkeys(_lines(register, key)))
    if not found.get("transfers", "").strip():
        found["transfers"] = "\n".join(dict.fromkeys(_transfers(register)))
    return found


def _lines(register: Sequence[Mapping[str, Any]], key: str) -> Iterable[str]:
    for entry in register:
        value = entry.get(key)
        for one in value if isinstance(value, list | tuple) else [value]:
            if words := register_words(one):
                yield words


def _transfers(register: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for entry in register:
        for one in entry.get("recipients", []):
            if one.get("safeguard"):
                yield f"{one['name']} ({one['country']}): {one['safeguard']}"
