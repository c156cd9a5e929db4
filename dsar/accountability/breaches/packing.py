"""What stands in the pack of evidence: entry, assessment, decisions, notices as drafted and sent, timeline, chain."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dsar.accountability.breaches import factors, standing
from dsar.accountability.breaches.drafting import types_of
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.paper import notice_pdf, paper
from dsar.accountability.breaches.selectors import timeline
from dsar.accountability.breaches.task_list import WORDS
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand
from dsar.audit import catalogue
from dsar.audit.models import AuditEntry
from dsar.audit.verification import verify
from dsar.foundation import clock, storage


def compose(breach: Breach) -> dict[str, bytes]:
    """The files of the pack by name. Raises DsarError where a paper could not be set."""
    entry = entry_of(breach)
    scans = scans_of(breach)
    decisions = decisions_of(breach)
    told = timeline(breach)
    chain = chain_of(breach)
    context = {
        "breach": breach,
        "entry": entry,
        "lines": lines_of(entry),
        "scans": scans,
        "decisions": decisions,
        "timeline": told,
        "proof": chain["verification"],
        "notices": [notice_lines(notice) for notice in _notices(breach)],
        "made_at": clock.now(),
    }
    lines = [{**one, "moment": one["moment"].isoformat()} for one in told]
    files = {
        "register-entry.pdf": paper("breaches/paper/entry.html", context, language=settings.LANGUAGE_CODE[:2]),
        "register-entry.json": _json(entry),
        "assessment.json": _json(scans),
        "decisions.json": _json(decisions),
        "timeline.json": _json(lines),
        "audit-entries.json": _json(chain),
    }
    for notice in _notices(breach):
        files |= _notice_files(notice)
    for number, document in enumerate(breach.documents.select_related("file"), start=1):
        document.breach = breach
        files[f"documents/{number:02d}-{document.label}"] = storage.read(document.file)
    return files


_LABELS: dict[str, Any] = {
    "reference": _("Reference"),
    "controller": _("Controller"),
    "rules": _("Rules"),
    "state": _("State"),
    "what_happened": _("What happened"),
    "types": _("Type"),
    "happened": _("It happened, or began"),
    "happened_until": _("It ended"),
    "found": _("It was found"),
    "aware": _("Aware"),
    "aware_by": _("Who became aware"),
    "aware_why": _("Why at that moment"),
    "due": _("Notice due"),
    "authority_told": _("Authority told"),
    "clock": _("Clock"),
    "systems": _("Systems"),
    "activities": _("Processing activities"),
    "processor": _("Processor"),
    "processor_told": _("Processor told us"),
    "persons_about": _("People, about"),
    "persons_kinds": _("Categories of people"),
    "records_about": _("Records, about"),
    "data_kinds": _("Categories of personal data"),
    "consequences": _("Likely consequences"),
    "measures_taken": _("Measures taken"),
    "measures_proposed": _("Measures proposed"),
    "lessons": _("Lessons"),
    "no_breach_why": _("Why it is no breach"),
    "cases": _("Cases"),
}


def lines_of(entry: dict[str, Any]) -> list[tuple[Any, str]]:
    """The entry as lines of the paper: labels in words, lists as one line."""
    values = {name: ", ".join(value) if isinstance(value, list) else value for name, value in entry.items()
              if name in _LABELS}  # fmt: skip
    return [(_LABELS[name], "" if value is None else str(value)) for name, value in values.items()]


def entry_of(breach: Breach) -> dict[str, Any]:
    """The entry of the register as plain data (GDPR Art. 33(5): facts, effects, remedial action)."""
    found = standing.clock_of_breach(breach, clock.now())
    zone = breach.controller.time_zone
    return {
        "reference": breach.reference,
        "controller": breach.controller.name,
        "rules": standing.duty_of(breach).law,
        "state": breach.get_state_display(),
        "title": breach.title,
        "what_happened": breach.what_happened,
        "types": list(types_of(breach)),
        "happened": standing.moment_words(breach.happened_at, zone),
        "happened_until": standing.moment_words(breach.happened_until, zone),
        "found": standing.moment_words(breach.found_at, zone),
        "aware": standing.moment_words(breach.aware_at, zone),
        "aware_by": breach.aware_by,
        "aware_why": breach.aware_why,
        "due": standing.moment_words(found.due_at, zone),
        "authority_told": standing.moment_words(breach.told_at, zone),
        "clock": standing.clock_words(found),
        "systems": [system.name for system in breach.systems.all()],
        "activities": [activity.name for activity in breach.activities.all()],
        "processor": breach.processor,
        "processor_told": standing.moment_words(breach.processor_told_at, zone),
        "persons_about": breach.persons_about,
        "persons_kinds": breach.persons_kinds,
        "records_about": breach.records_about,
        "data_kinds": breach.data_kinds,
        "consequences": breach.consequences,
        "measures_taken": breach.measures_taken,
        "measures_proposed": breach.measures_proposed,
        "lessons": breach.lessons,
        "no_breach_why": breach.no_breach_why,
        "cases": [link.case.reference for link in breach.links.select_related("case")],
        "tasks": [_task(breach, task) for task in breach.tasks.all()],
    }


def _task(breach: Breach, task: Any) -> dict[str, Any]:
    task.breach = breach
    words = str(WORDS.get(task.code, "")) or task.words
    done = standing.moment_words(task.done_at, breach.controller.time_zone)
    return {"what": words, "done": done, "outcome": task.outcome}


def scans_of(breach: Breach) -> list[dict[str, Any]]:
    """Each scan with its result and how far every file was read; names of files, no values."""
    found = []
    for scan in breach.scans.order_by("number"):
        scan.breach = breach
        files = []
        for one in scan.files.all():
            one.scan = scan
            files.append({"name": one.label, "read": one.coverage or one.state, "reason": one.reason})
        found.append({"number": scan.number, "engine": scan.engine, "result": scan.result, "files": files})
    return found


def decisions_of(breach: Breach) -> list[dict[str, Any]]:
    """Every decision on the risk, the newest first, with the factors and the second look."""
    zone = breach.controller.time_zone
    found = []
    for one in breach.decisions.select_related("decided_by", "seconded_by"):
        one.breach = breach
        weighed = [{**factor, "title": factors.BY_CODE[factor["code"]].title} for factor in one.factors]
        found.append(
            {
                "risk": one.get_risk_display(),
                "holds": one.holds,
                "factors": weighed,
                "reasons": one.reasons,
                "exception": one.exception,
                "exception_why": one.exception_why,
                "decided_by": one.decided_by.full_name if one.decided_by else "",
                "decided": standing.moment_words(one.decided_at, zone),
                "second_by": one.seconded_by.full_name if one.seconded_by else "",
                "second": standing.moment_words(one.seconded_at, zone),
                "second_why": one.second_why,
            }
        )
    return found


def notice_lines(notice: BreachNotice) -> dict[str, Any]:
    """A notice in a few lines."""
    zone = notice.breach.controller.time_zone
    return {
        "number": notice.number,
        "audience": notice.audience,
        "phase": notice.phase,
        "language": notice.language,
        "stand": notice.get_stand_display(),
        "to": notice.to,
        "sent": standing.moment_words(notice.sent_at, zone),
        "how": notice.how,
        "outside_reference": notice.outside_reference,
        "late_why": notice.late_why,
    }


def _notices(breach: Breach) -> list[BreachNotice]:
    found = list(breach.notices.select_related("paper"))
    for notice in found:
        notice.breach = breach
    return found


def _notice_files(notice: BreachNotice) -> dict[str, bytes]:
    name = f"notices/{notice.number:02d}-{notice.audience}-{notice.language}"
    versions = []
    for version in notice.versions.order_by("number"):
        version.breach = notice.breach
        versions.append({"version": version.number, "written": version.written_at, "sections": version.sections})
    files = {f"{name}.json": _json({**notice_lines(notice), "versions": versions})}
    if notice.stand == NoticeStand.SENT and notice.paper is not None:
        files[f"{name}-sent.pdf"] = storage.read(notice.paper)
    else:
        last = notice.versions.order_by("-number").first()
        if last is not None:
            last.breach = notice.breach
            files[f"{name}-draft.pdf"] = notice_pdf(notice, last)
    return files


def chain_of(breach: Breach) -> dict[str, Any]:
    """The entries of the chain about the breach as they are hashed, and the verification of the whole chain."""
    verdict = verify(settings.DSAR_CHECKPOINT_DIR)
    entries = AuditEntry.objects.filter(case_id=breach.pk).order_by("seq")
    lines = [
        {
            "seq": entry.seq,
            "sentence": catalogue.sentence(entry.action, json.loads(bytes(entry.body))["facts"]),
            "body": bytes(entry.body).decode(),
            "previous": bytes(entry.previous).hex(),
            "digest": bytes(entry.digest).hex(),
        }
        for entry in entries
    ]
    proof = {
        "entries_in_the_chain": verdict.entries,
        "hash_of_the_last_entry": verdict.head,
        "is_whole": verdict.is_whole,
        "first_bad_entry": verdict.first_bad,
        "checkpoints_compared": verdict.checkpoints_checked,
    }
    return {"verification": proof, "entries": lines}


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()
