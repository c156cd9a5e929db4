"""What to look for: every identifier of a profile as a clue, all clues in one automaton."""

from __future__ import annotations

import bisect
import enum
import functools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import re2

from discovery.documents import Kind, SubjectProfile
from discovery.matching import identifiers, names, scripts

_LABEL_REACH: Final = 40
_SURE_ID_LENGTH: Final = 7  # shorter identifiers need their label beside them
_LEAST_ID_LENGTH: Final = 2
_PHONE_LEAD: Final = re.compile(r"(?:\(?\+)?\(?\d[\d ().\-/]{0,11}$|\(?\+?$")
_STRAY_MIDDLES: Final = frozenset(
    {
        "and",
        "und",
        "et",
        "y",
        "e",
        "or",
        "the",
        "with",
        "for",
        "from",
        "to",
        "by",
        "of",
        "met",
        "told",
        "called",
        "asked",
        "is",
        "was",
        "said",
    }
)
_KNOWN_LABELS: Final = {
    "customer": ("customer", "cust", "client", "kunde", "member", "account"),
    "account": ("account", "acct", "a/c", "konto"),
    "employee": ("employee", "emp", "staff", "payroll", "personnel"),
    "case": ("case", "file", "ticket", "ref"),
    "member": ("member",),
    "order": ("order",),
    "patient": ("patient", "mrn", "nhs"),
    "policy": ("policy",),
    "loyalty": ("loyalty", "member", "card"),
}


class Strength(enum.IntEnum):
    """What a clue is worth: a HINT proves nothing alone, a STRONG one is the person."""

    HINT = 1
    PART = 2
    NAME = 3
    SHARED = 4
    STRONG = 5


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing to look for: an RE2 pattern for plain text, and a look at the surroundings of a hit.

    `fits` judges the plain form of a hit beside the letters that stand in the original.
    """

    pattern: str
    strength: Strength
    identifier: str
    value: str
    what: str
    reason: str = ""
    accepts: Callable[[str, int, int], bool] | None = None
    begins: Callable[[str, int], int | None] | None = None
    fits: Callable[[str, str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A clue at a place of a text."""

    clue: Clue
    start: int
    end: int


class ClueSet:
    """All clues of a profile in one automaton: texts without any of them are passed over at the automaton's speed."""

    def __init__(self, clues: tuple[Clue, ...]) -> None:
        self.clues = clues
        options = re2.Options()
        options.max_mem = 256 << 20
        self._set: Any = re2.Set.SearchSet(options)
        for clue in clues:
            self._set.Add(clue.pattern)
        if clues:
            self._set.Compile()

    def hits(self, text: str) -> list[Hit]:
        """Every place of every clue, sorted; shorter names inside longer ones left out."""
        raw = text.encode("ascii", "replace")
        found = [
            Hit(self.clues[number], *hit.span())
            for number in ((self._set.Match(raw) or ()) if self.clues else ())
            for hit in _compiled(self.clues[number].pattern).finditer(raw)
        ]
        accepted = [
            _widened(hit, text)
            for hit in found
            if hit.clue.accepts is None or hit.clue.accepts(text, hit.start, hit.end)
        ]
        return sorted(_outermost(accepted), key=lambda hit: (hit.start, -hit.end, hit.clue.identifier))


def _widened(hit: Hit, text: str) -> Hit:
    """The hit with what belongs to it before, without the underscores of a file name around it."""
    begin = hit.clue.begins(text, hit.start) if hit.clue.begins else None
    found = text[hit.start : hit.end]
    left = len(found) - len(found.lstrip("_"))
    right = len(found) - len(found.rstrip("_"))
    return Hit(hit.clue, hit.start + left if begin is None else begin, hit.end - right)


@functools.lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    return re2.compile(pattern.encode())


def _outermost(hits: list[Hit]) -> Iterator[Hit]:
    names_found = sorted((hit.start, hit.end) for hit in hits if hit.clue.strength is Strength.NAME)
    for hit in hits:
        at = bisect.bisect_right(names_found, (hit.start, len(names_found) and names_found[-1][1])) - 1
        inside = hit.clue.strength is Strength.PART and at >= 0 and hit.end <= names_found[at][1]
        if not inside:
            yield hit


@functools.lru_cache(maxsize=32)
def clue_set(profile: SubjectProfile, shared: frozenset[str]) -> ClueSet:
    """The clues of a profile; `shared` are e-mails and phones known to belong to several people."""
    parsed = tuple(name for raw in profile.names if (name := names.parse_name(scripts.parted(raw))))
    surnames = tuple(name.surname for name in parsed)
    return ClueSet(
        (
            *_names(profile),
            *_emails(profile, surnames, {identifiers.email_parts(value) for value in shared}),
            *_phones(profile, {identifiers.national_digits(value) for value in shared}),
            *_ids(profile),
            *_hints(profile),
        )
    )


def _names(profile: SubjectProfile) -> Iterator[Clue]:
    known: set[names.Name] = set()
    for raw in profile.names:
        name = names.parse_name(scripts.parted(raw))
        if name is None or name in known:
            continue
        known.add(name)
        for pattern in names.full_patterns(name):
            yield Clue(
                pattern,
                Strength.NAME,
                Kind.PERSON.value,
                raw,
                "the full name",
                accepts=functools.partial(_whole_name, name),
            )
        for pattern, reason in names.partial_patterns(name):
            yield Clue(pattern, Strength.PART, Kind.PERSON.value, raw, "a part of the name", reason, _outside_address)
        yield from _in_other_scripts(raw, name)


def _in_other_scripts(raw: str, name: names.Name) -> Iterator[Clue]:
    for one in scripts.soundings(name.given, name.surname, scripts.script_of(raw), raw):
        strength = Strength.NAME if one.is_whole else Strength.PART
        what = "the name in another script or spelling"
        yield Clue(
            one.pattern, strength, Kind.PERSON.value, raw, what, "transliterated", _outside_address, fits=one.fits
        )


def _whole_name(name: names.Name, text: str, start: int, end: int) -> bool:
    words = re.split(r"[\s.,;|\t_\"']+", text[start:end])
    if text[end : end + 1] == "@" or (text[max(0, start - 1) : start] in {"-", "@"}) or text[end : end + 1] == "-":
        return False
    return not _STRAY_MIDDLES.intersection(words[1:-1]) and not names.other_middle(name, words)


def _outside_address(text: str, start: int, end: int) -> bool:
    """Part of a name inside an e-mail address or a longer double name is no mention."""
    return not re.search(r"[\w@.-]$", text[max(0, start - 1) : start]) and not re.match(
        r"-[a-z]|[\w.+-]{0,64}@", text[end : end + 66]
    )


def _emails(profile: SubjectProfile, surnames: tuple[str, ...], shared: Collection[tuple[str, str]]) -> Iterator[Clue]:
    for raw in profile.emails:
        if pattern := identifiers.email_pattern(raw):
            several = identifiers.email_parts(raw) in shared or identifiers.is_shared_mailbox(raw, surnames)
            strength = Strength.SHARED if several else Strength.STRONG
            yield Clue(
                pattern,
                strength,
                Kind.EMAIL_ADDRESS.value,
                raw,
                "the e-mail address",
                "shared_identifier" if several else "",
                _whole_email,
            )


def _whole_email(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return not re.match(r"[a-z0-9._%+-]", before) and not re.match(r"[a-z0-9-]|\.[a-z0-9]|@", after)


def _phones(profile: SubjectProfile, shared: Collection[str]) -> Iterator[Clue]:
    for raw in profile.phones:
        digits = identifiers.national_digits(raw)
        if digits:
            several = digits in shared
            strength = Strength.SHARED if several else Strength.STRONG
            accepts = functools.partial(_whole_phone, raw)
            yield Clue(
                identifiers.phone_pattern(raw),
                strength,
                Kind.PHONE_NUMBER.value,
                raw,
                "the phone number",
                "shared_identifier" if several else "",
                accepts,
                functools.partial(_phone_start, raw),
            )


def _whole_phone(full: str, text: str, start: int, end: int) -> bool:
    return not text[end : end + 1].isdigit() and _phone_start(full, text, start) is not None


def _phone_start(full: str, text: str, start: int) -> int | None:
    """Where the number begins that has its last nine digits at `start`; None when other digits are glued to it.

    What stands before must be a prefix of this number: nothing, 0, the country code after + or 00.
    """
    before = _PHONE_LEAD.search(text[max(0, start - 14) : start])
    lead = before.group() if before else ""
    if "+" in lead:
        lead = lead[lead.rindex("+") :]
        return start - len(lead) if _is_prefix(lead, full) else None
    words = lead.split(" ")
    for first in range(len(words)):
        lead = " ".join(words[first:])
        if _is_prefix(lead, full):
            return start - len(lead)
    return start if words[-1] == "" else None


def _is_prefix(lead: str, full: str) -> bool:
    foreign = lead.startswith(("+", "(+", "00"))
    digits = re.sub(r"\D", "", lead.replace("(0)", "")).lstrip("0")
    own = re.sub(r"\D", "", full.replace("(0)", "")).lstrip("0")[:-9]
    if own.endswith(digits):
        return True
    return foreign and digits.endswith(own) and len(digits) - len(own) <= 3


def _ids(profile: SubjectProfile) -> Iterator[Clue]:
    for kind, raw in profile.identifiers:
        compact = identifiers.compact_id(raw)
        if len(compact) < _LEAST_ID_LENGTH:
            continue
        sure = len(compact) >= _SURE_ID_LENGTH or (len(compact) >= 5 and not compact.isdigit())
        accepts = functools.partial(_whole_id if sure else _labelled_id, _labels(kind))
        yield Clue(rf"\b{identifiers.id_pattern(raw)}\b", Strength.STRONG, kind, raw, f"the {kind}", accepts=accepts)


def _labels(kind: str) -> tuple[str, ...]:
    words = [
        word
        for word in re.split(r"[\W_]+", kind.lower())
        if len(word) > 1 and word not in {"number", "no", "id", "ref", "reference"}
    ]
    return tuple(dict.fromkeys(label for word in words for label in (word, *_KNOWN_LABELS.get(word, ()))))


def _whole_id(_labels_unused: tuple[str, ...], text: str, start: int, end: int) -> bool:
    return not re.search(r"[a-z0-9][-./]?$", text[max(0, start - 2) : start]) and not re.match(
        r"[-./]?[a-z0-9]", text[end : end + 2]
    )


def _labelled_id(labels: tuple[str, ...], text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _LABEL_REACH) : start].rpartition("\n")[2]
    return _whole_id(labels, text, start, end) and any(
        re.search(rf"\b{re.escape(label)}[^0-9]{{0,24}}$", before) for label in labels
    )


def _hints(profile: SubjectProfile) -> Iterator[Clue]:
    for raw in profile.dates_of_birth:
        for day in sorted(identifiers.read_date(raw)):
            yield Clue(identifiers.date_pattern(day), Strength.HINT, Kind.DATE_OF_BIRTH.value, raw, "the date of birth")
    for raw in profile.addresses:
        if street := identifiers.street_pattern(raw):
            yield Clue(street, Strength.HINT, Kind.LOCATION.value, raw, "the address", "address_only")
        for code in identifiers.postcodes(raw):
            yield Clue(r"\b" + r"[ -]?".join(code) + r"\b", Strength.HINT, Kind.POSTCODE.value, raw, "the postcode")
