"""Taking from a closed case what is not needed any more. Dates, right, outcome and clock are never touched here.

Called by dsar.retention.letting_go_services inside its transaction; each function says how many things went.
"""

import re
import secrets
from typing import Any

from django.apps import apps
from django.db.models import Q

from discovery.findings.models import Coverage, Finding
from discovery.scans.models import Scan, ScanItem, ScanSource
from dsar.audit.models import AuditPayload
from dsar.cases.models import Case, CaseFile, CasePerson
from dsar.cases.page_models import MessageDraft, NoteMention, NoteVersion, Presence
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import storage
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.models import DataKey, SealedFile
from dsar.intake.mail_models import UnloggedMail
from dsar.intake.models import StatusLink
from dsar.notices.models import Notice
from dsar.redaction.models import RedactedDocument
from dsar.requester.models import CodeRequest, PortalSession
from dsar.response.models import Package
from dsar.retention.sealed_parts import sealed_parts
from dsar.review.models import Passage
from dsar.search.models import Exhibit
from dsar.search.upload_models import CaseUpload
from erasure.runs.models import ErasureRun

GONE = b""  # what an emptied sealed column holds: it reads as the field's plain default
_SHORTEST_WORD = 3
_FLAGS = ("flags", "taken_in")
Counts = dict[str, int]


def drop_drafts(case: Case) -> Counts:
    """Unsent messages, signs of presence, open mentions, codes and sign-ins of the status page."""
    rows: tuple[tuple[str, Any], ...] = (
        ("drafts", MessageDraft.objects.filter(case=case)),
        ("traces", Presence.objects.filter(case=case)),
        ("mentions", NoteMention.objects.filter(note__case=case)),
        ("codes", CodeRequest.objects.filter(case=case)),
        ("sign_ins", PortalSession.objects.filter(case=case)),
    )
    return {name: found.delete()[0] for name, found in rows}


def close_doors(case: Case) -> None:
    """End every way by which the person or a reader still gets at the case: status link, codes, sign-ins, the index."""
    drop_drafts(case)
    StatusLink.objects.filter(case=case).delete()
    case.tokens.all().delete()


def drop_search_copies(case: Case) -> Counts:
    """Contents of exhibits, redacted copies and uploads, and what the scans wrote; verdicts and numbers stay."""
    exhibits = Exhibit.objects.filter(case=case)
    files = [*_ids(exhibits, "original"), *_ids(exhibits, "blocks")]
    files += _ids(CaseUpload.objects.filter(case=case), "file")
    files += _ids(RedactedDocument.objects.filter(case=case), "output")
    exhibits.update(values=GONE, reasons=GONE)
    Passage.objects.filter(case=case).update(text=GONE)
    findings, _rows = Finding.objects.filter(key_id=case.key_id).delete()
    Coverage.objects.filter(key_id=case.key_id).update(locator=GONE, person_note=GONE)
    ScanItem.objects.filter(scan__key_id=case.key_id).update(unit=GONE)
    ScanSource.objects.filter(scan__key_id=case.key_id).update(settings=GONE)
    Scan.objects.filter(key_id=case.key_id).update(profile=GONE)
    return {"files": storage.let_go(files), "findings": findings}


def drop_packages(case: Case) -> Counts:
    """The files of packages, portable ones too, and of packs for the regulator; digests and days stay."""
    packs = apps.get_model("dsar", "RegulatorPack")._default_manager.filter(case=case)
    portable = apps.get_model("dsar", "PortablePackage")._default_manager.filter(case=case)
    rows = (Package.objects.filter(case=case), packs, portable)
    return {"files": storage.let_go([pk for found in rows for pk in _ids(found, "file")])}


def pseudonymise(case: Case) -> Counts:
    """People become PERSON-…, words of and about them go, decisions stay without their names (GDPR Art. 4(5)).

    What could lead back (the blind index, the personal part of audit entries, files) goes in the same transaction: no
    table of names is kept, so this cannot be undone.
    """
    with keys_at_hand([case.key_id]):
        labels = _labels(case)
        counts = {"people": len(set(labels.values()))}
        counts["texts"] = _rewrite_parts(case, labels)
        _rewrite_case(case)
        _rewrite_people(case, labels)
    counts |= drop_search_copies(case) | {"files": _let_go_of_all_files(case)}
    close_doors(case)
    NoteVersion.objects.filter(case=case).delete()
    counts["letters"] = Notice.objects.filter(key_id=case.key_id).update(recipient=GONE, subject=GONE, body=GONE)
    counts["audit_payloads"] = AuditPayload.objects.filter(key_id=case.key_id).delete()[0]
    apps.get_model("dsar", "DetectionVerdict")._default_manager.filter(key_id=case.key_id).update(kept=GONE)
    apps.get_model("dsar", "VaultEntry")._default_manager.filter(vault__case=case).delete()
    return counts


def remove_line(case: Case) -> Counts:
    """The case's row with everything that hangs on it; only figures are left. Its content was erased before."""
    key_id, pk = case.key_id, case.pk
    files = list(SealedFile.objects.filter(key_id=key_id).values_list("pk", flat=True))
    storage.let_go(files)
    UnloggedMail.objects.filter(Q(case=case) | Q(claimed_case=case)).update(case=None, claimed_case=None)
    _delete_runs_of(case)
    rows, _by_model = case.delete()
    SealedFile.objects.filter(pk__in=files).delete()
    Finding.objects.filter(key_id=key_id).delete()
    Coverage.objects.filter(key_id=key_id).delete()
    Scan.objects.filter(key_id=key_id).delete()
    Notice.objects.filter(about_id=pk).delete()
    AuditPayload.objects.filter(key_id=key_id).delete()
    DataKey.objects.filter(pk=key_id).delete()
    return {"rows": rows}


def replaced(value: Any, labels: dict[str, str]) -> Any:
    """The value with every known name, address and number of the people replaced, in texts and inside JSON."""
    if isinstance(value, str):
        return _pattern(labels).sub(lambda hit: labels[hit.group(0).casefold()], value) if labels else value
    if isinstance(value, list):
        return [replaced(entry, labels) for entry in value]
    if isinstance(value, dict):
        return {name: replaced(entry, labels) for name, entry in value.items()}
    return value


def blanked(value: Any) -> Any:
    """The value with every text emptied and its shape kept, so that pages that read it still can."""
    if isinstance(value, str):
        return ""
    if isinstance(value, list):
        return [blanked(entry) for entry in value]
    if isinstance(value, dict):
        return {name: blanked(entry) for name, entry in value.items()}
    return value


def forms_of(details: dict[str, Any]) -> set[str]:
    """Everything by which a person may stand in a text: names and their words, addresses, numbers; lower case."""
    names = [str(details.get("name", "")), *map(str, details.get("names", []))]
    words = {word for name in names for word in re.findall(r"\w[\w'’-]+", name) if len(word) >= _SHORTEST_WORD}
    lists = [details.get(name, []) for name in ("emails", "phones", "addresses", "dates_of_birth")]
    values = {str(value) for listed in lists for value in listed}
    values |= {str(entry.get("value", "")) for entry in details.get("identifiers", [])}
    found = {form.strip().casefold() for form in {*names, *words, *values}}
    return {form for form in found if len(form) >= _SHORTEST_WORD}


def _labels(case: Case) -> dict[str, str]:
    """A label for each way in which a person of the case is written; who stands in two roles has one label."""
    by_name: dict[str, str] = {}
    labels: dict[str, str] = {}
    order = [PersonRole.SUBJECT, PersonRole.REQUESTER, PersonRole.RECIPIENT]
    for person in sorted(case.people.select_related("case"), key=lambda one: order.index(PersonRole(one.role))):
        label = by_name.setdefault(person.name.casefold(), f"PERSON-{secrets.token_hex(3).upper()}")
        for form in forms_of(person.details):
            labels.setdefault(form, label)
    return labels


def _pattern(labels: dict[str, str]) -> re.Pattern[str]:
    longest = sorted(labels, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(form) for form in longest) + r")(?!\w)", re.IGNORECASE)


def _rewrite_parts(case: Case, labels: dict[str, str]) -> int:
    count = 0
    for part in sealed_parts():
        rows = part.rows(case)
        if part.emptied:
            count += rows.update(**dict.fromkeys(part.emptied, GONE))
        changed = [*part.rewritten, *part.blanked]
        for row in rows if changed else ():
            row.case = case
            for name in part.rewritten:
                setattr(row, name, replaced(getattr(row, name), labels))
            for name in part.blanked:
                setattr(row, name, blanked(getattr(row, name)))
            row.save(update_fields=changed)
    count += _forget_flags(case)
    return count


def _forget_flags(case: Case) -> int:
    """What stood in the targets before their flags: keys and values of rows of the person."""
    flags = apps.get_model("dsar", "FlagStep")._default_manager
    return flags.filter(Q(restriction__case=case) | Q(objection__case=case)).update(receipts=GONE)


def _rewrite_case(case: Case) -> None:
    """The request in its own words goes; that there was one stays (G1), and what colleagues had to bear in mind."""
    context = case.context
    case.context = {name: value for name, value in context.items() if value is True or name in _FLAGS}
    case.request_text, case.search_details = "…", ""
    case.save(update_fields=["context", "request_text", "search_details"])


def _rewrite_people(case: Case, labels: dict[str, str]) -> None:
    for person in CasePerson.objects.filter(case=case):
        person.case = case
        label = labels.get(person.name.strip().casefold(), "PERSON")
        person.details = {"name": label}
        person.save(update_fields=["details"])


def _let_go_of_all_files(case: Case) -> int:
    files = SealedFile.objects.filter(key_id=case.key_id, let_go_at__isnull=True)
    CaseFile.objects.filter(case=case).update(purpose="other")
    return storage.let_go(files.values_list("pk", flat=True))


def _delete_runs_of(case: Case) -> None:
    """Erasures of the case keep their certificate, which names nobody; runs without one go."""
    ErasureRun.objects.filter(order_id=case.pk, certificate__isnull=True).delete()


def _ids(rows: Any, name: str) -> list[Any]:
    return [pk for pk in rows.values_list(name, flat=True) if pk is not None]
