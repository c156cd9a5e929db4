"""People who came back: after a restored backup or an import, targets are read for digests of the suppression list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from discovery.detection import Options, detect
from discovery.documents import Kind, SubjectProfile
from discovery.extraction import extract_file
from discovery.scans.secrets import SecretMissing, read_secret
from discovery.sources import FilesSource, SourceUnreadable, not_read_reason
from discovery.sources.sql import Database, Survey, read_survey
from discovery.sources.sql.database import walk
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Table
from discovery.sources.sql.semantics import NAMES, Semantic
from erasure.errors import TargetFailed
from erasure.plan import Action, Policy, Terms
from erasure.runs.phases import leftovers
from erasure.runs.services import TargetOrder
from erasure.suppression.digests import Token, tokens_of
from erasure.suppression.journal import lines_about_people, read_journal
from erasure.suppression.services import suppressed
from erasure.targets import make_target
from erasure.targets.manual import KIND as MANUAL
from erasure.targets.sql.connect import open_reader

_BATCH = 400
_MAILS = Options(names="none", kinds=frozenset({Kind.EMAIL_ADDRESS}))
Suspect = tuple[SubjectProfile, tuple[Token, ...]]


@dataclass
class Reapplied:
    """What applying erasures again did on one target, in figures; `failure` is a code, "" when it went through."""

    name: str
    people: int = 0
    changed: int = 0
    left: Mapping[str, int] = field(default_factory=dict)
    failure: str = ""


def reapply(targets: Sequence[TargetOrder], seed: str) -> list[Reapplied]:
    """Find who came back on any target and erase them from all, under the targets' policies.

    What their erasure kept or restricted stays, as the journal tells. Only what is surely theirs goes; it may be run
    again at any time. Tasks by hand are named, not done.
    """
    rows = {one.ref: Reapplied(one.name) for one in targets}
    people: list[Suspect] = []
    for one in targets:
        try:
            for suspect in returned(one):
                people = _with(people, suspect)
                rows[one.ref].people += 1
        except TargetFailed as error:
            rows[one.ref].failure = error.code
    for one in targets:
        if one.kind == MANUAL:
            rows[one.ref].failure = "by_hand" if people else ""
            continue
        for person, tokens in people:
            _erase_again(one, person, _as_decided(one, tokens, seed), rows[one.ref])
    return list(rows.values())


def _as_decided(order: TargetOrder, tokens: Sequence[Token], seed: str) -> Terms:
    """The terms under which this person was erased from the target: decisions of their case come first."""
    own = {policy.set.casefold(): policy for policy in order.policies}
    choices: dict[str, str] = {}
    for line in lines_about_people(read_journal()[0]):
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
    if order.kind == "sql":
        return _known(_in_database(str(order.settings["url"]), _secret(order)))
    if order.kind == "files":
        return _known(_in_files(Path(str(order.settings["path"]))))
    return []


def _erase_again(order: TargetOrder, person: SubjectProfile, terms: Terms, row: Reapplied) -> None:
    try:
        target = make_target(order.kind, order.settings, _secret(order))
        planned = target.preview(person, terms)
        outcome = target.erase(planned.changes, person, lambda: True)
        row.changed += outcome.done
        row.left = leftovers(planned, target.verify(person, terms)) or row.left
    except TargetFailed as error:
        row.failure = error.code


def _with(people: Sequence[Suspect], suspect: Suspect) -> list[Suspect]:
    """The people with one more; whoever shares a token is the same person."""
    person, tokens = suspect
    others = []
    for other, theirs in people:
        if set(tokens) & set(theirs):
            person, tokens = _joined(other, person), tuple(sorted({*tokens, *theirs}))
        else:
            others.append((other, theirs))
    return [*others, (person, tokens)]


def _secret(order: TargetOrder) -> str | None:
    try:
        return read_secret(order.secret_name)
    except SecretMissing:
        raise TargetFailed("secret_missing") from None


def _known(suspects: Iterator[Suspect]) -> list[Suspect]:
    """Those suspects of whom a token stands on the list; asked in batches."""
    found: dict[tuple[Token, ...], SubjectProfile] = {}
    while batch := list(islice(suspects, _BATCH)):
        listed = suppressed(sorted({token for _person, tokens in batch for token in tokens}))
        for person, tokens in batch:
            if hits := tuple(token for token in tokens if token in listed):
                found[hits] = _joined(found[hits], person) if hits in found else person
    return [(person, tokens) for tokens, person in found.items()]


def _in_database(url: str, secret: str | None) -> Iterator[Suspect]:
    with open_reader(url, secret) as database:
        try:
            survey = read_survey(database)
            for table in survey.inventory.tables:
                if table.walk_key:
                    yield from _in_table(database, survey, table)
        except QueryFailed as error:
            raise TargetFailed(error.code) from None


def _in_table(database: Database, survey: Survey, table: Table) -> Iterator[Suspect]:
    meaning = survey.meanings[table.name]
    mails, names = meaning.of(Semantic.EMAIL), meaning.identity_of(*NAMES)
    phones, born = meaning.of(Semantic.PHONE), meaning.of(Semantic.DATE_OF_BIRTH)
    columns = tuple(dict.fromkeys((*mails, *names, *phones, *born)))
    if not mails and not (names and (phones or born)):
        return
    for chunk in walk(database, table, columns):
        for _key, cells in chunk:
            row = dict(zip(columns, cells, strict=True))
            person = SubjectProfile(
                names=_full_names(row, names), emails=_texts(row, mails), phones=_texts(row, phones),
                dates_of_birth=tuple(text[:10] for text in _texts(row, born)),
            )  # fmt: skip
            if tokens := tuple(sorted(set(tokens_of(person)))):
                yield person, tokens


def _in_files(root: Path) -> Iterator[Suspect]:
    source = FilesSource(root)
    try:
        for item in source.list():
            if not not_read_reason(item):
                with source.open(item) as stream:
                    read = extract_file(stream.read(), name=item.ref)
                texts = [block.text for part in read.parts for block in part.extraction.blocks]
                for mail in {text[o.start : o.end] for text in texts for o in detect(text, options=_MAILS)}:
                    person = SubjectProfile(emails=(mail,))
                    yield person, tuple(tokens_of(person))
    except SourceUnreadable as error:
        raise TargetFailed("unreachable") from error


def _full_names(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    parts = [str(row[name]).strip() for name in columns if row.get(name)]
    return (" ".join(parts),) if parts else ()


def _texts(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row[name]).strip() for name in columns if row.get(name))


def _joined(one: SubjectProfile, other: SubjectProfile) -> SubjectProfile:
    def both(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))

    return SubjectProfile(both("names"), both("emails"), both("phones"), both("addresses"), both("dates_of_birth"))
