"""Lines of the chain as the timeline of a breach tells them: words for codes, moments at the place of the organisation.

The chain itself keeps codes and UTC, which never change their meaning; only what people read is put in words.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsar.accountability.breaches import standing
from dsar.accountability.breaches.task_list import WORDS as TASKS
from dsar.accountability.breaches.work_models import ScanOf
from dsar.audit import catalogue
from dsar.audit.selectors import HistoryLine

_UTC = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")
_FIELDS: Mapping[str, str | Promise] = {
    "title": _("In a few words"), "what_happened": _("What happened"), "happened_at": _("It happened"),
    "happened_until": _("It ended"), "found_at": _("It was found"), "is_confidentiality": _("Type"),
    "is_integrity": _("Type"), "is_availability": _("Type"), "is_processor": _("Processor"),
    "processor": _("Processor"), "processor_told_at": _("The processor told us"), "persons_about": _("People, about"),
    "records_about": _("Records, about"), "persons_kinds": _("Categories of people"),
    "data_kinds": _("Categories of personal data"), "consequences": _("Likely consequences"),
    "measures_taken": _("Measures taken"), "measures_proposed": _("Measures proposed"), "systems": _("Systems"),
    "activities": _("Processing activities"),
}  # fmt: skip
_AUDIENCES: Mapping[str, str | Promise] = {
    "authority": _("supervisory authority"), "persons": _("people concerned"), "public": _("the public"),
    "controller": _("controller"),
}  # fmt: skip
_LANGUAGES: Mapping[str, str | Promise] = {"en": _("English"), "fr": _("French"), "de": _("German")}


def line_words(line: HistoryLine, zone: str) -> str:
    """The act of a line in words, with moments in the zone; what has no words of its own stays as it was recorded."""
    values = {name: _value(name, value) for name, value in line.values.items()}
    told = catalogue.sentence(line.action, values) if line.values else line.sentence
    return _UTC.sub(lambda found: _moment(found.group(), zone), told)


def _value(name: str, value: Any) -> Any:
    change = _CHANGES.get(name)
    return change(value) if change and isinstance(value, str) else value


def _moment(words: str, zone: str) -> str:
    moment = dt.datetime.strptime(words, "%Y-%m-%d %H:%M UTC").replace(tzinfo=dt.UTC)
    return standing.moment_words(moment, zone)


def _fields(names: str) -> str:
    return ", ".join(dict.fromkeys(str(_FIELDS.get(name, name)) for name in names.split(", ")))


def _task(code: str) -> str:
    return str(TASKS.get(code.replace(" ", "_"), code)).removesuffix(".")


def _scanned(code: str) -> str:
    return str(ScanOf(code).label).lower() if code in ScanOf.values else code


_CHANGES: Mapping[str, Callable[[str], str]] = {
    "fields": _fields, "task": _task, "of": _scanned,
    "audience": lambda code: str(_AUDIENCES.get(code, code)),
    "language": lambda code: str(_LANGUAGES.get(code, code)),
}  # fmt: skip
