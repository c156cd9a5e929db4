"""Assembled reads for the screens of the ledger: purposes with their figures, a history told in words."""

import datetime as dt
import difflib
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consent.fold import Entry, fold
from consent.models import Act, LedgerEntry, Purpose, Subject, Wording, WordingText
from consent.proof import evidence_of
from consent.selectors import history_of, state_of, terms_of, text_in
from consent.vocabulary import Act as Word
from consent.vocabulary import State
from dsar.access.models import User
from dsar.foundation import clock
from dsar.foundation.errors import KeyDestroyed

TONES = {Word.GRANTED: "good", Word.WITHDRAWN: "warn", Word.DENIED: "warn", Word.OPTED_OUT: "warn", Word.UNDONE: "bad"}


def state_words(state: State) -> tuple[str, str]:
    """A state in words, and the tone of its badge."""
    return {
        State.NOT_ASKED: (_("Not asked"), "quiet"),
        State.GRANTED: (_("Agreed"), "good"),
        State.DENIED: (_("Said no"), "warn"),
        State.WITHDRAWN: (_("Withdrawn"), "warn"),
        State.EXPIRED: (_("Expired"), "warn"),
        State.ASK_AGAIN: (_("To be asked again: the wording has changed"), "info"),
        State.OPTED_OUT: (_("Opted out"), "warn"),
        State.NOT_OPTED_OUT: (_("Not opted out"), "quiet"),
        State.OTHER_BASIS: (_("No consent: another legal basis"), "info"),
    }[state]


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """A purpose in the list: its newest wording, and how often people said yes, no, and no longer."""

    purpose: Purpose
    title: str
    number: int
    yes: int
    no: int
    ended: int


def purpose_rows(*, retired: bool = False) -> list[PurposeRow]:
    """Purposes with their counts of entries; two queries and the wordings."""
    found = Purpose.objects.filter(retired_at__isnull=not retired).prefetch_related("wordings__texts")
    said = LedgerEntry.objects.filter(undone_by=None).order_by().values_list("purpose_id", "act")
    counts = Counter({(code, act): number for code, act, number in said.annotate(n=Count("seq"))})
    rows = []
    for purpose in found:
        newest = text_in(purpose, "en")
        yes = counts[purpose.pk, Act.GRANTED] + counts[purpose.pk, Act.OPTED_IN]
        no = counts[purpose.pk, Act.DENIED] + counts[purpose.pk, Act.OPTED_OUT]
        ended = counts[purpose.pk, Act.WITHDRAWN] + counts[purpose.pk, Act.EXPIRED]
        number = next((one.number for one in purpose.wordings.all()), 0)
        rows.append(PurposeRow(purpose, newest.title if newest else "", number, yes, no, ended))
    return rows


@dataclass(frozen=True, slots=True)
class Figure:
    """Where people stand for a purpose now, and rates in percent (None where nobody was asked).

    `title` is that of its newest wording; "" where it has none yet.
    """

    purpose: Purpose
    title: str
    states: list[tuple[str, str, int]]
    asked: int
    agreed_percent: int | None
    withdrawn_percent: int | None


def figures(now: dt.datetime | None = None) -> list[Figure]:
    """Every subject folded once, read as a stream; for the page of figures."""
    moment, terms = now or clock.now(), terms_of()
    standing: Counter[tuple[str, State]] = Counter()
    names = ("subject_id", "seq", "act", "purpose__code", "at", "wording_number", "expires_at", "undoes_id")
    rows = LedgerEntry.objects.order_by("subject_id").values_list(*names).iterator(chunk_size=5000)
    for _subject, group in groupby(rows, key=lambda row: row[0]):
        entries = [Entry(row[1], Word(row[2]), row[3] or "", *row[4:]) for row in group]
        for one in fold(entries, terms, now=moment).standings.values():
            if one.seq is not None:
                standing[one.purpose, one.state] += 1
    purposes = Purpose.objects.filter(retired_at__isnull=True).prefetch_related("wordings__texts")
    by_code = {purpose.code: purpose for purpose in purposes}
    return [_figure(by_code[term.code], standing) for term in terms if term.code in by_code]


def _figure(purpose: Purpose, standing: Counter[tuple[str, State]]) -> Figure:
    counts = {state: standing[purpose.code, state] for state in State}
    asked = sum(counts.values())
    agreed = counts[State.GRANTED] + counts[State.NOT_OPTED_OUT]
    ever = agreed + counts[State.WITHDRAWN] + counts[State.EXPIRED] + counts[State.ASK_AGAIN]
    newest = text_in(purpose, "en")
    return Figure(
        purpose,
        newest.title if newest else "",
        [(*state_words(state), number) for state, number in counts.items() if number],
        asked,
        round(100 * agreed / asked) if asked and purpose.ground == "consent" else None,
        round(100 * counts[State.WITHDRAWN] / ever) if ever else None,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the history in words."""

    entry: LedgerEntry
    what: str
    note: str = field(repr=False)
    who: str
    tone: str
    may_be_undone: bool

    @property
    def at(self) -> dt.datetime:
        """When it was said."""
        return self.entry.at


def history_in_words(subject: Subject) -> list[Told]:
    """Everything that was said, newest first, as sentences with where, how, under which wording and what shows it."""
    entries = list(history_of(subject))
    people = {
        user.pk: user.full_name
        for user in User.objects.filter(pk__in={one.source_id for one in entries if one.source_id})
    }
    undone = {one.undoes_id for one in entries if one.undoes_id}
    return [_told(entry, people, is_undone=entry.seq in undone) for entry in reversed(entries)]


def _told(entry: LedgerEntry, people: dict[UUID, str], *, is_undone: bool) -> Told:
    purpose = entry.text.title if entry.text else entry.purpose.code if entry.purpose else ""
    what = f"{entry.get_act_display()}: {purpose}" if purpose else entry.get_act_display()
    if is_undone:
        what = _("%(what)s (taken back)") % {"what": what}
    notes = [f"{entry.get_channel_display()}, {entry.get_method_display()}"]
    if entry.wording_number:
        notes.append(_("wording %(number)s") % {"number": entry.wording_number})
    if entry.expires_at:
        notes.append(_("until %(day)s") % {"day": date_format(entry.expires_at, "j F Y")})
    if shown := evidence_in_words(entry):
        notes.append(shown)
    source = {"person": _("the person"), "import": _("an import"), "system": _("the product")}.get(entry.source)
    who = people.get(entry.source_id, "") if entry.source_id else ""
    may_be_undone = not is_undone and entry.act != Act.UNDONE
    tone = "quiet" if is_undone else TONES.get(Word(entry.act), "")
    return Told(entry, what, " · ".join(notes), who or source or entry.source, tone, may_be_undone)


def evidence_in_words(entry: LedgerEntry) -> str:
    """What shows the entry; says so where it is erased."""
    try:
        return ", ".join(f"{value}" for value in evidence_of(entry).values() if value)
    except KeyDestroyed:
        return _("evidence erased")


def standings_in_words(subject: Subject) -> list[dict[str, Any]]:
    """Where every purpose stands for a subject, for a table."""
    folded = state_of(subject)
    rows = []
    for purpose in Purpose.objects.filter(retired_at__isnull=True).prefetch_related("wordings__texts"):
        one = folded.standings[purpose.code]
        words, tone = state_words(one.state)
        text = text_in(purpose, "en")
        rows.append({"purpose": purpose, "title": text.title if text else purpose.code, "standing": one})
        rows[-1] |= {"words": words, "tone": tone}
    return rows


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a comparison: "same", "gone" or "new"."""

    kind: str
    text: str


def wording_diff(old: Wording, new: Wording, language: str) -> list[DiffLine]:
    """What changed between two wordings in a language, sentence by sentence."""
    kinds = {"-": "gone", "+": "new", " ": "same"}
    compared = difflib.ndiff(_sentences(old, language), _sentences(new, language))
    return [DiffLine(kinds[line[0]], line[2:]) for line in compared if line[0] in kinds]


def _sentences(wording: Wording, language: str) -> list[str]:
    text = WordingText.objects.filter(wording=wording, language=language).defer("picture").first()
    if text is None:
        return []
    words = text.text.replace("! ", "!\n").replace("? ", "?\n").replace(". ", ".\n")
    return [text.title, *words.splitlines()]
