"""What an owner does behind the private link: files, a signed answer, a question. Acts of nobody with an account."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.cases.vocabulary import OPEN_STAGES
from dsar.commissioning import links
from dsar.commissioning.models import Commission, CommissionState, CommissionWords
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.upload_models import CaseUpload
from dsar.search.upload_services import drop_file, keep_file, make_ready

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

declare(
    commissioning_opened="The owner of {system} opened the link",
    commissioning_files_given="{files|file|files} came from the owner of {system}, not signed yet",
    commissioning_file_taken_back="The owner of {system} took a file back before signing",
    commissioning_answered="Answer for {system} signed: {files|file|files}, by {name}",
    commissioning_nil="“Nothing held” signed for {system} by {name}: {statement}",
    commissioning_not_ours="{name} says that {system} is not theirs: {statement}",
    commissioning_asked_back="The owner of {system} has a question",
)


def commission_at(token: str) -> Commission | None:
    """The commission of a link that works; None for one unknown, ended, called off, or no longer needed.

    It is no longer needed where the case has ended, or where somebody here has answered for the system meanwhile.
    """
    found = Commission.objects.select_related("case__controller", "planned__system")
    commission = found.filter(token_digest=links.digest_of(token), link_ends_at__gt=clock.now()).first()
    if commission is None or commission.state == CommissionState.CALLED_OFF:
        return None
    is_settled_here = commission.is_open and commission.planned.state != PlanState.ASKED
    return commission if commission.case.stage in OPEN_STAGES and not is_settled_here else None


@transaction.atomic
def note_opened(*, commission: Commission) -> None:
    """Remember and record the first time."""
    if Commission.objects.filter(pk=commission.pk, opened_at__isnull=True).update(opened_at=clock.now()):
        _record("commissioning.opened", commission)


@transaction.atomic
def give_files(*, commission: Commission, uploads: "list[UploadedFile[bytes]]") -> list[CaseUpload]:
    """Seal files under the case's key; until the answer is signed they may be taken back and nobody reads them.

    Raises:
        RuleRefused: no file, or more than is taken.
    """
    row = _locked(commission)
    if not uploads:
        message = _("Choose at least one file.")
        raise RuleRefused(message, code="no_file", fields={"uploads": message})
    given_by = str(row.owner.get("name", ""))
    kept = [
        keep_file(planned=_line(row), upload=upload, given_by=given_by, origin_id=row.pk, is_kept=False)
        for upload in uploads
    ]
    _record("commissioning.files_given", row, files=len(kept))
    return kept


@transaction.atomic
def take_back(*, commission: Commission, upload_id: UUID) -> None:
    """Delete a file that is not signed for yet; nothing where there is none."""
    row = _locked(commission)
    upload = unsigned_of(row).filter(pk=upload_id).select_related("file").first()
    if upload is not None:
        drop_file(upload)
        _record("commissioning.file_taken_back", row)


@transaction.atomic
def sign_files(*, commission: Commission, name: str, statement: str) -> Commission:
    """Sign that these files are all that is held; they are read by the search next.

    Raises:
        RuleRefused: no files, no name, no statement.
        Conflict: files of an earlier answer are being read just now.
    """
    row = _locked(commission)
    files = unsigned_of(row)
    count = files.count()
    if not count:
        message = _("Add the files first, or sign that nothing is held.")
        raise RuleRefused(message, code="no_file", fields={"answer": message})
    _sign(row, CommissionState.ANSWERED, name, statement)
    files.update(is_kept=True)
    make_ready(row.planned)
    _record("commissioning.answered", row, files=count, payload={"name": name.strip(), "statement": statement.strip()})
    return row


@transaction.atomic
def sign_nil(*, commission: Commission, name: str, statement: str) -> Commission:
    """Sign that nothing is held: who looked, where and how stands in the statement."""
    row = _locked(commission)
    if CaseUpload.objects.filter(planned=row.planned, is_kept=True).exists():
        message = _("Files were sent for this system before. Write to us instead.")
        raise RuleRefused(message, code="files_are_there", fields={"answer": message})
    _sign(row, CommissionState.NIL, name, statement)
    for upload in unsigned_of(row).select_related("file"):
        drop_file(upload)
    line = _line(row)
    line.state, line.signed_by, line.signed_at = PlanState.NIL, None, clock.now()
    line.reason = f"{name.strip()}: {statement.strip()}"
    line.save(update_fields=["state", "signed_by", "signed_at", "reason"])
    _record("commissioning.nil", row, payload={"name": name.strip(), "statement": statement.strip()})
    return row


@transaction.atomic
def say_not_ours(*, commission: Commission, name: str, statement: str) -> Commission:
    """Note that the owner says it is not their system; staff decide what follows, the line stays open."""
    row = _locked(commission)
    _sign(row, CommissionState.NOT_OURS, name, statement)
    PlannedSystem.objects.filter(pk=row.planned_id, state=PlanState.ASKED).update(state=PlanState.PLANNED)
    _record("commissioning.not_ours", row, payload={"name": name.strip(), "statement": statement.strip()})
    return row


@transaction.atomic
def ask_back(*, commission: Commission, text: str) -> CommissionWords:
    """Keep a question of the owner; reminders wait until it is answered."""
    row = _locked(commission)
    if not text.strip():
        message = _("Write your question first.")
        raise RuleRefused(message, code="text_missing", fields={"text": message})
    if row.state == CommissionState.WAITING:
        row.state = CommissionState.QUESTION
        row.save(update_fields=["state"])
    words = CommissionWords.objects.create(case=row.case, commission=row, text=text.strip(), written_at=clock.now())
    _record("commissioning.asked_back", row)
    return words


def unsigned_of(commission: Commission) -> QuerySet[CaseUpload]:
    """Files of the owner that are not signed for."""
    return CaseUpload.objects.filter(origin_id=commission.pk, is_kept=False)


def _sign(row: Commission, state: CommissionState, name: str, statement: str) -> None:
    missing = {}
    if not name.strip():
        missing["name"] = _("Sign with your name.")
    if not statement.strip():
        missing["statement"] = _("Say where and how you looked.")
    if missing:
        raise RuleRefused(" ".join(missing.values()), code="not_signed", fields=missing)
    row.state, row.answered_at = state, clock.now()
    row.answer = {"name": name.strip(), "statement": statement.strip()}
    row.save(update_fields=["state", "answered_at", "answer"])


def _locked(commission: Commission) -> Commission:
    found = Commission.objects.select_for_update(of=("self",)).select_related("case__controller", "planned__system")
    row = found.get(pk=commission.pk)
    if row.state == CommissionState.CALLED_OFF or row.case.stage not in OPEN_STAGES:
        raise Conflict(_("This is no longer needed. Thank you."))
    return row


def _line(row: Commission) -> PlannedSystem:
    row.planned.case = row.case
    return row.planned


def _record(action: str, row: Commission, *, payload: dict[str, str] | None = None, **facts: int) -> None:
    case: Case = row.case
    record(
        action,
        actor=None,
        actor_kind="public",
        case=case,
        about=row,
        facts={"system": row.planned.system.name, **facts},
        payload=payload,
    )
