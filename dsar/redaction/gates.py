"""What redaction tells the hallway: gate G13."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.cases.registry import GateFact
from dsar.redaction.models import RedactedDocument
from dsar.redaction.services import order_of, outgoing_documents
from dsar.review.models import ReviewItem


@dataclass(frozen=True, slots=True)
class CopyState:
    """The outgoing copy of an item: proved, or why not."""

    item: ReviewItem
    row: RedactedDocument | None
    is_proved: bool
    words: str


def copies_of(case: Case) -> list[CopyState]:
    """The state of every outgoing copy, in the order of the exhibits."""
    rows = {row.item_id: row for row in RedactedDocument.objects.filter(case=case)}
    states = []
    for item in outgoing_documents(case).prefetch_related("passages"):
        row = rows.get(item.pk)
        if row is not None:
            row.case = case
        states.append(_state(item, row))
    return states


def _state(item: ReviewItem, row: RedactedDocument | None) -> CopyState:
    if row is None:
        return CopyState(item, None, is_proved=False, words=_("not made yet"))
    if row.order != order_of(item):
        return CopyState(item, row, is_proved=False, words=_("decided anew since; make it again"))
    if row.is_open:
        return CopyState(item, row, is_proved=True, words=_("verified"))
    if row.state in ("waiting", "working"):
        return CopyState(item, row, is_proved=False, words=_("being made"))
    return CopyState(item, row, is_proved=False, words=_("refused: %(code)s") % {"code": row.failure.replace("_", " ")})


def redactions_proved(case: Case) -> GateFact:
    """G13: every outgoing document is rebuilt as decided, and the verifier found nothing left in it."""
    open_ones = [state for state in copies_of(case) if not state.is_proved]
    if not open_ones:
        return GateFact("G13", is_met=True)
    numbers = ", ".join(str(state.item.exhibit.number) for state in open_ones[:8])
    return GateFact("G13", is_met=False, reason=_("The outgoing copies of these items are not verified: %s.") % numbers)


registry.register_gate("G13", redactions_proved)
