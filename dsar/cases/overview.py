"""The case page assembled: rail, clock, people, the request in its own words, files, notes, activity."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases import history, registry
from dsar.cases.clock_view import card_of, chip_of
from dsar.cases.frame import name_of
from dsar.cases.lifecycle import Move, path_of
from dsar.cases.models import Case, CasePerson, Note
from dsar.cases.vocabulary import PersonRole, Relation, Stage
from dsar.foundation.keys import keys_at_hand
from dsar.templatetags.desk_words import short_date

ACTIVITY_ROWS = 6
RAIL = (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH, Stage.REVIEW, Stage.SIGN_OFF, Stage.READY, Stage.SENT)
_ROLES = {
    PersonRole.SUBJECT: gettext_lazy("About"),
    PersonRole.REQUESTER: gettext_lazy("Asked by"),
    PersonRole.RECIPIENT: gettext_lazy("Send to"),
}
FLAGS = {
    "grievance": gettext_lazy("Grievance or dispute"),
    "child": gettext_lazy("A child"),
    "vulnerable": gettext_lazy("Vulnerable person"),
    "employee": gettext_lazy("Works or worked here"),
    "safe_contact": gettext_lazy("Safe contact only"),
    "must_not_know": gettext_lazy("Somebody must not know"),
    "representative": gettext_lazy("A representative asks"),
    "media": gettext_lazy("Press interest"),
    "litigation": gettext_lazy("Court case"),
    "urgent": gettext_lazy("Urgent"),
}


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page of a case."""

    stages: list[dict[str, Any]]
    clock: dict[str, Any]
    people: list[dict[str, Any]]
    request_text: str
    search_details: str
    flags: list[str]
    must_not_know: str
    facts: list[dict[str, Any]]
    files: list[dict[str, Any]]
    notes: list[tuple[Note, str]]
    panels: list[registry.CasePanel]
    activity: list[history.HistoryRow]
    links: list[dict[str, str]]


def overview_of(case: Case, user: User) -> Overview:
    """The case page for a person who may see the case."""
    with keys_at_hand([case.key_id]):
        result = case_clock.result_of(case)
        chip = chip_of(case, case_clock.today_of(case))
        return Overview(
            stages=_stages(case),
            clock=card_of(case, result, chip),
            people=_people(case),
            request_text=case.request_text,
            search_details=case.search_details,
            flags=_flags(case),
            must_not_know=str(case.context.get("must_not_know_who", "")),
            facts=_facts(case),
            files=_files(case),
            notes=[(note, note.text) for note in case.notes.select_related("author", "case")],
            panels=list(registry.panels(case, user)),
            activity=history.rows_of(case, limit=ACTIVITY_ROWS),
            links=_links(case, user),
        )


def _stages(case: Case) -> list[dict[str, Any]]:
    reached = {Stage.TRIAGE.value: case.received_at, **history.reached_on(case)}
    is_closed = case.stage == Stage.CLOSED
    rail, words = _rail_of(case)
    here = len(rail) if is_closed else rail.index(Stage(case.stage))
    stages = []
    for place, stage in enumerate(rail):
        was_reached = stage.value in reached
        state = "current" if place == here else "todo"
        if place < here:
            state = "done" if was_reached or not is_closed else "skipped"
        shows_day = was_reached and place <= here
        stages.append(
            {
                "label": words.get(stage, stage.label),
                "state": state,
                "note": short_date(reached[stage.value]) if shows_day else "",
            }
        )
    if is_closed:
        stages.append({"label": Stage.CLOSED.label, "state": "current", "note": short_date(case.closed_at)})
    return stages


def _rail_of(case: Case) -> tuple[list[Stage], Mapping[str, Any]]:
    """The stages to which the way of this right leads, and what they are called there."""
    path = path_of(case.right)
    reached = {Stage.TRIAGE.value, case.stage} | {row.target for row in path.rows if row.move is not Move.BACK}
    return [stage for stage in RAIL if stage in reached], path.stages


def _people(case: Case) -> list[dict[str, Any]]:
    found = {person.role: person for person in case.people.all()}
    proofs = registry.proofs(case)
    return [_person(label, found[role], proofs.get(found[role].pk)) for role, label in _ROLES.items() if role in found]


def _person(label: Any, person: CasePerson, proof: registry.Proof | None) -> dict[str, Any]:
    details = person.details
    first = [*details.get("emails", []), *details.get("phones", []), *details.get("addresses", [])]
    relation = "" if person.relation == Relation.SELF else person.get_relation_display()
    not_needed = proof.words if proof is not None and proof.is_proved is None else ""
    notes = [relation, not_needed, _("Safe contact: appears in no letter") if person.is_safe_contact else ""]
    return {
        "role": label,
        "name": name_of(person),
        "contact": "" if person.is_safe_contact else str(first[0]) if first else "",
        "is_proved": proof.is_proved if proof is not None else person.is_proved,
        "note": " · ".join(str(note) for note in notes if note),
    }


def _flags(case: Case) -> list[str]:
    """What colleagues have to bear in mind: entries of the sealed context that are set."""
    context = case.context
    listed = context.get("flags", [])
    named = [name for name in FLAGS if context.get(name) is True]
    return [str(FLAGS.get(name, name)) for name in dict.fromkeys([*listed, *named])]


def _compliance(case: Case) -> list[dict[str, Any]]:
    """Whether a case that was answered may be called compliant (G26): in time, with every gate evidenced."""
    if case.stage not in (Stage.SENT, Stage.CLOSED) or case.responded_on is None:
        return []
    fact = registry.gate_fact("G26", case)
    words = _("Yes: in time, every condition evidenced") if fact.is_met else _("Not shown")
    return [{"label": _("Compliant"), "value": words, "note": fact.reason}]


def _facts(case: Case) -> list[dict[str, Any]]:
    return [
        *_compliance(case),
        {"label": _("Handler"), "value": case.handler.full_name if case.handler else _("Nobody yet")},
        {"label": _("Controller"), "value": case.controller.name},
        {"label": _("Rules"), "value": case_clock.rules_of(case).name},
        {"label": _("Language of letters"), "value": case.language.upper()},
    ]


def _files(case: Case) -> list[dict[str, Any]]:
    words = {"request": _("The request"), "authority": _("Proof of authority"), "identity": _("Proof of identity")}
    words |= {"correspondence": _("Correspondence"), "other": _("Something else")}
    return [
        {
            "name": attached.file.name,
            "size": attached.file.size,
            "note": words.get(attached.purpose, attached.purpose),
            "url": reverse("dsar:case-file", args=[case.reference, attached.pk]),
        }
        for attached in case.files.select_related("file")
    ]


def _links(case: Case, user: User) -> list[dict[str, str]]:
    """Linked cases; one that the person may not see is not named."""
    words = {"duplicate": _("Duplicate"), "earlier": _("Earlier request"), "related": _("Related")}
    visible = set(Case.objects.visible_to(user).filter(pk__in=case.links.values("other")).values_list("pk", flat=True))
    return [
        {
            "label": words.get(link.kind, link.kind),
            "value": link.other.reference,
            "url": reverse("dsar:case", args=[link.other.reference]),
        }
        for link in case.links.select_related("other")
        if link.other_id in visible
    ]
