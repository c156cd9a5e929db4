"""People who came back: after a restored backup or an import, targets are read for digests of the suppression list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice

from discovery.documents import SubjectProfile
from discovery.scans.secrets import SecretMissing, read_secret
from erasure.errors import TargetFailed
from erasure.plan import Action, Policy, Terms
from erasure.runs.phases import leftovers
from erasure.runs.services import TargetOrder
from erasure.suppression.digests import Token, tokens_of
from erasure.suppression.journal import JournalLine, lines_about_people, read_journal
from erasure.suppression.services import suppressed
from erasure.targets import Target, make_target
from erasure.targets.manual import KIND as MANUAL

_BATCH = 400
_NAMES = ("names", "emails", "phones", "addresses", "dates_of_birth", "identifiers")
Suspect = tuple[SubjectProfile, tuple[Token, ...]]


@dataclass
class Reapplied:
    """What applying erasures again did on one target, in figures; `failure` is a code, "" when it went through."""

    name: str
    people: int = 0
    changed: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person has to do on a target without a connector: whom to look for there.

    Attributes:
        has_come_back: something of them was erased again on another target; else only what lawfully stays stands there.
    """

    order: TargetOrder
    person: SubjectProfile = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    has_come_back: bool = True


def reapply(targets: Sequence[TargetOrder], seed: str) -> tuple[list[Reapplied], list[ByHand]]:
    """Find who came back on any target and erase them from all, under the targets' policies.

    What their erasure kept or restricted stays, as the journal tells. Only what is surely theirs goes; it may be run
    again at any time. What a person has to do by hand is given back, not done.
    """
    rows = {one.ref: Reapplied(one.name) for one in targets}
    lines = list(lines_about_people(read_journal()[0]))
    people: list[Suspect] = []
    for one in targets:
        try:
            for suspect in returned(one):
                people = _with(people, suspect, lines)
                rows[one.ref].people += 1
        except TargetFailed as error:
            rows[one.ref].failure = error.code
    changed = dict.fromkeys((tokens for _person, tokens in people), 0)
    for one in targets:
        for person, tokens in people if one.kind != MANUAL else ():
            terms = _as_decided(one, tokens, seed, lines)
            changed[tokens] += _erase_again(one, person, terms, rows[one.ref])
    by_hand = []
    for one in targets:
        if one.kind == MANUAL:
            rows[one.ref].failure = "by_hand" if any(changed.values()) else ""
            by_hand += [ByHand(one, person, tokens, changed[tokens] > 0) for person, tokens in people]
    return list(rows.values()), by_hand


def _as_decided(order: TargetOrder, tokens: Sequence[Token], seed: str, lines: Iterable[JournalLine]) -> Terms:
    """The terms under which this person was erased from the target: decisions of their case come first."""
    own = {policy.set.casefold(): policy for policy in order.policies}
    choices: dict[str, str] = {}
    for line in lines:
        if not set(line.tokens) & set(tokens):
            continue
        choices |= {question: choice for ref, question, choice in line.answers if ref == str(order.ref)}
        for ref, name, action, exception in line.stays:
            if ref == str(order.ref):
                known = own.get(name.casefold())
                marker = known.marker if known else {}
                own[name.casefold()] = Policy(name, Action(action), exception=exception, marker=marker)
    return Terms(tuple(own.values()), choices, seed)


def returned(order: TargetOrder) -> list[Suspect]:
    """The suppressed people who stand in a target, as far as they can be told from it. Raises TargetFailed."""
    return _known((person, tuple(sorted(set(tokens_of(person))))) for person in _target(order).people())


def _erase_again(order: TargetOrder, person: SubjectProfile, terms: Terms, row: Reapplied) -> int:
    """How many things were changed."""
    try:
        target = _target(order)
        planned = target.preview(person, terms)
        outcome = target.erase(planned.changes, person, lambda: True)
        row.changed += outcome.done
        left = dict(leftovers(planned, target.verify(person, terms)))
        if asked := sum(question.count for question in planned.questions):
            left["to_check"] = left.get("to_check", 0) + asked  # nobody was there to answer: it stays and is told
        row.left = {name: row.left.get(name, 0) + count for name, count in left.items()} or row.left
    except TargetFailed as error:
        row.failure = error.code
        return 0
    return outcome.done


def _with(people: Sequence[Suspect], suspect: Suspect, lines: Iterable[JournalLine]) -> list[Suspect]:
    """The people with one more; whoever shares a token, or a line of the journal, is the same person."""
    person, found = suspect
    tokens = set(found).union(*(line.tokens for line in lines if set(line.tokens) & set(found)))
    others = []
    for other, theirs in people:
        if tokens & set(theirs):
            person, tokens = _joined(other, person), tokens | set(theirs)
        else:
            others.append((other, theirs))
    return [*others, (person, tuple(sorted(tokens)))]


def _target(order: TargetOrder) -> Target:
    try:
        return make_target(order.kind, order.settings, read_secret(order.secret_name))
    except SecretMissing:
        raise TargetFailed("secret_missing") from None
    except ValueError:
        raise TargetFailed("bad_setting") from None


def _known(suspects: Iterator[Suspect]) -> list[Suspect]:
    """Those suspects of whom a token stands on the list, with no values but the listed ones; asked in batches."""
    found: dict[tuple[Token, ...], SubjectProfile] = {}
    while batch := list(islice(suspects, _BATCH)):
        listed = suppressed(sorted({token for _person, tokens in batch for token in tokens}))
        for suspect, tokens in batch:
            if hits := tuple(token for token in tokens if token in listed):
                person = _listed_part(suspect, frozenset(hits))
                found[hits] = _joined(found[hits], person) if hits in found else person
    return [(person, tokens) for tokens, person in found.items()]


def _listed_part(person: SubjectProfile, listed: frozenset[Token]) -> SubjectProfile:
    """What of a person is on the list itself: a row may hold somebody else's values too, and theirs stay."""
    singles = [
        *(SubjectProfile(emails=(mail,)) for mail in person.emails),
        *(SubjectProfile(identifiers=(known,)) for known in person.identifiers),
        *(
            SubjectProfile(names=(name,), dates_of_birth=(day,))
            for name in person.names
            for day in person.dates_of_birth
        ),
        *(SubjectProfile(names=(name,), phones=(phone,)) for name in person.names for phone in person.phones),
    ]
    own = (one for one in singles if not listed.isdisjoint(tokens_of(one)))
    return reduce(_joined, own, SubjectProfile())


def _joined(one: SubjectProfile, other: SubjectProfile) -> SubjectProfile:
    return SubjectProfile(*(tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name)))) for name in _NAMES))
