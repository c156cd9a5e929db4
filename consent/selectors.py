"""Reading the ledger: what holds for a subject, and what was said."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max, Prefetch, Q, QuerySet

from consent.fold import Entry, Folded, Terms, fold
from consent.ledger_models import LedgerEntry, Purpose, Subject, WordingText
from consent.subjects import Identifier
from consent.vocabulary import Act, Ground
from dsar.foundation import clock


def terms_of(purposes: Iterable[Purpose] | None = None) -> list[Terms]:
    """What the fold must know of these purposes, or of all that are not retired; one query."""
    found = Purpose.objects.filter(retired_at__isnull=True)
    if purposes is not None:
        found = Purpose.objects.filter(pk__in=[purpose.pk for purpose in purposes])
    newest = found.annotate(newest=Max("wordings__number", filter=Q(wordings__is_material=True)))
    rows = newest.order_by("code").values_list("code", "ground", "newest", "heeds_signal")
    return [Terms(code, Ground(ground), number or 0, heeds) for code, ground, number, heeds in rows]


def entries_of(rows: QuerySet[LedgerEntry]) -> list[Entry]:
    """Rows as the fold reads them."""
    names = ("seq", "act", "purpose__code", "at", "wording_number", "expires_at", "undoes_id")
    return [
        Entry(seq, Act(act), code or "", at, number, ends, undoes)
        for seq, act, code, at, number, ends, undoes in rows.values_list(*names)
    ]


def state_of(subject: Subject, *, now: dt.datetime | None = None, purposes: Iterable[Purpose] | None = None) -> Folded:
    """Where everything stands for a subject at `now` (the present where it is not given)."""
    return fold(entries_of(subject.entries.order_by()), terms_of(purposes), now=now or clock.now())


def state_for(identifier: Identifier) -> Folded:
    """Where everything stands for whoever is known by this; for a stranger as if nothing had been said. Two queries."""
    return states_for([identifier])[0]


def states_for(identifiers: Sequence[Identifier]) -> list[Folded]:
    """The same for many at once, in their order; still two queries."""
    digests = [identifier.digest() for identifier in identifiers]
    names = ("subject__digest", "seq", "act", "purpose__code", "at", "wording_number", "expires_at", "undoes_id")
    said: dict[bytes, list[Entry]] = {}
    for digest, seq, act, code, *rest in (
        LedgerEntry.objects.filter(subject__digest__in=set(digests)).order_by().values_list(*names)
    ):
        said.setdefault(bytes(digest), []).append(Entry(seq, Act(act), code or "", *rest))
    terms, now = terms_of(), clock.now()
    return [fold(said.get(digest, ()), terms, now=now) for digest in digests]


def history_of(subject: Subject) -> QuerySet[LedgerEntry]:
    """Everything that was said, oldest first, with what is needed to tell it."""
    return subject.entries.select_related("purpose", "text", "undoes", "undone_by", "batch", "evidence").order_by(
        "at", "seq"
    )


def open_purposes() -> QuerySet[Purpose]:
    """Purposes that are not retired, with their wordings, newest first."""
    texts = Prefetch("wordings__texts", queryset=WordingText.objects.defer("picture"))
    return Purpose.objects.filter(retired_at__isnull=True).prefetch_related("wordings", texts)


def text_in(purpose: Purpose, language: str) -> WordingText | None:
    """The newest wording of a purpose in this language, or in English, or in any that there is."""
    newest = next(iter(purpose.wordings.all()), None)
    if newest is None:
        return None
    texts = {text.language: text for text in newest.texts.all()}
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), None)
