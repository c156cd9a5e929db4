"""Assessments and screenings as lists, pages and files show them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from dsar.access.models import User
from dsar.accountability.dpia.content import Content, from_json
from dsar.accountability.dpia.models import Dpia, DpiaTemplate, Screening
from dsar.accountability.dpia.paper_words import Tell, as_read
from dsar.accountability.dpia.register import changes_of_many
from dsar.accountability.dpia.reminder_rules import SOON_DAYS
from dsar.accountability.dpia.rules import LEVEL_TONES, LEVEL_WORDS, Place, RiskLevel, Standing, level_of
from dsar.accountability.dpia.shipped import SHIPPED, template
from dsar.accountability.dpia.vocabulary import LIKELIHOOD, SEVERITY, STATE_TONES, STATE_WORDS, State
from dsar.foundation import clock
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.rules import plain_cell

SORTS = {
    "reference": ("reference", "number"),
    "title": ("title", "number"),
    "state": ("state", "reference"),
    "after": ("after", "reference"),
    "review": ("review_on", "reference"),
    "changed": ("changed_at",),
}
SCORES = {
    RiskLevel.UNRATED: (0, 0),
    RiskLevel.LOW: (1, 3),
    RiskLevel.MEDIUM: (4, 7),
    RiskLevel.HIGH: (8, 11),
    RiskLevel.VERY_HIGH: (12, 16),
}
IN_WORK = (State.DRAFT, State.IN_APPROVAL)


@dataclass(frozen=True, slots=True)
class Rated:
    """A level with its words and tone."""

    words: str
    tone: str
    score: int


def rated(score: int, tell: Tell = as_read) -> Rated:
    """The level of a score in words."""
    level = level_of(score)
    return Rated(tell(LEVEL_WORDS[level]), LEVEL_TONES[level], score)


@dataclass(frozen=True, slots=True)
class DpiaRow:
    """An assessment in the list."""

    dpia: Dpia
    state: str
    tone: str
    before: Rated
    after: Rated
    review: str
    has_drifted: bool

    @property
    def url(self) -> str:
        """Where it stands."""
        return reverse("dsar:dpia", args=[self.dpia.reference])


def chosen(values: dict[str, Any], today: dt.date, sort: str = "") -> QuerySet[Dpia]:
    """The current version of every assessment that meets the filters: what is in work, else what is approved."""
    due = values.get("due", "")
    found = due_for_review(today, is_late=due == "late") if due else _newest()
    found = found.select_related("controller", "created_by")
    if words := values.get("q", ""):
        found = found.filter(Q(reference__icontains=words) | Q(title__icontains=words))
    if state := values.get("state", ""):
        found = found.filter(state=state)
    if level := values.get("level", ""):
        least, most = SCORES[RiskLevel(level)]
        found = found.filter(after__gte=least, after__lte=most)
    name = sort.removeprefix("-")
    order = SORTS.get(name, ("-changed_at",))
    return found.order_by(*(f"-{one}" for one in order)) if sort.startswith("-") else found.order_by(*order)


def _newest() -> QuerySet[Dpia]:
    found = Dpia.objects.exclude(state=State.SUPERSEDED)
    in_work = Dpia.objects.filter(state__in=IN_WORK).values("reference")
    approved = Dpia.objects.filter(state=State.APPROVED).values("reference")
    found = found.exclude(state__in=(State.APPROVED, State.DROPPED), reference__in=in_work)
    return found.exclude(state=State.DROPPED, reference__in=approved)


def due_for_review(today: dt.date, *, is_late: bool = False) -> QuerySet[Dpia]:
    """Approved versions whose review comes within 30 days, or is late."""
    until = today if is_late else today + dt.timedelta(days=SOON_DAYS)
    found = Dpia.objects.filter(state=State.APPROVED)
    return found.filter(review_on__lt=until) if is_late else found.filter(review_on__lte=until)


def rows_of(dpias: Iterable[Dpia], today: dt.date) -> list[DpiaRow]:
    """The rows of a page; the register is asked once for all of them."""
    listed = list(dpias)
    with keys_at_hand(one.key_id for one in listed):
        contents = [from_json(one.content) for one in listed]
    drifted = changes_of_many(contents)
    return [_row(one, has_drifted, today) for one, has_drifted in zip(listed, drifted, strict=True)]


def _row(dpia: Dpia, has_drifted: bool, today: dt.date) -> DpiaRow:  # noqa: FBT001 - a column of the row
    return DpiaRow(
        dpia=dpia,
        state=STATE_WORDS[dpia.state],
        tone=STATE_TONES[dpia.state],
        before=rated(dpia.before),
        after=rated(dpia.after),
        review=review_state(dpia, today),
        has_drifted=has_drifted and dpia.state != State.DROPPED,
    )


def review_state(dpia: Dpia, today: dt.date) -> str:
    """Whether the review is late, soon, later, or not to come ("")."""
    if dpia.review_on is None or dpia.state != State.APPROVED:
        return ""
    if dpia.review_on < today:
        return "late"
    return "soon" if dpia.review_on <= today + dt.timedelta(days=SOON_DAYS) else "later"


CSV_HEAD = (
    "Reference",
    "Version",
    "Title",
    "Controller",
    "State",
    "Complete, per cent",
    "Highest risk before",
    "Highest residual risk",
    "Open measures",
    "Next measure due",
    "Begun by",
    "Approved on",
    "Review on",
    "Register changed since",
)


def csv_rows(rows: Iterable[DpiaRow]) -> Iterator[list[str]]:
    """The list as a table; no cell is a formula."""
    yield list(CSV_HEAD)
    for row in rows:
        dpia = row.dpia
        approved_on = dpia.approved_at.date().isoformat() if dpia.approved_at else ""
        cells = [
            dpia.reference,
            dpia.number,
            dpia.title,
            dpia.controller.name,
            row.state,
            dpia.complete_percent,
            row.before.words,
            row.after.words,
            dpia.open_measures,
            dpia.measure_due_on or "",
            dpia.created_by.full_name,
            approved_on,
            dpia.review_on or "",
            "yes" if row.has_drifted else "no",
        ]
        yield [plain_cell(str(cell)) for cell in cells]


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk with its places in words, for the table beside the picture."""

    standing: Standing
    kind: str
    before: str
    before_level: Rated
    after: str
    after_level: Rated
    today_level: Rated
    measures: list[Any]


def place_words(place: Place | None, tell: Tell = as_read) -> str:
    """A place as "Serious × Likely"."""
    if place is None:
        return "–"
    return f"{tell(SEVERITY[place.severity].name)} × {tell(LIKELIHOOD[place.likelihood].name)}"


def risk_lines(
    content: Content, standings: Iterable[Standing], kinds: dict[str, str], tell: Tell = as_read
) -> list[RiskLine]:
    """The risks in words, the highest residual one first."""
    lines = [
        RiskLine(
            standing=one,
            kind=tell(kinds.get(one.risk.kind, "")),
            before=place_words(one.before, tell),
            before_level=rated(one.before.score if one.before else 0, tell),
            after=place_words(one.after, tell),
            after_level=rated(one.after.score if one.after else 0, tell),
            today_level=rated(one.today.score if one.today else 0, tell),
            measures=content.measures_of(one.risk.id),
        )
        for one in standings
    ]
    return sorted(lines, key=lambda line: (-line.after_level.score, -line.before_level.score, line.standing.risk.id))


def current(reference: str) -> Dpia | None:
    """The newest version that was not dropped, else the newest; None where there is no such assessment."""
    versions = versions_of(reference)
    kept = [one for one in versions if one.state != State.DROPPED]
    return next(iter(kept or versions), None)


def versions_of(reference: str) -> list[Dpia]:
    """All versions, the newest first."""
    found = Dpia.objects.filter(reference=reference.upper())
    people = ("controller", "created_by", "changed_by", "submitted_by", "adviser", "approver", "screening")
    return list(found.select_related(*people).order_by("-number"))


def version_of(reference: str, number: int) -> Dpia | None:
    """One version of an assessment; None where there is none."""
    return next((one for one in versions_of(reference) if one.number == number), None)


def start_of(slug: str) -> tuple[str, Content]:
    """Name and content of a template by slug or id; empty where it is none."""
    if shipped := template(slug):
        return shipped.name, shipped.content
    own = DpiaTemplate.objects.filter(pk=slug, is_retired=False).first() if _is_uuid(slug) else None
    return (own.name, from_json(own.content)) if own else ("", Content())


def _is_uuid(text: str) -> bool:
    parts = text.split("-")
    return [len(part) for part in parts] == [8, 4, 4, 4, 12]


def screenings() -> QuerySet[Screening]:
    """All screenings, the newest first."""
    return Screening.objects.select_related("controller", "created_by", "decided_by").prefetch_related("assessments")


def template_count() -> int:
    """How many templates there are to start from."""
    return len(SHIPPED) + DpiaTemplate.objects.filter(is_retired=False).count()


def to_advise() -> QuerySet[Dpia]:
    """What waits for the advice of the DPO: in work, complete in its text, without advice."""
    return Dpia.objects.filter(state__in=IN_WORK, adviser__isnull=True, complete_percent=100).order_by("changed_at")


def to_approve() -> QuerySet[Dpia]:
    """What waits for approval."""
    return Dpia.objects.filter(state=State.IN_APPROVAL).order_by("submitted_at")


def today_for(user: User) -> dt.date:
    """The day where the person is."""
    return clock.today(user.time_zone)
