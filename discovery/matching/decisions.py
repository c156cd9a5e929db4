"""From hits to decisions: confirmed, to be checked, or excluded, each with its reason."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.documents import Decision, Kind, Match, Span, SubjectProfile, TextBlock
from discovery.matching import identifiers, names, scripts
from discovery.matching.clues import Clue, Hit, Strength, clue_set
from discovery.matching.units import Unit, split_units

_BORN: Final = "date_of_birth"
_RECORD_REACH: Final = 1500  # characters of a row before and after a name
_MAIL_BESIDE: Final = re.compile(
    r"[\"']?[\s(\[<,;:|\t-]{0,4}(?:e-?mail:?\s{0,2})?<?([a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,120}[a-z0-9])"
)
_ANY_MAIL: Final = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")
_BIRTH_BESIDE: Final = re.compile(
    r"[^\n]{0,40}?(?:\bdob\b|d\.o\.b|\bborn\b|date of birth|birth|geb\.|geboren|ne le|nee le)[^\n\d]{0,20}([^\n]{6,24})"
)
_BIRTH_LABELLED: Final = re.compile(
    r"\b(?:dob|d\.o\.b|birth\w{0,5}|date[ _-]?of[ _-]?birth|geb\w{0,12}|naissance"
    r"|nacimiento)[^\n\d;]{0,12}([^\n;]{6,24})"
)
_ANY_DATE: Final = re.compile(r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b")
_DISPLAY_NAME: Final = re.compile(r"([a-z][a-z'-]{1,24}(?: [a-z]\.?| [a-z][a-z'-]{1,24}){1,3}),?[\"']?\s?[<(\[]$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision about one hit."""

    decision: Decision
    score: float
    why: str
    reason: str = ""


def match_blocks(blocks: Sequence[TextBlock], profile: SubjectProfile, shared: Iterable[str] = ()) -> list[Match]:
    """Whether an item's text is about the data subject: matches with reasons and the places that hit.

    The blocks are those of one item (a file, a mail). Running text counts as one unit; each row of a table, a log or
    a list is a unit of its own, so that one person's identifier never confirms another row. One match an identifier
    and decision; `spans` collects its places, sorted. Linear in the length of the text.

    Args:
        blocks: the text of one item.
        profile: who is searched.
        shared: e-mail addresses and phone numbers known to be used by several people; they never confirm alone.
    """
    clues = clue_set(profile, frozenset(shared))
    gathered: dict[tuple[Clue | str, ...], tuple[Hit, Verdict, set[Span]]] = {}
    for unit in split_units(blocks):
        for hit, verdict in _judge(unit, _fitting(unit, clues.hits(unit.text), blocks), profile):
            key = (hit.clue.identifier, hit.clue.value, verdict.decision.value, verdict.reason)
            first = gathered.setdefault(key, (hit, verdict, set()))
            if verdict.score > first[1].score:
                gathered[key] = (hit, verdict, first[2])
            gathered[key][2].update(unit.spans(hit.start, hit.end))
    return sorted((_match(*entry) for entry in gathered.values()), key=_order)


def _fitting(unit: Unit, hits: list[Hit], blocks: Sequence[TextBlock]) -> list[Hit]:
    """The hits without those that only look alike in plain letters: a name in another script must stand in one."""
    if all(hit.clue.fits is None for hit in hits):
        return hits
    plainly = {(hit.start, hit.end) for hit in hits if hit.clue.fits is None and hit.clue.strength is Strength.NAME}
    return [
        hit
        for hit in hits
        if hit.clue.fits is None
        or (
            (hit.start, hit.end) not in plainly
            and hit.clue.fits(unit.text[hit.start : hit.end], _written(unit, hit, blocks))
        )
    ]


def _written(unit: Unit, hit: Hit, blocks: Sequence[TextBlock]) -> str:
    """The letters of a hit as they stand in the blocks."""
    return "".join(blocks[span.block].text[span.start : span.end] for span in unit.spans(hit.start, hit.end))


def _match(hit: Hit, verdict: Verdict, spans: set[Span]) -> Match:
    places = tuple(sorted(spans, key=lambda span: (span.block, span.start, span.end)))
    return Match(
        verdict.decision, hit.clue.identifier, verdict.score, verdict.why, verdict.reason, places, hit.clue.value
    )


def _order(match: Match) -> tuple[int, float, str, str, str]:
    rank = {Decision.CONFIRMED: 0, Decision.REVIEW: 1, Decision.CONTEXT: 2, Decision.EXCLUDED: 3}
    return (rank[match.decision], -match.score, match.identifier, match.value, match.reason)


def _judge(unit: Unit, hits: list[Hit], profile: SubjectProfile) -> Iterator[tuple[Hit, Verdict]]:
    sure = unit.is_row and any(one.clue.strength is Strength.STRONG or one.clue.identifier == _BORN for one in hits)
    contradicted = {
        hit: verdict
        for hit in hits
        if hit.clue.strength is Strength.NAME and (verdict := _contradiction(unit, hit, profile, sure=sure))
    }
    anothers = {hit for hit in hits if _stranger_before(unit, hit, profile)} | _phones_of_others(unit, hits, profile)
    evidence = _evidence([hit for hit in hits if hit not in contradicted and hit not in anothers])
    for hit in hits:
        if hit in contradicted:
            yield hit, contradicted[hit]
        elif verdict := _verdict(hit, evidence, stranger=hit in anothers):
            yield hit, verdict


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What stands together in a unit."""

    strong: bool
    name: bool
    hints: frozenset[str]

    @property
    def confirms(self) -> bool:
        return self.strong or (self.name and bool(self.hints))


def _evidence(own: list[Hit]) -> _Evidence:
    return _Evidence(
        strong=any(hit.clue.strength is Strength.STRONG for hit in own),
        name=any(hit.clue.strength is Strength.NAME for hit in own),
        hints=frozenset(hit.clue.identifier for hit in own if hit.clue.strength in {Strength.HINT, Strength.SHARED}),
    )


def _verdict(hit: Hit, evidence: _Evidence, *, stranger: bool) -> Verdict | None:
    clue = hit.clue
    if stranger:
        return Verdict(Decision.REVIEW, 0.4, f"{clue.what} stands with another person's details", "shared_identifier")
    if clue.strength is Strength.STRONG:
        return Verdict(Decision.CONFIRMED, 0.99, f"{clue.what} of the data subject")
    if evidence.confirms:
        return _supported(clue, evidence)
    if clue.strength is Strength.SHARED:
        return Verdict(
            Decision.REVIEW,
            0.5,
            f"{clue.what} is used by several people and nothing else points to the data subject",
            "shared_identifier",
        )
    if clue.strength is Strength.NAME:
        return Verdict(
            Decision.REVIEW, 0.55, "the full name, and nothing else that tells people of this name apart", "name_only"
        )
    if clue.strength is Strength.PART:
        supported = bool(evidence.hints)
        return Verdict(
            Decision.REVIEW,
            0.45 if supported else 0.25,
            f"{clue.what} only" + ("; another detail fits" if supported else ""),
            clue.reason,
        )
    if clue.reason and len(evidence.hints) > 1:
        return Verdict(Decision.REVIEW, 0.5, f"{clue.what} with another detail, without the name", "no_name")
    if clue.reason:
        return Verdict(Decision.REVIEW, 0.35, f"{clue.what} only: others may live there", clue.reason)
    return None


def _supported(clue: Clue, evidence: _Evidence) -> Verdict:
    beside = "an identifier of the data subject" if evidence.strong else "the name"
    if clue.strength is Strength.NAME:
        beside = (
            "an identifier of the data subject"
            if evidence.strong
            else " and ".join(sorted(evidence.hints)).replace("_", " ")
        )
        return Verdict(Decision.CONFIRMED, 0.95, f"the full name together with {beside}")
    if clue.strength is Strength.PART:
        return Verdict(Decision.CONFIRMED, 0.7, f"{clue.what} beside {beside}")
    return Verdict(Decision.CONFIRMED, 0.9, f"{clue.what} together with {beside}")


def _contradiction(unit: Unit, hit: Hit, profile: SubjectProfile, *, sure: bool) -> Verdict | None:
    """Why a full name is, or may be, somebody else's: another date of birth, another e-mail address beside it."""
    born = frozenset(day for raw in profile.dates_of_birth for day in identifiers.read_date(raw))
    beside = _BIRTH_BESIDE.match(unit.text, hit.end)
    labelled = [beside[1]] if beside else _BIRTH_LABELLED.findall(_around(unit, hit)) if unit.is_row else []
    if _all_differ(labelled, born):
        return Verdict(Decision.EXCLUDED, 0.1, "the same name with another date of birth", "homonym")
    if sure:
        return None
    if unit.has_birth_column and not labelled and _all_differ(_ANY_DATE.findall(_around(unit, hit)), born):
        return Verdict(Decision.REVIEW, 0.25, "the same name, and only other dates in a table of births", "homonym")
    return _other_mail(unit, hit, profile)


def _around(unit: Unit, hit: Hit) -> str:
    """The record around a hit, bounded, so that one endless line costs no more than many short ones."""
    return unit.text[max(0, hit.start - _RECORD_REACH) : hit.end + _RECORD_REACH]


def _all_differ(dates: Iterable[str], born: frozenset[datetime.date]) -> bool:
    known = [found for text in dates if (found := identifiers.read_date(text))]
    return bool(known) and bool(born) and not any(found & born for found in known)


def _other_mail(unit: Unit, hit: Hit, profile: SubjectProfile) -> Verdict | None:
    own = {identifiers.email_parts(raw) for raw in profile.emails}
    beside = _MAIL_BESIDE.match(unit.text, hit.end)
    found = [beside[1]] if beside else []
    if unit.is_row:
        found += _ANY_MAIL.findall(_around(unit, hit))
    if own and found and not any(identifiers.email_parts(mail) in own for mail in found):
        return Verdict(Decision.REVIEW, 0.3, "the same name with another e-mail address", "homonym")
    return None


def _phones_of_others(unit: Unit, hits: list[Hit], profile: SubjectProfile) -> set[Hit]:
    """Phone numbers that stand with other people's e-mail addresses and nothing else of the subject: a shared line."""
    phones = {hit for hit in hits if hit.clue.identifier == Kind.PHONE_NUMBER.value}
    own = {Strength.NAME, Strength.PART, Strength.STRONG}
    if not phones or any(hit.clue.strength in own for hit in hits if hit not in phones):
        return set()
    known = {identifiers.email_parts(raw) for raw in profile.emails}
    mails = {identifiers.email_parts(mail) for mail in _ANY_MAIL.findall(unit.text)}
    return phones if known and mails and not mails & known else set()


def _stranger_before(unit: Unit, hit: Hit, profile: SubjectProfile) -> bool:
    """Whether an e-mail address stands behind a display name that is surely not the subject's: Anna Harper <…>."""
    if hit.clue.identifier != "email_address" or not profile.names:
        return False
    shown = _DISPLAY_NAME.search(unit.text[max(0, hit.start - 80) : hit.start])
    return bool(shown) and not any(_may_be(shown[1], raw) for raw in profile.names) if shown else False


@functools.lru_cache(maxsize=256)
def _may_be(shown: str, raw: str) -> bool:
    name = names.parse_name(raw)
    words = {word.strip(".,") for word in shown.split()}
    if name is None or not name.given:
        return True
    given = any(form in words for form in name.givens) or name.given[0] in words
    given = given or any(scripts.may_sound(name.given, word, scripts.script_of(raw)) for word in words)
    titled = bool(words & names.TITLES)
    return given or (titled and any(form in words for form in name.surnames))
