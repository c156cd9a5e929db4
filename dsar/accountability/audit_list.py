"""The audit chain as a list for auditors: ids and words; what is personal only to those who may see the case."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.audit.selectors import HistoryLine, tell
from dsar.cases.models import Case
from dsar.foundation.keys import keys_at_hand

PAGE_ROWS = 50
ACTOR_KINDS = {"system": _("The system"), "requester": _("A requester"), "public": _("A visitor")}


class AuditFilter(forms.Form):
    """What to look for in the chain."""

    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)
    act = forms.ChoiceField(label=_("Act"), required=False)
    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.all(), required=False, empty_label=_("Everybody")
    )
    case = forms.CharField(label=_("Case"), required=False, max_length=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [(code, code) for code in sorted(catalogue.declared())]
        self.fields["act"].choices = [("", _("Every act")), *acts]  # type: ignore[attr-defined]  # a choice field


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry of the chain as the list shows it."""

    seq: int
    at: dt.datetime
    who: Any
    action: str
    sentence: str
    outcome: str
    reference: str
    is_visible: bool
    about: str


def audit_page(user: User, wanted: AuditFilter, number: str | None) -> tuple[Page[AuditEntry], list[AuditRow]]:
    """A page of the entries that match, newest first; a filter that is not understood matches nothing."""
    page = Paginator(_matching(wanted), PAGE_ROWS).get_page(number)
    entries = list(page)
    case_ids = {entry.case_id for entry in entries if entry.case_id}
    references = dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "reference"))
    visible = Case.objects.visible_to(user).filter(pk__in=case_ids)
    keys = dict(visible.values_list("pk", "key_id"))
    names = dict(User.objects.filter(pk__in={entry.actor_id for entry in entries}).values_list("pk", "full_name"))
    with keys_at_hand(keys.values()):
        lines = tell(entries, only_cases=keys)
    rows = [
        _row(entry, line, names, references, is_visible=entry.case_id in keys)
        for entry, line in zip(entries, lines, strict=True)
    ]
    return page, rows


def _matching(wanted: AuditFilter) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-seq")
    if not wanted.is_valid():
        return entries.none()
    clean = wanted.cleaned_data
    if clean["since"]:
        entries = entries.filter(at__gte=dt.datetime.combine(clean["since"], dt.time.min, dt.UTC))
    if clean["until"]:
        entries = entries.filter(at__lt=dt.datetime.combine(clean["until"], dt.time.min, dt.UTC) + dt.timedelta(days=1))
    if clean["act"]:
        entries = entries.filter(action=clean["act"])
    if clean["person"]:
        entries = entries.filter(actor_id=clean["person"].pk)
    if clean["case"]:
        found = Case.objects.filter(reference=clean["case"].strip().upper()).values_list("pk", flat=True)
        entries = entries.filter(case_id__in=list(found))
    return entries


def _row(
    entry: AuditEntry, line: HistoryLine, names: dict[UUID, str], references: dict[UUID, str], *, is_visible: bool
) -> AuditRow:
    who = names.get(entry.actor_id) if entry.actor_id else None
    return AuditRow(
        seq=entry.seq,
        at=entry.at,
        who=who or ACTOR_KINDS.get(entry.actor_kind, entry.actor_kind),
        action=entry.action,
        sentence=line.sentence,
        outcome=entry.outcome,
        reference=references.get(entry.case_id, "") if entry.case_id else "",
        is_visible=is_visible,
        about=f"{entry.object_type} {entry.object_id[:8]}".strip(),
    )
