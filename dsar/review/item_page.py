"""What the page of an item shows: the text or the row with its marks, the cards beside it, the items around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.detection import KIND_FACTS
from discovery.documents import PICTURED, Kind
from dsar.cases.models import Case
from dsar.review import exemptions, marks
from dsar.review.content import ROW, blocks_of, surroundings_of, values_of
from dsar.review.feedback import is_suggestion, outright_verdicts
from dsar.review.grounds import Ground, ground_of
from dsar.review.marks import Mark, Segment
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem
from dsar.review.people import Role
from dsar.review.pictures import Picture, picture_of
from dsar.review.selectors import items_of, with_counts

BLOCKS_A_PART: Final = 60
_PICTURED: Final = frozenset(PICTURED.values())
AROUND: Final = 60
ROLE_WORDS: Final[dict[str, Any]] = {
    "professional": gettext_lazy("Professional in their job"),
    "colleague": gettext_lazy("Colleague"),
    "family": gettext_lazy("Family"),
    "referee": gettext_lazy("Referee"),
    "other": gettext_lazy("Another person"),
    "secret": gettext_lazy("Secret"),
    "subject": gettext_lazy("The data subject"),
    "out_of_scope": gettext_lazy("Not this person's personal data"),
}
_PLACE_WORDS: Final[dict[str, Any]] = {
    "page": gettext_lazy("Page"),
    "header": gettext_lazy("Header"),
    "sheet": gettext_lazy("Sheet"),
    "cell": gettext_lazy("Cell"),
    "part": gettext_lazy("Part"),
    "paragraph": gettext_lazy("Paragraph"),
    "field": gettext_lazy("Property of the file:"),
}


# What a suggestion of another kind mostly is; the whole list would not help anybody to choose.
JUDGED_AS: Final = tuple(
    (kind.value, KIND_FACTS[kind].label)
    for kind in (
        Kind.PERSON, Kind.ORGANISATION, Kind.LOCATION, Kind.DATE_OF_BIRTH, Kind.DATE_TIME, Kind.PHONE_NUMBER,
        Kind.EMAIL_ADDRESS, Kind.URL, Kind.BANK_ACCOUNT, Kind.ACCOUNT_NUMBER, Kind.CUSTOMER_ID, Kind.EMPLOYEE_ID,
        Kind.CASE_NUMBER, Kind.MEDICAL_RECORD_NUMBER, Kind.HEALTH, Kind.NATIONAL_ID, Kind.OWN_KIND,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of the document in segments."""

    number: int
    place: str
    role: str
    segments: list[Segment]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a row: its value in segments, and the passage that marks it, if one does."""

    name: str
    segments: list[Segment]
    status: str
    is_empty: bool


@dataclass(slots=True)
class Card:
    """Passages with the same words and state, as one; `judged`: what somebody said of it; `ground`: why it goes."""

    text: str
    kind: str
    role: str
    why: str
    status: str
    ids: list[str] = field(default_factory=list)
    is_by_hand: bool = False
    is_suggestion: bool = False
    judged: str = ""
    ground: Ground | None = None
    is_own: bool = False
    unconfirmed: list[str] = field(default_factory=list)
    picture: Picture | None = None

    @property
    def count(self) -> int:
        """How many times the words stand in the item."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class ShownSignal:
    """An exemption that a rule suggests, with the words it saw."""

    number: int
    exemption_id: str
    label: str
    why: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything that the page of an item shows of it."""

    item: ReviewItem
    blocks: list[ShownBlock]
    columns: list[ShownColumn]
    suggested: list[Card]
    redacted: list[Card]
    kept: list[Card]
    signals: list[ShownSignal]
    proposals: list[ExemptionProposal]
    part: int
    parts: int
    own: Sequence[Card] = ()
    kinds: Sequence[tuple[str, str]] = ()
    roles: Sequence[tuple[str, Any]] = ()

    @property
    def unconfirmed(self) -> list[str]:
        """The passages of special categories of the data subject that nobody has confirmed, by id."""
        return [key for card in self.own for key in card.unconfirmed]

    @property
    def suggested_count(self) -> int:
        """Passages that nobody has decided on."""
        return sum(card.count for card in self.suggested)


def item_page(item: ReviewItem, part: int = 1) -> ItemPage:
    """Read an item with everything its page needs; `part` counts the stretches of a long document from 1."""
    passages = list(item.passages.select_related("case", "decided_by"))
    blocks = blocks_of(item.exhibit)
    parts = max(1, -(-len(blocks) // BLOCKS_A_PART))
    part = min(max(part, 1), parts)
    first = (part - 1) * BLOCKS_A_PART
    profile = surroundings_of(item.case).profile
    shown = [
        _block(first + place, block, passages, item.signals, profile)
        for place, block in enumerate(blocks[first : first + BLOCKS_A_PART])
    ]
    proposals = list(item.proposals.select_related("case", "proposer", "decider", "passage__case"))
    for proposal in proposals:
        label_proposal(proposal)
    waits = any(proposal.status == ProposalStatus.PENDING for proposal in proposals)
    said = outright_verdicts(item)
    pictures = _pictures(item, passages)
    cards = {status: _cards(passages, status, said, pictures) for status in PassageStatus}
    kept = cards[PassageStatus.KEEP]
    _give_grounds(cards[PassageStatus.REDACT], item, passages, proposals)
    item.is_waiting = waits  # type: ignore[attr-defined]  # as lists annotate it
    return ItemPage(
        item=item, blocks=shown, columns=_columns(item, passages, profile),
        suggested=cards[PassageStatus.SUGGESTED], redacted=cards[PassageStatus.REDACT],
        kept=[card for card in kept if not card.is_own], signals=_signals(item, blocks), proposals=proposals,
        part=part, parts=parts, own=[card for card in kept if card.is_own],
        kinds=JUDGED_AS, roles=tuple((code, words) for code, words in ROLE_WORDS.items() if code != Role.SUBJECT),
    )  # fmt: skip


def items_around(case: Case, number: int) -> list[Any]:
    """The items before and after, for the list beside the page."""
    items = with_counts(items_of(case)).select_related("exhibit__case")
    before = items.filter(exhibit__number__lt=number).order_by("-exhibit__number")[: AROUND // 2]
    return [*reversed(before), *items.filter(exhibit__number__gte=number)[:AROUND]]


def label_proposal(proposal: ExemptionProposal) -> None:
    """Give a proposal the words of its exemption, as `exemption`."""
    proposal.exemption = exemptions.find(proposal.exemption_id)  # type: ignore[attr-defined]  # for the template


def context_of(proposal: ExemptionProposal) -> tuple[str, str, str]:
    """The passage of a proposal between the words before and after it; the column of a row; else nothing."""
    passage = proposal.passage
    if passage is None:
        return "", "", ""
    if passage.block is None:
        column = (passage.box or {}).get("column", "")
        return f"{column}: " if column else "", marks.without_tricks(passage.text), ""
    blocks = blocks_of(proposal.item.exhibit)
    if passage.block >= len(blocks):
        return "", marks.without_tricks(passage.text), ""
    return marks.excerpt(str(blocks[passage.block]["text"]), passage.start or 0, passage.end or 0)


def kind_words(kind: str) -> str:
    """The label of a kind of personal data."""
    try:
        return KIND_FACTS[Kind(kind)].label
    except (KeyError, ValueError):
        return _("Marked by hand")


def place_words(locator: dict[str, Any]) -> str:
    """Where a block stands, in words: "Page 2", "Header: Cc". Pages count from 0 in locators and from 1 for people."""
    told = {name: value + 1 if name == "page" and isinstance(value, int) else value for name, value in locator.items()}
    return " · ".join(f"{_PLACE_WORDS.get(name, name)} {value}" for name, value in told.items() if value is not None)


def _block(
    number: int, block: dict[str, Any], passages: Sequence[Passage], signals: Sequence[Any], profile: Any
) -> ShownBlock:
    text = str(block.get("text", ""))
    found = [_mark(one) for one in passages if one.block == number]
    found += [
        Mark(one["start"], one["end"], "exemption", title=one["why"]) for one in signals if one["block"] == number
    ]
    found += marks.own_marks(text, profile)
    place = place_words(block.get("locator") or {})
    is_cut = len(text) > marks.LONGEST_SHOWN
    return ShownBlock(number, place, str(block.get("role", "body")), marks.segments(text, found), is_cut)


def _columns(item: ReviewItem, passages: Sequence[Passage], profile: Any) -> list[ShownColumn]:
    if item.exhibit.form != ROW:
        return []
    status = {one.box["column"]: one.status for one in passages if one.box and "column" in one.box}
    columns = []
    for name, value in values_of(item.exhibit).items():
        text = "" if value is None else str(value)
        state = status.get(name, "")
        found = [Mark(0, len(text), state)] if state else marks.own_marks(text, profile)
        columns.append(ShownColumn(name, marks.segments(text, found), state, not text))
    return columns


def _mark(passage: Passage) -> Mark:
    words = kind_words(passage.kind)
    return Mark(passage.start or 0, passage.end or 0, passage.status, str(passage.pk), words)


def _pictures(item: ReviewItem, passages: Sequence[Passage]) -> dict[UUID, Picture]:
    has_original = item.exhibit.original_id is not None
    return {one.pk: made for one in passages if (made := picture_of(one, has_original=has_original)) is not None}


def _cards(
    passages: Sequence[Passage], status: str, said: Mapping[UUID, str], pictures: Mapping[UUID, Picture]
) -> list[Card]:
    cards: dict[tuple[str, str, str, bool], Card] = {}
    for one in passages:
        if one.status != status:
            continue
        column = (one.box or {}).get("column", "")
        text = marks.without_tricks(one.text) or _("A box on a page")
        key = (text.casefold(), one.kind, column, one.person_role == Role.SUBJECT)
        words = f"{column}: {text}" if column else text
        role = _("Whose?") if one.kind in _PICTURED else str(ROLE_WORDS.get(one.person_role, ""))
        card = cards.setdefault(key, Card(words, kind_words(one.kind), role, one.why, status))
        card.ids.append(str(one.pk))
        card.picture = card.picture or pictures.get(one.pk)
        card.is_by_hand = card.is_by_hand or not one.kind
        card.is_suggestion = card.is_suggestion or is_suggestion(one)
        card.judged = card.judged or said.get(one.pk, "")
        card.is_own = one.person_role == Role.SUBJECT and status == PassageStatus.KEEP
        if card.is_own and one.decided_by_id is None:
            card.unconfirmed.append(str(one.pk))
    return list(cards.values())


def _give_grounds(
    cards: Sequence[Card], item: ReviewItem, passages: Sequence[Passage], proposals: Sequence[ExemptionProposal]
) -> None:
    """Say of each card that goes black which article it rests on."""
    by_id = {str(one.pk): one for one in passages}
    approved = [one for one in proposals if one.status == ProposalStatus.APPROVED and one.action == "redact"]
    for card in cards:
        first = by_id[card.ids[0]]
        covering = [one.exemption_id for one in approved if str(one.passage_id) in card.ids]
        if not covering and not first.kind and not first.person_role:
            covering = [one.exemption_id for one in approved if one.passage_id is None]
        regime = item.case.regime_id
        card.ground = ground_of(regime, kind=first.kind, person_role=first.person_role, exemptions=covering)


def _signals(item: ReviewItem, blocks: Sequence[dict[str, Any]]) -> list[ShownSignal]:
    taken = set(item.proposals.exclude(status=ProposalStatus.WITHDRAWN).values_list("exemption_id", flat=True))
    shown = []
    for number, one in enumerate(item.signals):
        if one["exemption_id"] in taken:
            continue
        text = str(blocks[one["block"]]["text"]) if one["block"] < len(blocks) else ""
        words = marks.without_tricks(text[one["start"] : one["end"]])
        label = exemptions.find(one["exemption_id"]).label
        shown.append(ShownSignal(number, one["exemption_id"], label, one["why"], words))
    return shown
