"""The log of redactions of a case: every instance with its article, never with the words that were taken out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.redaction.models import RedactedDocument
from dsar.review.grounds import Ground, ground_of, left_out
from dsar.review.item_page import ROLE_WORDS, kind_words
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem, Verdict

_WHOLE: Final = (Verdict.WITHHOLD, Verdict.NOT_SUBJECT)
_PASSAGE: Final = (
    "item_id", "item__exhibit__number", "item__exhibit__form", "item__verdict", "block", "start", "box", "kind",
    "person_role", "score", "recogniser", "decided_by", "pk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogLine:
    """One instance of a redaction, or an item that is left out as a whole.

    Attributes:
        number: of the item.
        place: where in it, in words; "" for the whole item.
        kind: what it is, in words.
        whose: in what role the person appears, in words.
        score: certainty of the suggestion, 0 to 1; None for what a person marked.
        ground: the article and why.
        state: applied (in the proved copy or in the row that leaves), waiting (marked; no copy yet), left_out.
        who: who decided; "" where nobody is recorded.
    """

    number: int
    place: str
    kind: str
    whose: str
    score: float | None
    ground: Ground
    state: str
    who: str


@dataclass(frozen=True, slots=True)
class RedactionLog:
    """All lines of a case by item and place, how many rest on which article, and which articles we did not check."""

    lines: list[LogLine]
    by_article: list[tuple[str, str, int]]
    unsaid: int
    unchecked: frozenset[str] = frozenset()


def state_words(state: str) -> str:
    """What became of a line."""
    words = {"applied": _("Applied"), "waiting": _("Marked, no outgoing copy yet"), "left_out": _("Left out whole")}
    return words[state]


def log_of(case: Case) -> RedactionLog:
    """Every redaction of a case as it stands now."""
    lines = sorted([*_passages(case), *_whole_items(case)], key=lambda line: line.number)
    counted = Counter((line.ground.article, line.ground.words) for line in lines)
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    unsaid = sum(not line.ground.is_stated for line in lines)
    unchecked = frozenset(line.ground.article for line in lines if not line.ground.is_checked)
    return RedactionLog(lines, [(article, words, count) for (article, words), count in ranked], unsaid, unchecked)


def _passages(case: Case) -> Iterator[LogLine]:
    marked = Passage.objects.filter(item__case=case, status=PassageStatus.REDACT).exclude(item__verdict__in=_WHOLE)
    rows = list(marked.order_by("item__exhibit__number", "block", "start", "pk").values(*_PASSAGE))
    applied = set(RedactedDocument.objects.filter(case=case, is_open=True).values_list("item_id", flat=True))
    exempt, names = _approved(case, "redact"), _names(row["decided_by"] for row in rows)
    for row in rows:
        by_hand = not row["kind"] and not row["person_role"]
        covering = exempt.get((row["item_id"], row["pk"]), []) or (
            exempt.get((row["item_id"], None), []) if by_hand else []
        )
        ground = ground_of(case.regime_id, kind=row["kind"], person_role=row["person_role"], exemptions=covering)
        goes = row["item__verdict"] == Verdict.REDACT
        is_applied = goes and (row["item__exhibit__form"] == "row" or row["item_id"] in applied)
        yield LogLine(
            number=row["item__exhibit__number"],
            place=_place(row),
            kind=kind_words(row["kind"]),
            whose=str(ROLE_WORDS.get(row["person_role"], "")),
            score=row["score"],
            ground=ground,
            state="applied" if is_applied else "waiting",
            who=names.get(row["decided_by"], ""),
        )


def _whole_items(case: Case) -> Iterator[LogLine]:
    items = ReviewItem.objects.filter(case=case, verdict__in=_WHOLE)
    rows = list(items.order_by("exhibit__number").values("pk", "exhibit__number", "verdict", "decided_by"))
    exempt, names = _approved(case, "withhold"), _names(row["decided_by"] for row in rows)
    for row in rows:
        is_withheld = row["verdict"] == Verdict.WITHHOLD
        covering = exempt.get((row["pk"], None), []) if is_withheld else []
        ground = ground_of(case.regime_id, exemptions=covering) if is_withheld else left_out(case.regime_id)
        yield LogLine(
            number=row["exhibit__number"], place="", kind=_("The whole item"), whose="", score=None, ground=ground,
            state="left_out", who=names.get(row["decided_by"], ""),
        )  # fmt: skip


def _approved(case: Case, action: str) -> dict[tuple[UUID, UUID | None], list[str]]:
    """The approved exemptions by item and passage."""
    found: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
    approved = ExemptionProposal.objects.filter(case=case, status=ProposalStatus.APPROVED, action=action)
    for item_id, passage_id, exemption in approved.values_list("item_id", "passage_id", "exemption_id"):
        found[item_id, passage_id].append(exemption)
        if action == "withhold" and passage_id is not None:
            found[item_id, None].append(exemption)
    return found


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def _place(row: Mapping[str, Any]) -> str:
    box = row["box"] or {}
    if "column" in box:
        return _("Column %(name)s") % {"name": box["column"]}
    if "page" in box:
        return _("Page %(page)d, a box") % {"page": int(box["page"]) + 1}
    if row["block"] is None:
        return ""
    return _("Block %(block)d, character %(start)d") % {"block": row["block"] + 1, "start": row["start"] or 0}
