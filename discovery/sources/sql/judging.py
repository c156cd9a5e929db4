"""The decision on a row that holds one of the subject's identifiers, with its reason in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from discovery.documents import Decision, Match
from discovery.sources.sql.database import RawRow
from discovery.sources.sql.person import Hit, NameAgreement, Subject
from discovery.sources.sql.semantics import Semantic, TableMeaning

_ORDER = (Semantic.EMAIL, Semantic.PERSON_ID, Semantic.PHONE, Semantic.FULL_NAME)
_SAYS = {
    Semantic.EMAIL: "the subject's e-mail",
    Semantic.PHONE: "the subject's phone number",
    Semantic.PERSON_ID: "the subject's number",
    Semantic.FULL_NAME: "the subject's name",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A row in which an identifier of the subject stands, and what we make of it."""

    row: RawRow
    hits: tuple[Hit, ...] = field(repr=False)
    match: Match

    @property
    def path(self) -> str:
        """The first step of the way in words."""
        hit = first(self.hits)
        return f"{self.row.table}.{hit.column} = {_SAYS[hit.kind]}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold an identifier."""
        return tuple(dict.fromkeys(name for hit in self.hits for name in hit.column.split("+")))


def first(hits: Sequence[Hit]) -> Hit:
    """The hit that weighs most."""
    return min(hits, key=lambda hit: _ORDER.index(hit.kind))


def is_strong(hits: Sequence[Hit]) -> bool:
    """Whether something other than a name hit."""
    return any(hit.kind is not Semantic.FULL_NAME for hit in hits)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the other rows say: people per shared value, and whether the subject is known by more than a name."""

    sharing: Mapping[tuple[str, str], int]
    known_elsewhere: bool
    shared_by_people: int


def judge(subject: Subject, meaning: TableMeaning, row: RawRow, hits: Sequence[Hit], around: Surroundings) -> Match:
    """The decision on one row."""
    hit = first(hits)
    if is_strong(hits):
        verdict = _strong(subject, meaning, row, hits, around)
    else:
        verdict = _name_only(subject, meaning, row, around)
    decision, reason, score, why = verdict
    return Match(decision, hit.identifier, score, why, reason, value=hit.value)


_Verdict = tuple[Decision, str, float, str]


def _strong(
    subject: Subject, meaning: TableMeaning, row: RawRow, hits: Sequence[Hit], around: Surroundings
) -> _Verdict:
    hit = first(hits)
    says = _SAYS[hit.kind]
    agreement = subject.agreement(row.values, meaning)
    if agreement is NameAgreement.SAME:
        return Decision.CONFIRMED, "", 0.99, f"{says} and name stand in this row"
    if subject.birth_agrees(row.values, meaning) is False:
        return Decision.REVIEW, "other_date_of_birth", 0.5, f"{says} stands here beside another date of birth"
    if agreement is NameAgreement.SAME_FAMILY:
        return Decision.REVIEW, "family_mailbox", 0.5, f"{says} stands here beside a relative's name: perhaps shared"
    if agreement is NameAgreement.DIFFERENT:
        return Decision.REVIEW, "other_name", 0.4, f"{says} stands here beside another name"
    shared = around.sharing.get((hit.column, hit.value), 1)
    if meaning.is_person and shared > (1 if hit.kind is Semantic.PHONE else around.shared_by_people):
        return Decision.REVIEW, "shared_identifier", 0.5, f"{says} stands in {shared} people's rows"
    if agreement is NameAgreement.SAME_GIVEN and hit.kind is Semantic.PHONE:
        return Decision.REVIEW, "other_name", 0.5, f"{says} stands here beside another family name"
    return Decision.CONFIRMED, "", 0.95, f"{says} stands in this row"


def _name_only(subject: Subject, meaning: TableMeaning, row: RawRow, around: Surroundings) -> _Verdict:
    born = subject.birth_agrees(row.values, meaning)
    if born:
        return Decision.CONFIRMED, "", 0.9, "name and date of birth are the subject's"
    if born is False:
        return Decision.EXCLUDED, "other_date_of_birth", 0.05, "the same name with another date of birth: somebody else"
    if subject.place_agrees(row.values, meaning):
        return Decision.CONFIRMED, "", 0.85, "name and address are the subject's"
    if around.known_elsewhere:
        return Decision.REVIEW, "homonym", 0.3, "only the name agrees, and the subject is known elsewhere by more"
    return Decision.REVIEW, "name_only", 0.5, "only the name agrees"
