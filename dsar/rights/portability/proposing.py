"""What the rules propose for a case: the activities that count, the one a set serves, the origin of each column."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from dsar.cases.models import Case
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.portability import rules
from dsar.rights.portability.models import SetRuling, Survey
from dsar.rights.portability.rules import Proposal
from dsar.rights.portability.surveying import sets_of


def survey_of(case: Case) -> Survey | None:
    """The survey of the case."""
    row = Survey.objects.filter(case=case).first()
    if row is not None:
        row.case = case
    return row


def activities_of(case: Case) -> list[ProcessingActivity]:
    """The entries of the register behind the systems in which something was found, and those that a set names."""
    systems = {one["system_id"] for one in sets_of(survey_of(case)) if one["system_id"]}
    named = SetRuling.objects.filter(case=case, activity__isnull=False).values("activity")
    found = ProcessingActivity.objects.filter(controller=case.controller).filter(
        Q(systems__in=systems) | Q(pk__in=named)
    )
    return list(found.distinct().order_by("name"))


def activities_for_set(case: Case, one: Mapping[str, Any]) -> list[ProcessingActivity]:
    """The entries that a set may serve: those of its system, all of them where its system has none."""
    of_controller = ProcessingActivity.objects.filter(controller=case.controller).order_by("name")
    own = list(of_controller.filter(systems=one["system_id"])) if one["system_id"] else []
    return own or list(of_controller)


def proposed_activity(case: Case, one: Mapping[str, Any]) -> ProcessingActivity | None:
    """The entry that a set most likely serves: it shares a word with the set's name; else the first of its system."""
    known = activities_for_set(case, one)
    wanted = {_stem(word) for word in rules.words_of(one["name"])}

    def shared(activity: ProcessingActivity) -> int:
        said = rules.words_of(" ".join([activity.name, *map(str, activity.categories)]))
        return len(wanted & {_stem(word) for word in said})

    # Where nothing tells them apart, the one that is covered: what is not, a person says when deciding the set.
    return max(known, key=lambda one: (shared(one), not rules.why_not(one.legal_basis)), default=None)


def proposed_origins(one: Mapping[str, Any], activity: ProcessingActivity | None) -> dict[str, Proposal]:
    """The origin of each column of a set by rule; a set of documents has one, under ""."""
    if one["form"] != "row":
        return {"": rules.proposed_document_origin(one["key"])}
    source = activity.source_of_data if activity else ""
    return {column: rules.proposed_origin(column, source_of_data=source) for column in one["columns"]}


def _stem(word: str) -> str:
    return word.removesuffix("s")
