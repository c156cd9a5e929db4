"""What is weighed when the risk of a breach is decided, and what a scan says to it. Proposals only. Plain Python.

The factors are those of EDPB Guidelines 9/2022, section IV.B: type of breach, nature, sensitivity and volume, ease of
identification, severity of consequences, special characteristics of the people and of the controller, number of people.
Special categories alone decide neither duty (they weigh), and nothing here decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from discovery.detection import KIND_FACTS
from discovery.documents import Kind
from dsar.accountability.breaches.counting import CONTACTS, NUMBERS, ONLINE, QUASI, People, Seen, people_of
from dsar.foundation.words import Words as _


class Weight(StrEnum):
    """What a factor does to the risk."""

    RAISES = "raises"
    NEUTRAL = "neutral"
    LOWERS = "lowers"


@dataclass(frozen=True, slots=True)
class Factor:
    """Something to weigh. `is_core`: it must be weighed before a decision."""

    code: str
    title: str
    question: str
    is_core: bool = True


FACTORS: tuple[Factor, ...] = (
    Factor("type", _("Type of breach"), _("Were data seen by others, changed, or lost? What follows from that here?")),
    Factor("nature", _("Nature and sensitivity"), _("Which data are they, and what can be done with them together?")),
    Factor("volume", _("Volume"), _("How much about each person, and how many records?")),
    Factor("identification", _("Ease of identification"), _("How easily does a stranger know who is meant?")),
    Factor(
        "consequences", _("Severity of consequences"), _("Fraud, humiliation, danger? For how long? In whose hands?")
    ),
    Factor("people", _("Who the people are"), _("Children, patients, others who are easily harmed?")),
    Factor("number", _("Number of people"), _("How many are concerned?")),
    Factor(
        "controller", _("Who we are"), _("Does what we do make the data more telling than they look?"), is_core=False
    ),
    Factor(
        "unintelligible",
        _("Unintelligible data"),
        _("Encrypted with a key that is safe, or unreadable?"),
        is_core=False,
    ),
    Factor("contained", _("Contained"), _("Recalled, never opened, deleted by somebody one can trust?"), is_core=False),
    Factor("credentials", _("Passwords and keys"), _("Can what was lost open other doors?"), is_core=False),
)
BY_CODE = {factor.code: factor for factor in FACTORS}
CORE = tuple(factor.code for factor in FACTORS if factor.is_core)


class Ease(StrEnum):
    """How easily people are recognised in what was lost."""

    DIRECT = "direct"
    COMBINATION = "combination"
    INDIRECT = "indirect"
    NONE = "none"


EASE_WORDS = {
    Ease.DIRECT: _("Direct: people are named or have a unique number."),
    Ease.COMBINATION: _("By combination: details that together may be one person's only."),
    Ease.INDIRECT: _("Indirect: numbers or addresses of devices that only some can resolve."),
    Ease.NONE: _("Nothing was found by which a person is recognised."),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the scan says to a factor."""

    code: str
    weight: Weight
    words: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A category of data or a kind with the number of places where it was found."""

    label: str
    count: int
    article: str


@dataclass(frozen=True, slots=True)
class Files:
    """How far the files were read."""

    whole: int = 0
    partly: int = 0
    not_read: int = 0
    locked: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.whole + self.partly + self.not_read


@dataclass(frozen=True, slots=True)
class Result:
    """What the scan of compromised documents says: counts and reasons, no value of anybody."""

    people: People
    categories: tuple[Counted, ...]
    special: tuple[Counted, ...]
    criminal: tuple[Counted, ...]
    ease: Ease
    ease_reasons: tuple[str, ...]
    files: Files
    characters: int
    children: int
    vulnerable: int
    secrets: int
    is_cut: bool
    proposals: tuple[Proposal, ...]

    def as_json(self) -> dict[str, object]:
        """The same as a plain dict."""
        return asdict(self)


CATEGORY_LABELS = {
    "identity": _("Identity"),
    "contact": _("Contact details"),
    "government": _("National and official numbers"),
    "financial": _("Bank and payment data"),
    "online": _("Online identifiers"),
    "business": _("Customer, staff and business data"),
    "vehicle": _("Vehicles"),
    "security": _("Passwords and keys"),
    "special_category": _("Special categories"),
    "criminal_offence": _("Criminal offences and convictions"),
}
_UNTOLD = {Kind.DATE_TIME.value, Kind.ORGANISATION.value, Kind.URL.value}  # personal only by what stands beside them
_MANY_PEOPLE, _MANY_KINDS = 100, 5


def assess(seen: Seen, files: Files) -> Result:
    """What follows from what was read; `seen` of all files together."""
    people = people_of(seen.groups)
    ease, reasons = ease_of(seen.kinds)
    counts = _by_category(seen.kinds)
    found = Result(
        people=people,
        categories=counts,
        special=_kinds_of(seen.kinds, "special_category"),
        criminal=_kinds_of(seen.kinds, "criminal_offence"),
        ease=ease,
        ease_reasons=reasons,
        files=files,
        characters=seen.characters,
        children=seen.children,
        vulnerable=seen.vulnerable,
        secrets=seen.kinds.get(Kind.SECRET.value, 0),
        is_cut=seen.is_cut,
        proposals=(),
    )
    return _with_proposals(found)


def ease_of(kinds: Mapping[str, int]) -> tuple[Ease, tuple[str, ...]]:
    """How easily people are recognised, with the kinds that say so."""
    present = {Kind(kind) for kind, count in kinds.items() if count}
    named = Kind.PERSON in present
    unique = present & (CONTACTS | NUMBERS)
    if named or unique:
        reasons = [_("Names of people")] if named else []
        return Ease.DIRECT, (*reasons, *_labels(unique))
    combined = present & QUASI
    if len(combined) > 1:
        return Ease.COMBINATION, _labels(combined)
    if present & (ONLINE | QUASI):
        return Ease.INDIRECT, _labels(present & (ONLINE | QUASI))
    return Ease.NONE, ()


def _labels(kinds: Iterable[Kind]) -> tuple[str, ...]:
    return tuple(sorted(KIND_FACTS[kind].label for kind in kinds))


def _by_category(kinds: Mapping[str, int]) -> tuple[Counted, ...]:
    counts: dict[str, int] = {}
    articles: dict[str, str] = {}
    for kind, count in kinds.items():
        if kind not in _UNTOLD:
            facts = KIND_FACTS[Kind(kind)]
            counts[facts.category] = counts.get(facts.category, 0) + count
            articles[facts.category] = facts.article
    ordered = sorted(counts, key=lambda category: -counts[category])
    return tuple(Counted(CATEGORY_LABELS.get(one, one), counts[one], articles[one]) for one in ordered)


def _kinds_of(kinds: Mapping[str, int], category: str) -> tuple[Counted, ...]:
    facts = {kind: KIND_FACTS[Kind(kind)] for kind in kinds}
    mine = [kind for kind in kinds if facts[kind].category == category]
    return tuple(Counted(facts[kind].label, kinds[kind], facts[kind].article) for kind in sorted(mine))


def _with_proposals(found: Result) -> Result:
    return replace(found, proposals=tuple(_proposals(found)))


def _proposals(found: Result) -> Iterable[Proposal]:
    """What speaks for a higher or lower risk; the person who decides weighs it."""
    if found.special or found.criminal:
        named = ", ".join(one.label.lower() for one in (*found.special, *found.criminal))
        yield Proposal("nature", Weight.RAISES, f"Special categories or criminal matters: {named}.")
    elif any(one.label == CATEGORY_LABELS["financial"] for one in found.categories):
        yield Proposal("nature", Weight.RAISES, _("Bank or payment data, which can be used for fraud."))
    elif found.categories:
        yield Proposal("nature", Weight.NEUTRAL, _("No special category and no bank data was found."))
    words = f"{found.characters} characters in {found.files.all} files, {len(found.categories)} categories of data."
    volume = Weight.RAISES if len(found.categories) >= _MANY_KINDS else Weight.NEUTRAL
    yield Proposal("volume", volume, words)
    direct = Weight.RAISES if found.ease is Ease.DIRECT else Weight.NEUTRAL
    lowered = Weight.LOWERS if found.ease is Ease.NONE else direct
    yield Proposal("identification", lowered, " ".join([EASE_WORDS[found.ease], ", ".join(found.ease_reasons)]).strip())
    yield Proposal(
        "number", _number_weight(found.people), f"At least {found.people.at_least}, about {found.people.about}."
    )
    if found.children or found.vulnerable:
        words = f"{found.children} lines speak of children, {found.vulnerable} of others who are easily harmed."
        yield Proposal("people", Weight.RAISES, words)
    if found.secrets:
        yield Proposal("credentials", Weight.RAISES, f"{found.secrets} passwords or keys stand in the files.")
    if found.files.locked:
        words = f"{found.files.locked} of {found.files.all} files ask for a password. How strong it is was not judged."
        yield Proposal("unintelligible", Weight.LOWERS, words)


def _number_weight(people: People) -> Weight:
    return Weight.RAISES if people.at_least >= _MANY_PEOPLE else Weight.NEUTRAL
