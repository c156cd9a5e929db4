"""The record of a case for a supervisory authority: everything that shows how it was worked, and as little else.

There is no name of a requester and nothing of what was found in it. `with_names` adds who worked here and the reasons
in people's own words; auditors get neither.
"""

import json
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from discovery.findings.models import Coverage
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.deadlines.results import ClockResult
from dsar.identity.models import IdentityCheck
from dsar.redaction.log import log_of
from dsar.review.exemptions import find
from dsar.review.models import ExemptionProposal, ReviewItem, Verdict
from dsar.search.models import PlannedSystem
from dsar.search.selectors import scan_ids
from dsar.search.words import STATES
from dsar.statistics.record_endings import ending_tables
from dsar.statistics.record_outgoing import outgoing_tables
from dsar.statistics.record_parts import Teller, day_of, table_of, teller
from dsar.statistics.sheets import Cell, Row, Table
from dsar.templatetags.desk_words import date_words

LONGEST_AUDIT = 5_000


def record_tables(case: Case, *, with_names: bool) -> list[Table]:
    """The parts of the record in the order in which a case walks."""
    told = teller(with_names=with_names)
    result = case_clock.result_of(case)
    return [
        _request(case),
        _dates(case, result),
        _explanation(result),
        _clock_events(case, told),
        _stages(case, told),
        _identity(case, told),
        _searches(case, told),
        _coverage(case),
        _decisions(case),
        _exemptions(case, told),
        _redactions(case),
        *outgoing_tables(case, told),
        *ending_tables(case, told),
    ]


def audit_lines(case: Case) -> list[dict[str, Any]]:
    """The entries of the chain about the case as they are hashed: each can be recomputed from what stands here.

    The digest of an entry is SHA-256 over its `previous` and its `body`; sealed parts of entries are not in it.
    """
    entries = AuditEntry.objects.filter(case_id=case.pk).order_by("seq")[:LONGEST_AUDIT]
    return [
        {
            "seq": entry.seq,
            "sentence": catalogue.sentence(entry.action, json.loads(bytes(entry.body))["facts"]),
            "body": bytes(entry.body).decode(),
            "previous": bytes(entry.previous).hex(),
            "digest": bytes(entry.digest).hex(),
        }
        for entry in entries
    ]


def _request(case: Case) -> Table:
    controller = case.controller
    facts: list[tuple[str, Cell]] = [
        (_("Reference"), case.reference),
        (_("Right"), str(case.get_right_display())),
        (_("Body of rules"), f"{case.regime_id} ({case.ruleset_version})"),
        (_("Channel"), str(case.get_channel_display())),
        (_("Controller"), controller.name),
        (_("Data Protection Officer"), controller.dpo_contact),
        (_("Supervisory authority"), controller.supervisory_authority),
        (_("Stage"), str(case.get_stage_display())),
        (_("Outcome"), str(case.get_outcome_display())),
    ]
    return table_of(_("The request"), _("What"), [_("As recorded")], [Row(name, [value]) for name, value in facts])


def _dates(case: Case, result: ClockResult) -> Table:
    in_time = {True: _("yes"), False: _("no"), None: ""}[result.in_time]
    facts: list[tuple[str, Cell]] = [
        (_("Received"), day_of(result.received)),
        (_("Period begins"), day_of(result.start)),
        (_("Statutory date"), day_of(result.statutory_due)),
        (_("Our own target"), day_of(result.policy_due)),
        (_("Last day for a notice of extension"), day_of(result.notice_by)),
        (_("Extended"), _("yes") if result.extended else _("no")),
        (_("Answer provided"), day_of(result.closed_on)),
        (_("Provided in time"), in_time),
        (_("Closed"), day_of(case.closed_at)),
    ]
    return table_of(_("Dates"), _("Date"), [_("Day")], [Row(name, [value]) for name, value in facts])


def _explanation(result: ClockResult) -> Table:
    rows = [Row(str(number), [step.sentence, step.article]) for number, step in enumerate(result.steps, 1)]
    return table_of(_("How the date is worked out"), _("Step"), [_("Rule applied"), _("Source")], rows)


def _clock_events(case: Case, told: Teller) -> Table:
    rows = [
        Row(
            str(event.get_kind_display()),
            [
                day_of(event.on),
                event.waiting_for,
                ", ".join(event.criteria),
                day_of(event.old_due_on),
                day_of(event.new_due_on),
                day_of(event.recorded_at),
                told.person(event.recorded_by_id),
                told.words(event.reason),
            ],
        )
        for event in case.clock_events.all()
    ]
    columns = [
        _("On"),
        _("Asked for"),
        _("Criteria"),
        _("Due before"),
        _("Due after"),
        _("Recorded"),
        _("By"),
        _("Reason"),
    ]
    return table_of(_("Acts on the clock"), _("Act"), columns, rows)


def _stages(case: Case, told: Teller) -> Table:
    moved = AuditEntry.objects.filter(case_id=case.pk, action="case.moved").order_by("seq")
    rows = []
    for entry in moved:
        facts = json.loads(bytes(entry.body))["facts"]
        rows.append(
            Row(date_words(entry.at), [facts.get("source", ""), facts.get("target", ""), told.person(entry.actor_id)])
        )
    return table_of(_("Stages"), _("Day"), [_("From"), _("To"), _("By")], rows)


def _identity(case: Case, told: Teller) -> Table:
    rows = [
        Row(
            str(check.get_kind_display()),
            [
                str(check.get_state_display()),
                check.method.replace("_", " "),
                day_of(check.asked_on),
                day_of(check.decided_on),
                told.person(check.decided_by_id),
            ],
        )
        for check in IdentityCheck.objects.filter(case=case).order_by("kind", "pk")
    ]
    columns = [_("State"), _("Method"), _("Asked"), _("Decided"), _("By")]
    return table_of(_("Identity and authority"), _("What"), columns, rows)


def _searches(case: Case, told: Teller) -> Table:
    planned = PlannedSystem.objects.filter(case=case).select_related("system", "source", "case")
    rows = [
        Row(
            row.system.name,
            [
                row.source.kind if row.source else _("by its owner"),
                str(STATES[row.state].text) if row.state in STATES else row.state,
                day_of(row.signed_at),
                told.person(row.signed_by_id),
                told.words(row.reason),
            ],
        )
        for row in planned.order_by("system__name", "pk")
    ]
    columns = [_("How"), _("State"), _("Signed"), _("By"), _("Reason")]
    return table_of(_("Searches"), _("System"), columns, rows)


def _coverage(case: Case) -> Table:
    found = Coverage.objects.filter(scan_id__in=scan_ids(case)).values_list("source_name", "state", "reason")
    counted = Counter(found)
    rows = [
        Row(source, [str(STATES[state].text) if state in STATES else state, reason.replace("_", " "), number])
        for (source, state, reason), number in sorted(counted.items())
    ]
    return table_of(_("Coverage of the search"), _("Source"), [_("Read"), _("Why not whole"), _("Items")], rows)


def _decisions(case: Case) -> Table:
    counted = Counter(ReviewItem.objects.filter(case=case).values_list("verdict", flat=True))
    rows = [Row(str(label), [counted[code]]) for code, label in Verdict.choices if counted[code]]
    return table_of(_("Decisions on what was found"), _("Decision"), [_("Items")], rows)


def _redactions(case: Case) -> Table:
    log, doubt = log_of(case), _("not checked by us")
    rows = [
        Row(f"{article} ({doubt})" if article in log.unchecked else article, [words, count])
        for article, words, count in log.by_article
    ]
    return table_of(_("Redactions by article"), _("Article"), [_("Ground"), _("Redactions")], rows)


def _exemptions(case: Case, told: Teller) -> Table:
    rows = []
    for proposal in ExemptionProposal.objects.filter(case=case).select_related("case", "item").order_by("proposed_at"):
        exemption = find(proposal.exemption_id)
        reasons = told.words(proposal.reasons)
        decision = told.words(proposal.decision_reason)
        rows.append(
            Row(
                exemption.label,
                [
                    exemption.basis,
                    proposal.action,
                    str(proposal.get_status_display()),
                    day_of(proposal.proposed_at),
                    told.person(proposal.proposer_id),
                    day_of(proposal.decided_at),
                    told.person(proposal.decider_id),
                    " / ".join(part for part in (reasons, decision) if part),
                ],
            )
        )
    columns = [_("Provision"), _("Act"), _("State"), _("Proposed"), _("By"), _("Decided"), _("By whom"), _("Reasons")]
    return table_of(_("Exemptions"), _("Exemption"), columns, rows)
