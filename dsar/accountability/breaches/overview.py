"""The page of an entry: facts in words, what comes next, tasks, cases, the newest scan."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import rules, standing
from dsar.accountability.breaches.drafting import types_of
from dsar.accountability.breaches.models import Breach, BreachState, RiskDecision
from dsar.accountability.breaches.rules import Audience, Risk
from dsar.accountability.breaches.selectors import owes_persons, still_owed
from dsar.accountability.breaches.task_list import WORDS
from dsar.accountability.breaches.work_models import BreachScan, NoticeStand
from dsar.cases.models import Case

TYPE_WORDS: dict[str, Any] = {
    "confidentiality": gettext_lazy("confidentiality"),
    "integrity": gettext_lazy("integrity"),
    "availability": gettext_lazy("availability"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next, with the page on which it is done; `tone` is that of its urgency."""

    words: str
    url: str
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows."""

    facts: list[dict[str, Any]]
    more_facts: list[dict[str, Any]]
    moments: list[dict[str, Any]]
    steps: list[Step]
    tasks: list[dict[str, Any]]
    links: list[dict[str, Any]]
    scan: BreachScan | None
    duty: rules.Duty
    decision: RiskDecision | None
    waiting: RiskDecision | None
    owed: list[str]


def overview_of(breach: Breach, user: User) -> Overview:
    """Everything of the page, for this person: cases only where they may see them."""
    decision = standing.holding_decision(breach)
    waiting = standing.waiting_decision(breach)
    return Overview(
        facts=_facts(breach),
        more_facts=_more_facts(breach),
        moments=_moments(breach),
        steps=_steps(breach, decision, waiting),
        tasks=_tasks(breach),
        links=_links(breach, user),
        scan=_newest_scan(breach),
        duty=standing.duty_of(breach),
        decision=decision,
        waiting=waiting,
        owed=still_owed(breach) if breach.state == BreachState.OPEN else [],
    )


def _newest_scan(breach: Breach) -> BreachScan | None:
    found: BreachScan | None = breach.scans.order_by("-number").first()
    if found is not None:
        found.breach = breach
    return found


def _facts(breach: Breach) -> list[dict[str, Any]]:
    types = ", ".join(str(TYPE_WORDS[one]) for one in types_of(breach))
    processor = breach.processor
    return [
        {"label": _("What happened"), "value": breach.what_happened},
        {"label": _("Type"), "value": capfirst(types) or _("not said yet")},
        {"label": _("People"), "value": _about(breach.persons_about, breach.persons_kinds)},
        {"label": _("Records"), "value": _about(breach.records_about, "")},
        {"label": _("Data"), "value": breach.data_kinds},
        {"label": _("Systems"), "value": ", ".join(one.name for one in breach.systems.all())},
        {"label": _("Processor") if not breach.is_processor else _("We process for"), "value": processor},
    ]


def _more_facts(breach: Breach) -> list[dict[str, Any]]:
    facts = [
        {"label": _("Processing activities"), "value": ", ".join(one.name for one in breach.activities.all())},
        {"label": _("Likely consequences"), "value": breach.consequences},
        {"label": _("Measures taken"), "value": breach.measures_taken},
        {"label": _("Measures proposed"), "value": breach.measures_proposed},
    ]
    if breach.no_breach_why:
        facts.append({"label": _("Why it is no breach"), "value": breach.no_breach_why})
    if breach.lessons:
        facts.append({"label": _("Lessons"), "value": breach.lessons})
    return facts


def _about(number: int | None, kinds: str) -> str:
    if number is None:
        return kinds or _("not known yet")
    return _("about %(n)s") % {"n": f"{number:,}"} + (f": {kinds}" if kinds else "")


def _moments(breach: Breach) -> list[dict[str, Any]]:
    zone = breach.controller.time_zone
    reported_by = breach.reported_by.full_name if breach.reported_by else ""
    given = (
        (_("Happened"), breach.happened_at, ""),
        (_("Found"), breach.found_at, ""),
        (_("Reported here"), breach.reported_at, reported_by),
        (_("Processor told us"), breach.processor_told_at, ""),
        (_("Aware"), breach.aware_at, f"{breach.aware_by}: {breach.aware_why}" if breach.aware_at else ""),
        (_("Notice due"), standing.due_of(breach), ""),
        (_("Authority told"), breach.told_at, ""),
    )
    return [
        {"label": label, "value": standing.moment_words(at, zone), "note": _joined(breach, at, note)}
        for label, at, note in given
        if at is not None
    ]


def _joined(breach: Breach, at: Any, note: str) -> str:
    span = standing.hours_since_awareness(breach, at) if at != breach.aware_at else ""
    return " · ".join(one for one in (span, note) if one)


def _steps(breach: Breach, decision: RiskDecision | None, waiting: RiskDecision | None) -> list[Step]:
    """What is owed now, the most pressing first."""
    ref = breach.reference
    if breach.state == BreachState.REPORTED:
        return [Step(_("Look into it, and say since when we are aware of it."), _url("breach-aware", ref), "warn")]
    if breach.state != BreachState.OPEN:
        return []
    steps: list[Step] = []
    if not breach.scans.exists():
        steps.append(Step(_("Scan the documents concerned."), _url("breach-assessment", ref)))
    if waiting is not None:
        steps.append(Step(_("A second person has to agree with the decision."), _url("breach-risk", ref), "warn"))
    elif decision is None:
        steps.append(Step(_("Decide the risk to people."), _url("breach-risk", ref), "warn"))
    if decision is not None:
        steps += _owed_notices(breach, decision)
    return steps


def _owed_notices(breach: Breach, decision: RiskDecision) -> list[Step]:
    sent = set(breach.notices.filter(stand=NoticeStand.SENT).values_list("audience", flat=True))
    steps = []
    if rules.tells_authority(standing.duty_of(breach), Risk(decision.risk)) and breach.told_at is None:
        words = _("Tell the controller.") if breach.is_processor else _("Tell the authority.")
        steps.append(Step(words, _url("breach-notices", breach.reference), "bad"))
    if owes_persons(breach, decision) and not sent & {Audience.PERSONS.value, Audience.PUBLIC.value}:
        steps.append(
            Step(_("Tell the people concerned, without undue delay."), _url("breach-notices", breach.reference))
        )
    return steps


def _url(route: str, reference: str) -> str:
    return reverse(f"dsar:{route}", args=[reference])


def _tasks(breach: Breach) -> list[dict[str, Any]]:
    found = []
    for task in breach.tasks.select_related("done_by"):
        task.breach = breach
        words = WORDS.get(task.code) or task.words
        who = task.done_by.full_name if task.done_by else ""
        found.append({"task": task, "words": words, "outcome": task.outcome, "who": who})
    return found


def _links(breach: Breach, user: User) -> list[dict[str, Any]]:
    links = list(breach.links.select_related("case"))
    visible = set(
        Case.objects.visible_to(user).filter(pk__in=[one.case_id for one in links]).values_list("pk", flat=True)
    )
    may_unlink = user.may(Act.WORK_BREACHES)
    return [
        {
            "link": one,
            "reference": one.case.reference,
            "url": reverse("dsar:case", args=[one.case.reference]) if one.case_id in visible else "",
            "may_unlink": may_unlink,
        }
        for one in links
    ]
