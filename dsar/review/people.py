"""Who else is in an exhibit: other people's data, each with the role in which that person appears. Plain Python.

What the detectors find, minus what is the data subject's own. People get a role before anything goes black:
professionals in their job are normally not redacted, nor is what the data subject knows already.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from discovery.detection import KIND_FACTS, Options, detect
from discovery.detection.kinds import Category
from discovery.detection.own_kinds import OWN
from discovery.documents import PICTURED, Detection, Kind
from discovery.matching.plain import plain_value
from dsar.foundation.words import Words as _


class Role(StrEnum):
    """In what capacity somebody else appears."""

    PROFESSIONAL = "professional"
    COLLEAGUE = "colleague"
    FAMILY = "family"
    REFEREE = "referee"
    OTHER = "other"
    SECRET = "secret"  # noqa: S105 - nobody's data: a password or key that is never released
    SUBJECT = "subject"  # the data subject's own special categories, shown to be confirmed, not to be redacted


# In place of a role, where a person says so: it is nobody's whom the request is about, so the right does not reach it.
OUT_OF_SCOPE: Final = "out_of_scope"
# People act in a role that is normally not redacted.
NORMALLY_KEPT: Final = frozenset({Role.PROFESSIONAL, Role.SUBJECT})

_CONTACT: Final = frozenset({Kind.EMAIL_ADDRESS, Kind.PHONE_NUMBER})
# Who such a value belongs to shows only from the name before it.
_BELONGS_TO_A_NAME: Final = frozenset(
    {
        Kind.DATE_OF_BIRTH, Kind.LOCATION, Kind.POSTCODE, Kind.UK_POSTCODE, Kind.US_ZIP, Kind.CA_POSTAL_CODE,
        Kind.EMPLOYEE_ID, Kind.SOCIAL_HANDLE, Kind.NUMBER_PLATE,
    }
    | {
        kind
        for kind, told in KIND_FACTS.items()
        if told.category in {Category.GOVERNMENT, Category.FINANCIAL, Category.SPECIAL, Category.CRIMINAL}
        and kind is not Kind.BIC
    }
)  # fmt: skip
_GRAVE: Final = frozenset(
    kind for kind, told in KIND_FACTS.items() if told.category in {Category.SPECIAL, Category.CRIMINAL}
)
_NEAR: Final = 160
# How each is called, why it is suggested, and what found it.
_PICTURED_WORDS: Final = {
    Kind.FACE: (
        "Face",
        "A face in a picture ({sure} sure that it is one). Whose it is, you have to say: look at the page.",
        "face_network",
    ),
    Kind.FINGERPRINT: (
        "Fingerprint",
        "Ridges as a fingertip has them ({sure} pure). Whether it is a fingerprint, and whose, you have to say.",
        "ridges",
    ),
}
_FACE_WEIGHT: Final = 0.5  # sure of a face is not sure of whose: it never reaches what is certain of a text
_RELATIVES: Final = re.compile(
    r"(?i)\b(?:wife|husband|partner|spouse|son|daughter|child(?:ren)?|mother|father|mum|dad|sister|brother|"
    r"grand(?:mother|father|son|daughter)|aunt|uncle|cousin|next of kin)\b"
)
_REFEREES: Final = re.compile(r"(?i)\b(?:referee|reference (?:from|given by)|referred by)\b")
_JOBS: Final = re.compile(
    r"(?i)\b(?:dr|prof|professor|nurse|doctor|solicitor|lawyer|advis[eo]r|manager|agent|consultant|engineer|officer|"
    r"assistant|team leader|customer (?:service|care|support)|case ?worker|social worker|teacher|support desk)\b"
)
_SIGN_OFF: Final = re.compile(
    r"(?i)(?:kind |best |warm )?regards,?\s*$|yours (?:sincerely|faithfully),?\s*$|thanks,?\s*$"
)
_COLUMN_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PLACE_WORDS: Final = frozenset(
    {
        "address", "street", "road", "city", "town", "place", "state", "region", "province", "county", "country",
        "postcode", "zip", "strasse", "straße", "ort", "stadt", "adresse", "rue", "ville", "pays",
    }
)  # fmt: skip
_CONTACT_WORDS: Final = frozenset(
    {"phone", "telephone", "tel", "mobile", "cell", "fax", "email", "mail", "telefon", "handy", "courriel"}
)
_SOMEBODY_WORDS: Final = frozenset(
    {
        "emergency", "contact", "kin", "referrer", "referee", "partner", "spouse", "parent", "guardian", "manager",
        "sender", "agent", "rep", "other",
    }
)  # fmt: skip
_SECRET_COLUMN: Final = re.compile(
    r"(?i)pass(?:word|wd|code)|secret|salt\b|(?:api|access|auth)_?(?:key|token)|_hash\b|otp|pin_code"
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tells the data subject and the organisation's own staff from everybody else.

    `profile` has the shape of a case person's details; `staff_domains` are the organisation's mail domains; `notes` of
    the profile may carry the address or alias under which the subject is known.
    """

    profile: Mapping[str, Any] = field(repr=False)
    staff_domains: frozenset[str] = frozenset()

    @property
    def works_here(self) -> bool:
        """Whether the data subject has an address of the organisation: then its other people are colleagues."""
        return any(_domain(str(email)) in self.staff_domains for email in self.profile.get("emails", ()))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that is, or may be, somebody else's data; instead of a block a `column` of a row, a `box` on a page."""

    start: int
    end: int
    text: str = field(repr=False)
    kind: str
    role: Role
    why: str
    block: int | None = None
    column: str = ""
    score: float | None = None
    recogniser: str = ""
    box: Mapping[str, float] | None = None

    @property
    def is_normally_kept(self) -> bool:
        """Whether people in this role are normally left visible."""
        return self.role in NORMALLY_KEPT


Find = Callable[[str], list[Detection]]


def in_blocks(
    blocks: Sequence[Mapping[str, Any]], around: Surroundings, options: Options | None = None, find: Find | None = None
) -> list[Suggestion]:
    """Other people's data in the text blocks of a document, in reading order; `find` detects in place of the engine."""
    find = find or _finding(options)
    texts = ["" if block.get("role") in PICTURED else str(block.get("text", "")) for block in blocks]
    found = [find(text) for text in texts]
    staff = _staff_names(texts, found, around)
    in_texts = [
        suggestion
        for number, (text, detections) in enumerate(zip(texts, found, strict=True))
        for suggestion in _in_text(text, detections, around, staff, block=number)
    ]
    # those about others first: what is too much for one item is cut off at the end
    return sorted([*_pictured(blocks), *in_texts], key=lambda one: one.role is Role.SUBJECT)


def in_row(
    values: Mapping[str, Any], around: Surroundings, options: Options | None = None, find: Find | None = None
) -> list[Suggestion]:
    """Other people's data and secrets in the columns of a row; a column is suggested as a whole."""
    find = find or _finding(options)
    found: list[Suggestion] = []
    is_own_row = any(_is_own_contact(value, around) for value in values.values())
    for column, value in values.items():
        text = value if isinstance(value, str) else ""
        if _SECRET_COLUMN.search(column) and value not in (None, ""):
            why = _("The column holds a secret: it is never released.")
            found.append(Suggestion(0, len(str(value)), str(value), Kind.SECRET, Role.SECRET, why, column=column))
        elif text and not is_own(text, around):
            hits = _in_text(text, find(text), around, frozenset(), column=column)
            hits.sort(key=lambda hit: hit.role is Role.SUBJECT)
            hits = [hit for hit in hits if not _is_of_the_row(column, hit.kind, is_own_row=is_own_row)]
            # what goes black in a row is the whole column, so the whole value is what is suggested
            found.extend(replace(hit, start=0, end=len(text), text=text) for hit in hits[:1])
    return found


def _pictured(blocks: Sequence[Mapping[str, Any]]) -> list[Suggestion]:
    """The places of faces and fingerprints: whose they are cannot be told, so each waits for a person, scored low."""
    found: list[Suggestion] = []
    counts: Counter[Kind] = Counter()
    for block in blocks:
        kind = PICTURED.get(str(block.get("role")))
        if kind is None:
            continue
        name, why, recogniser = _PICTURED_WORDS[kind]
        for _start, _end, page, *sides in block.get("words", ()):
            place = dict(zip(("x0", "y0", "x1", "y1"), map(float, sides), strict=True))
            counts[kind] += 1
            text = f"{name} {counts[kind]} on page {page + 1}"
            sure = float(block.get("ocr_confidence") or 0.0)
            score, told = round(sure * _FACE_WEIGHT, 2), why.format(sure=f"{sure:.0%}")
            box = {"page": page} | place
            found.append(Suggestion(0, 0, text, kind, Role.OTHER, told, score=score, recogniser=recogniser, box=box))
    return found


def _finding(options: Options | None) -> Find:
    return lambda text: detect(text, options=options or Options())


def _is_own_contact(value: Any, around: Surroundings) -> bool:
    """Whether a column holds one of the data subject's own addresses or numbers: then the row is about them."""
    text = value if isinstance(value, str) else ""
    has_shape = "@" in text or len(re.sub(r"\D", "", text)) >= 7
    return has_shape and is_own(text, around)


def _is_of_the_row(column: str, kind: str, *, is_own_row: bool) -> bool:
    """Whether a hit is only an attribute of the row's own person.

    A street or a town that a detector takes for a name is a place, whatever the row. A telephone, fax or mail column
    of a row that bears the subject's own address is theirs, unless its name speaks of somebody else
    ("emergency_contact_phone").
    """
    words = {word.casefold() for word in _COLUMN_WORDS.findall(column)}
    if kind == Kind.PERSON:
        return bool(words & _PLACE_WORDS) and not words & _SOMEBODY_WORDS
    return is_own_row and kind in _CONTACT and bool(words & _CONTACT_WORDS) and not words & _SOMEBODY_WORDS


def is_own(text: str, around: Surroundings, kind: str = "") -> bool:
    """Whether a piece of text is one of the data subject's own names, addresses, numbers."""
    wanted = plain_value(text)
    if not wanted:
        return True
    if kind in ("", Kind.PERSON) and _is_own_name(wanted, around.profile):
        return True
    digits = re.sub(r"\D", "", wanted)
    bare = re.sub(r"[\W_]", "", wanted)
    for value in _own_values(around.profile):
        own = plain_value(value)
        if not own:
            continue
        own_digits = re.sub(r"\D", "", own)
        if wanted == own or bare == re.sub(r"[\W_]", "", own) or (len(wanted) > 5 and wanted in own):
            return True
        if len(digits) >= 7 and len(own_digits) >= 7 and digits[-9:] == own_digits[-9:]:
            return True
    return False


def _in_text(
    text: str,
    detections: Sequence[Detection],
    around: Surroundings,
    staff: frozenset[str],
    *,
    block: int | None = None,
    column: str = "",
) -> list[Suggestion]:
    found: list[Suggestion] = []
    owner, owner_end = "", -_NEAR  # whose the values after a name are: "own", a role, or nobody's
    for hit in detections:
        piece = text[hit.start : hit.end]
        if hit.kind in {Kind.PERSON, *_CONTACT}:
            if is_own(piece, around, hit.kind):
                owner, owner_end = "own", hit.end
                continue
            role = _role_of(text, hit, piece, around, staff)
            owner, owner_end = role, hit.end
        elif hit.recogniser.startswith(OWN):
            is_near = hit.start - owner_end <= _NEAR
            if is_own(piece, around, hit.kind) or (is_near and owner == "own"):
                continue
            role = Role(owner) if owner and is_near else Role.OTHER
        elif hit.kind in _BELONGS_TO_A_NAME:
            if owner in ("", "own") or hit.start - owner_end > _NEAR or is_own(piece, around, hit.kind):
                if hit.kind not in _GRAVE:
                    continue
                role = Role.SUBJECT
            else:
                role = Role(owner)
        elif hit.kind == Kind.SECRET:
            role = Role.SECRET
        else:
            continue
        why = f"{hit.why[:1].upper()}{hit.why[1:]}." if hit.recogniser.startswith(OWN) else _why(role)
        found.append(
            Suggestion(hit.start, hit.end, piece, hit.kind, role, why, block, column, hit.score, hit.recogniser)
        )
    return found


def _role_of(text: str, hit: Detection, piece: str, around: Surroundings, staff: frozenset[str]) -> Role:
    before, after = text[max(0, hit.start - 60) : hit.start], text[hit.end : hit.end + 60]
    is_staff = (hit.kind == Kind.EMAIL_ADDRESS and _domain(piece) in around.staff_domains) or (
        hit.kind == Kind.PERSON and plain_value(piece) in staff
    )
    if is_staff:
        return Role.COLLEAGUE if around.works_here else Role.PROFESSIONAL
    if _REFEREES.search(before):
        return Role.REFEREE
    if _RELATIVES.search(before[-30:]) or _RELATIVES.search(after[:20]) or _shares_surname(piece, hit.kind, around):
        return Role.FAMILY
    line_before = before.rstrip("\n ")
    if hit.kind == Kind.PERSON and (
        _SIGN_OFF.search(line_before) or _JOBS.search(before[-24:]) or _JOBS.search(after[:40])
    ):
        return Role.PROFESSIONAL
    return Role.OTHER


def _why(role: Role) -> str:
    return {
        Role.PROFESSIONAL: _("Somebody in their job: normally left visible."),
        Role.COLLEAGUE: _("A colleague of the data subject."),
        Role.FAMILY: _("Somebody who may be family: the data subject may know this already."),
        Role.REFEREE: _("Somebody who gave a reference."),
        Role.SUBJECT: _("A special category, or offences, it seems of the data subject. Confirm it; it stays visible."),
        Role.SECRET: _("A secret, such as a password or key: it is never released."),
    }.get(role, _("Somebody else's data."))


def _staff_names(texts: Sequence[str], found: Sequence[Sequence[Detection]], around: Surroundings) -> frozenset[str]:
    """Names that go with an address of the organisation: "Maja Osei" where maja.osei@… stands in the exhibit."""
    parts = set()
    names = set()
    for text, detections in zip(texts, found, strict=True):
        for hit in detections:
            piece = text[hit.start : hit.end]
            if hit.kind == Kind.EMAIL_ADDRESS and _domain(piece) in around.staff_domains:
                parts.add(frozenset(re.split(r"[._\-+]", plain_value(piece.split("@")[0]))))
            elif hit.kind == Kind.PERSON:
                names.add(plain_value(piece))
    return frozenset(name for name in names if any(_goes_with(name, local) for local in parts))


def _goes_with(name: str, local: frozenset[str]) -> bool:
    words = name.split()
    if not words:
        return False
    initial_and_surname = {words[0][:1], words[-1]}
    return local in (set(words), initial_and_surname, {words[0][:1] + words[-1]}, {words[0]}) and len(words) > 1


def _is_own_name(wanted: str, profile: Mapping[str, Any]) -> bool:
    words = set(re.findall(r"[a-z0-9]+", wanted)) - {"mr", "mrs", "ms", "miss", "mx", "dr", "herr", "frau", "s"}
    return bool(words) and any(words <= _name_words(name) for name in _names(profile))


def _shares_surname(piece: str, kind: str, around: Surroundings) -> bool:
    if kind != Kind.PERSON:
        return False
    last = plain_value(piece).split()[-1:]
    return (
        bool(last)
        and len(plain_value(piece).split()) > 1
        and any(last == plain_value(name).split()[-1:] for name in _names(around.profile))
    )


def _names(profile: Mapping[str, Any]) -> list[str]:
    return [str(name) for name in [profile.get("name", ""), *profile.get("names", ())] if name]


def _name_words(name: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", plain_value(name))
    return set(words) | ({words[0][:1]} if words else set())


def _own_values(profile: Mapping[str, Any]) -> Iterable[str]:
    for key in ("emails", "phones", "addresses", "dates_of_birth"):
        yield from (str(value) for value in profile.get(key, ()))
    for identifier in profile.get("identifiers", ()):
        yield str(identifier.get("value", ""))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip(" >").casefold()
