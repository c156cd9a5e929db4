"""What differs: one version of an assessment from another, and the register today from what was taken over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dsar.accountability.dpia.content import Content, Measure, Risk
from dsar.accountability.dpia.vocabulary import (
    CHECK_WORDS,
    DESCRIPTION,
    LIKELIHOOD,
    MEASURE_WORDS,
    NECESSITY,
    PART_WORDS,
    RISK_KIND_WORDS,
    SEVERITY,
    Part,
)
from dsar.foundation.words import Words as _

_RISK_LABELS = {
    "title": _("Risk"),
    "kind": _("Kind"),
    "source": _("Source"),
    "threat": _("Threat"),
    "consequence": _("Consequence for people"),
    "likelihood": _("Likelihood"),
    "severity": _("Severity"),
}
_MEASURE_LABELS = {
    "title": _("Measure"),
    "words": _("What is done"),
    "owner": _("Owner"),
    "due_on": _("Due"),
    "state": _("State"),
    "lowers_likelihood": _("Lowers likelihood by"),
    "lowers_severity": _("Lowers severity by"),
    "risks": _("Against"),
}
REGISTER_LABELS = {
    "purpose": _("Purposes"),
    "legal_basis": _("Legal basis"),
    "categories": _("Categories of personal data"),
    "data_subjects": _("Categories of data subjects"),
    "retention": _("How long the data are kept"),
    "source_of_data": _("Where the data come from"),
    "automated": _("Decisions by machines alone"),
    "security_measures": _("Security measures"),
    "systems": _("Systems"),
    "recipients": _("Recipients"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what, and the words before and now; "" where there was or is nothing."""

    place: str
    label: str
    before: str
    now: str


def compare(old: Content, new: Content) -> list[Change]:
    """What the newer content says otherwise than the older one, in the order of the parts."""
    return [*_texts(old, new), *_checks(old, new), *_items(old, new), *_views(old, new)]


def _texts(old: Content, new: Content) -> Iterable[Change]:
    place = PART_WORDS[Part.DESCRIPTION][0]
    for name, field in DESCRIPTION.items():
        if old.text(name).strip() != new.text(name).strip():
            yield Change(place, field.label, old.text(name), new.text(name))


def _checks(old: Content, new: Content) -> Iterable[Change]:
    place = PART_WORDS[Part.NECESSITY][0]
    for name, point in NECESSITY.items():
        was, now = (
            f"{CHECK_WORDS.get(one.state, '')}\n{one.words}".strip() for one in (old.check(name), new.check(name))
        )
        if was != now:
            yield Change(place, point.label, was, now)


def _views(old: Content, new: Content) -> Iterable[Change]:
    place = PART_WORDS[Part.VIEWS][0]
    for label, was, now in (
        (_("Sought"), old.views.sought, new.views.sought),
        (_("How"), old.views.how, new.views.how),
        (_("What was said"), old.views.words, new.views.words),
    ):
        if was.strip() != now.strip():
            yield Change(place, label, was, now)


def _items(old: Content, new: Content) -> Iterable[Change]:
    for part, labels, was, now in (
        (Part.RISKS, _RISK_LABELS, old.risks, new.risks),
        (Part.MEASURES, _MEASURE_LABELS, old.measures, new.measures),
    ):
        yield from _of_items(PART_WORDS[part][0], labels, was, now)


def _of_items(
    place: str, labels: Mapping[str, str], was: Sequence[Risk | Measure], now: Sequence[Risk | Measure]
) -> Iterable[Change]:
    earlier, later = {one.id: one for one in was}, {one.id: one for one in now}
    for one in was:
        if one.id not in later:
            yield Change(place, f"{one.id} taken out", one.title, "")
    for one in now:
        before = earlier.get(one.id)
        if before is None:
            yield Change(place, f"{one.id} added", "", one.title)
            continue
        for name, label in labels.items():
            old_words, new_words = _words(name, getattr(before, name)), _words(name, getattr(one, name))
            if old_words != new_words:
                yield Change(place, f"{one.id} {one.title}: {label}", old_words, new_words)


def _words(name: str, value: Any) -> str:
    scale = {"likelihood": LIKELIHOOD, "severity": SEVERITY}.get(name)
    if scale is not None:
        return f"{value} – {scale[value].name}" if value else ""
    named = {"kind": RISK_KIND_WORDS, "state": MEASURE_WORDS}.get(name)
    if named is not None:
        return named.get(value, "")
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value).strip()


def drift(taken: Sequence[Mapping[str, Any]], today: Mapping[str, Mapping[str, Any]]) -> list[Change]:
    """What the register says otherwise now.

    Args:
        taken: the entries as they were taken over.
        today: the entries as they are, by id; an id that is missing was removed.
    """
    found = []
    for entry in taken:
        now = today.get(str(entry.get("id")))
        if now is None:
            found.append(Change(str(entry.get("name")), _("Entry of the register"), "there", "removed"))
            continue
        for name, label in {"name": _("Name"), **REGISTER_LABELS}.items():
            was_words, now_words = register_words(entry.get(name)), register_words(now.get(name))
            if was_words != now_words:
                found.append(Change(str(entry.get("name")), label, was_words, now_words))
    return found


def register_words(value: Any) -> str:
    """A value of an entry of the register in words; a recipient reads as name, role, country, safeguard."""
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values() if part)
    if isinstance(value, list | tuple):
        return "; ".join(register_words(one) for one in value)
    return "" if value is None else str(value).strip()
