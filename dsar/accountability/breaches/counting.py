"""Whose data stand in compromised documents: people counted by what stands together, without keeping a value. Plain.

A value becomes a keyed token as soon as it is read; tokens that stand in one line, row or paragraph with exactly one
name belong to one person. Files are counted apart and put together at the end.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from discovery.detection import KIND_FACTS
from discovery.documents import Detection, Kind

Token = str  # "<kind>:<keyed digest>"
Keyed = Callable[[str, str], str]

MOST_GROUPS = 50_000  # of one file
NEAR_LINES = 4  # a number on a line of its own belongs to whoever is named so few lines above: the address of a letter
# What tells one person from all others, or nearly so.
CONTACTS = frozenset({Kind.EMAIL_ADDRESS, Kind.PHONE_NUMBER, Kind.SOCIAL_HANDLE})
NUMBERS = frozenset(
    {kind for kind, facts in KIND_FACTS.items() if facts.category == "government"}
    | {Kind.UK_NHS, Kind.CA_HEALTH_CARD, Kind.MEDICAL_RECORD_NUMBER, Kind.HEALTH_INSURANCE_NUMBER, Kind.US_MBI}
    | {Kind.CREDIT_CARD, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.CUSTOMER_ID, Kind.EMPLOYEE_ID, Kind.ACCOUNT_NUMBER}
)
# What tells people apart only together (Recital 26).
QUASI = frozenset(
    {Kind.DATE_OF_BIRTH, Kind.POSTCODE, Kind.UK_POSTCODE, Kind.US_ZIP, Kind.CA_POSTAL_CODE, Kind.LOCATION, Kind.GENDER}
    | {Kind.NATIONALITY, Kind.AGE, Kind.NUMBER_PLATE}
)
ONLINE = frozenset({Kind.IP_ADDRESS, Kind.MAC_ADDRESS, Kind.DEVICE_ID})
COUNTED = CONTACTS | NUMBERS | {Kind.PERSON}
_SHARED_MAILBOX = re.compile(
    r"^(info|office|contact|support|service|help|hello|sales|billing|accounts?|admin|privacy|dpo|dsar|hr|jobs|press|"
    r"no-?reply|donotreply|postmaster|webmaster|dispatch|orders?|delivery|shop|team|news(?:letter)?|kontakt|"
    r"buero|rechnung|bestellung|commandes?|accueil)([._+-].*)?@",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|prof|herr|frau|m|mme|mlle|sir|dame)\.?\s+", re.IGNORECASE)
CHILD_WORDS = re.compile(
    r"\b(child(?:ren)?|pupils?|minors?|toddlers?|kindergarten|nursery school|primary school|aged? (?:[1-9]|1[0-7])\b|"
    r"kinder|schülerin(?:nen)?|schüler|minderjährig\w*|enfants?|élèves?|mineurs?)\b",
    re.IGNORECASE,
)
VULNERABLE_WORDS = re.compile(
    r"\b(patients?|asylum|refugees?|domestic (?:abuse|violence)|care home|disab(?:led|ility|ilities)|safeguarding|"
    r"victims?|patient(?:in|innen|en)|flüchtling\w*|pflegeheim|häusliche gewalt|réfugiée?s?|victimes?|handicap\w*)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Seen:
    """What was read of one file: groups of tokens, and how often each kind occurred.

    Attributes:
        groups: tokens that stand for one person each, before files are put together.
        kinds: detections by kind.
        children, vulnerable: lines that speak of them.
    """

    groups: list[list[Token]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    children: int = 0
    vulnerable: int = 0
    characters: int = 0
    is_cut: bool = False

    def as_json(self) -> dict[str, object]:
        """The same as a plain dict, without any value."""
        return {
            "groups": self.groups,
            "kinds": dict(self.kinds),
            "children": self.children,
            "vulnerable": self.vulnerable,
            "characters": self.characters,
            "is_cut": self.is_cut,
        }


@dataclass(frozen=True, slots=True)
class People:
    """How many people are concerned.

    Attributes:
        at_least: the kind of identifier with the most different people, and nobody counted twice.
        about: groups of names and identifiers that stand together, each taken for one person.
        method: how it was counted, for a reader.
    """

    at_least: int
    about: int
    method: str


def read_texts(texts: Iterable[tuple[str, Sequence[Detection]]], keyed: Keyed) -> Seen:
    """Count what was found in the stretches of one file; each stretch is a line, a row or a paragraph."""
    seen, above = Seen(), _Above()
    for text, detections in texts:
        above.lines += 1
        seen.characters += len(text)
        seen.kinds.update(found.kind.value for found in detections)
        seen.children += bool(CHILD_WORDS.search(text))
        seen.vulnerable += bool(VULNERABLE_WORDS.search(text))
        _group(text, detections, keyed, seen, above)
    return seen


@dataclass(slots=True)
class _Above:
    """The group of the one person who was named last, and how many lines above."""

    group: list[Token] = field(default_factory=list)
    lines: int = 0

    def takes(self, token: Token) -> bool:
        """Whether a lone identifier is taken for this person's: near, and of a kind that they have not yet."""
        kind = token.partition(":")[0]
        is_new = all(known.partition(":")[0] != kind for known in self.group)
        return bool(self.group) and self.lines <= NEAR_LINES and is_new


def _group(text: str, detections: Sequence[Detection], keyed: Keyed, seen: Seen, above: _Above) -> None:
    names: dict[Token, None] = {}
    others: dict[Token, None] = {}
    for found in detections:
        token = _token(text[found.start : found.end], found.kind, keyed)
        if token:
            (names if found.kind is Kind.PERSON else others)[token] = None
    if not names and len(others) == 1 and above.takes(lone := next(iter(others))):
        above.group.append(lone)
        return
    together = len(names) == 1 or (not names and _is_one_person(others))
    groups = [[*names, *others]] if together else [[token] for token in (*names, *others)]
    for group in groups:
        if group and len(seen.groups) >= MOST_GROUPS:
            seen.is_cut = True
            return
        if group:
            seen.groups.append(group)
    if len(names) == 1:
        above.group, above.lines = groups[0], 0
    elif names:
        above.group = []


def _is_one_person(tokens: Iterable[Token]) -> bool:
    """Whether no kind occurs twice: a line with one address and one number is about one person."""
    kinds = [token.partition(":")[0] for token in tokens]
    return len(kinds) == len(set(kinds))


def _token(value: str, kind: Kind, keyed: Keyed) -> Token:
    """The keyed token of a value that tells a person; "" for what tells none."""
    if kind not in COUNTED:
        return ""
    plain = _plain(value, kind)
    return f"{kind.value}:{keyed(kind.value, plain)}" if plain else ""


def _plain(value: str, kind: Kind) -> str:
    """The value as it is compared: spelling differences gone; "" where it cannot be one person's alone."""
    text = unicodedata.normalize("NFKC", value).casefold().strip()
    if kind is Kind.EMAIL_ADDRESS:
        return "" if _SHARED_MAILBOX.match(text) else text
    if kind is Kind.PERSON:
        return _plain_name(text)
    if kind is Kind.SOCIAL_HANDLE:
        return text
    return re.sub(r"[^0-9a-z]", "", text.removeprefix("+").removeprefix("00"))


def _plain_name(text: str) -> str:
    last, comma, first = text.partition(",")
    whole = _TITLE.sub("", f"{first} {last}" if comma else text)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", whole)
    return " ".join(words) if len(words) > 1 else ""  # a given name alone may be anybody's


def people_of(groups: Iterable[Sequence[Token]]) -> People:
    """How many people the groups of all files stand for: groups that share a token are one."""
    parent: dict[Token, Token] = {}

    def root(token: Token) -> Token:
        while parent.setdefault(token, token) != token:
            parent[token] = parent[parent[token]]
            token = parent[token]
        return token

    for group in groups:
        for other in group[1:]:
            parent[root(other)] = root(group[0])
        if group:
            root(group[0])
    by_kind: dict[str, set[Token]] = {}
    for token in list(parent):
        by_kind.setdefault(token.partition(":")[0], set()).add(root(token))
    largest = max(by_kind, key=lambda kind: len(by_kind[kind]), default="")
    about = len({root(token) for token in list(parent)})
    return People(len(by_kind.get(largest, ())), about, _method(largest))


def _method(kind: str) -> str:
    if not kind:
        return "No name and no identifier of a person was found."
    label = KIND_FACTS[Kind(kind)].label.lower()
    return (
        f"At least: different people by {label}, the identifier that occurs with the most people. About: names and"
        " identifiers that stand in one line or row, or alone just below a name, are taken for one person, across all"
        " files. Mailboxes that people"
        " share, and given names alone, are not counted; staff and signatures are."
    )


def put_together(parts: Iterable[Mapping[str, object]]) -> Seen:
    """What was read of all files, from their plain dicts."""
    whole = Seen()
    for part in parts:
        whole.groups += [list(group) for group in _listed(part.get("groups"))]
        kinds = part.get("kinds")
        whole.kinds.update({str(kind): int(count) for kind, count in dict(kinds).items()} if kinds else {})  # type: ignore[call-overload]  # read back from JSON
        whole.children += _number(part.get("children"))
        whole.vulnerable += _number(part.get("vulnerable"))
        whole.characters += _number(part.get("characters"))
        whole.is_cut = whole.is_cut or bool(part.get("is_cut"))
    return whole


def _listed(value: object) -> list[list[Token]]:
    return value if isinstance(value, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
