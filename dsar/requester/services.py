"""What the person does behind their door: writing, sending files, answering our question, withdrawing, correcting.

All of it reaches staff as a message "by the status page", unread until somebody has read it. Nothing here proves who
the person is: whoever reads that mailbox came in (ASVS 5.0 6.3.6), and a file that is attached is no proof (G25).
"""

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts
from dsar.cases.messages_services import receive_message
from dsar.cases.models import Case, CaseFile
from dsar.cases.page_models import IncomingMessage, ReplyChannel
from dsar.cases.services import attach_file
from dsar.cases.vocabulary import OPEN_STAGES, PersonRole
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.identity import rules as identity_rules
from dsar.requester import rules
from dsar.requester.models import PortalSession, PortalWish, WishKind, WishState

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

catalogue.declare(
    requester_wrote="Message written by the person in the status page, {files|file|files}",
    requester_evidence_sent="Evidence sent by the person in the status page: {files|file|files}; "
    "proves nothing by itself",
    requester_clarified="Our question answered by the person in the status page; declined to narrow: {declined}",
    requester_wished="The person asks in the status page: {kind}",
    requester_wish_taken_back="The person takes back: {kind}",
)
MESSAGE, EVIDENCE = "message", "evidence"


@transaction.atomic
def write(*, session: PortalSession, text: str, files: "list[UploadedFile[bytes]]") -> IncomingMessage:
    """Take a message, with or without files.

    Raises:
        RuleRefused: there is neither text nor a file, or more files than are taken.
    """
    if not text.strip() and not files:
        message = _("Write something, or add a file.")
        raise RuleRefused(message, code="nothing_written", fields={"text": message})
    case = _case(session)
    kept = _attached(case, files, MESSAGE)
    found = _receive(case, text.strip() or _("Files"), _("Message from the status page"), kept)
    record("requester.wrote", actor=None, actor_kind="requester", case=case, about=found, facts={"files": len(kept)})
    return found


@transaction.atomic
def send_evidence(
    *, session: PortalSession, kind: str, text: str, files: "list[UploadedFile[bytes]]"
) -> IncomingMessage:
    """Take what proves identity or authority; it is sealed, looked at by a person and deleted (Art. 12(6)).

    The clock does not move: an attached file proves nothing until somebody has compared it (G25).

    Raises:
        RuleRefused: nothing of this kind is being waited for, no file, or too many.
    """
    case = _case(session)
    if kind not in (identity_rules.IDENTITY, identity_rules.AUTHORITY) or kind not in _awaited(case):
        raise RuleRefused(_("We are not waiting for this."), code="nothing_awaited")
    if not files:
        message = _("Choose at least one file.")
        raise RuleRefused(message, code="no_file", fields={"uploads": message})
    kept = _attached(case, files, kind)
    until = clock.now() + identity_rules.LONGEST_KEEPING
    for attached in kept:
        attached.file.expires_at = until
        attached.file.save(update_fields=["expires_at"])
    found = _receive(case, text.strip() or _("Files"), _("Evidence from the status page"), kept)
    facts = {"files": len(kept), "kind": kind, "delete_by": until.date()}
    record("requester.evidence_sent", actor=None, actor_kind="requester", case=case, about=found, facts=facts)
    return found


@transaction.atomic
def answer_clarification(
    *, session: PortalSession, text: str, wants_everything: bool, files: "list[UploadedFile[bytes]]"
) -> IncomingMessage:
    """Take the answer to our question; the clock goes on from today as the law of the case counts that day.

    "I want everything" is an answer too: the person declined to narrow, and a reasonable search follows
    (EDPB Guidelines 01/2022; UK GDPR Art. 12A).

    Raises:
        RuleRefused: no question is open, or nothing was answered.
    """
    case = _case(session)
    if PauseKind.CLARIFICATION not in _awaited(case):
        raise RuleRefused(_("We are not waiting for an answer to a question."), code="nothing_awaited")
    if not text.strip() and not wants_everything:
        message = _("Write your answer, or say that you want everything.")
        raise RuleRefused(message, code="nothing_written", fields={"text": message})
    kept = _attached(case, files, MESSAGE)
    words = [_("I want everything (declined to narrow).")] if wants_everything else []
    found = _receive(case, "\n\n".join([*words, text.strip()]).strip(), _("Answer to our question"), kept)
    clock_acts.resume(
        case=case,
        waiting_for=PauseKind.CLARIFICATION,
        on=case_clock.today_of(case),
        actor=None,
        declined_to_narrow=wants_everything,
    )
    facts = {"declined": wants_everything, "files": len(kept)}
    record("requester.clarified", actor=None, actor_kind="requester", case=case, about=found, facts=facts)
    return found


@transaction.atomic
def withdraw(*, session: PortalSession, text: str, is_sure: bool) -> PortalWish:
    """Take the withdrawal in writing (G19). Staff carry it out; until then it can be taken back.

    Raises:
        RuleRefused: it was not confirmed.
        Conflict: it was withdrawn before.
    """
    if not is_sure:
        message = _("Tick that you are sure.")
        raise RuleRefused(message, code="not_sure", fields={"is_sure": message})
    case = _case(session)
    words = _("I withdraw my request.")
    found = _receive(case, f"{words}\n\n{text.strip()}".strip(), _("Withdrawal of the request"), [])
    return _wish(case, WishKind.WITHDRAWAL, {}, found)


@transaction.atomic
def take_back_withdrawal(*, session: PortalSession) -> bool:
    """Take the withdrawal back while nobody has carried it out; False where there is none."""
    case = session.case
    open_ones = PortalWish.objects.filter(case=case, kind=WishKind.WITHDRAWAL, state=WishState.OPEN)
    if not open_ones.update(state=WishState.TAKEN_BACK, decided_at=clock.now()):
        return False
    _receive(case, _("I take my withdrawal back."), _("Withdrawal taken back"), [])
    facts = {"kind": WishKind.WITHDRAWAL.label}
    record("requester.wish_taken_back", actor=None, actor_kind="requester", case=case, facts=facts)
    return True


@transaction.atomic
def correct_contact(*, session: PortalSession, kind: str, value: str) -> PortalWish:
    """Take other contact details; nothing changes until a person here has made sure of them (OWASP: T25).

    Raises:
        RuleRefused: nothing was typed.
    """
    if not value.strip():
        message = _("Write the new details.")
        raise RuleRefused(message, code="nothing_written", fields={"value": message})
    case = _case(session)
    found = _receive(case, f"{CONTACTS[kind]}: {value.strip()}", _("Other contact details"), [])
    return _wish(case, WishKind.CONTACT, {"kind": kind, "value": value.strip()}, found)


CONTACTS = {"emails": "E-mail", "phones": "Phone", "addresses": "Postal address"}


def _wish(case: Case, kind: WishKind, details: dict[str, str], message: IncomingMessage) -> PortalWish:
    wish = PortalWish(case=case, kind=kind, details=details, message=message, made_at=clock.now())
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("We have this already and are at work on it.")) from error
    facts = {"kind": kind.label}
    record("requester.wished", actor=None, actor_kind="requester", case=case, about=wish, facts=facts)
    return wish


def _case(session: PortalSession) -> Case:
    """The case, while it is open: afterwards the person writes to us in another way."""
    case = session.case
    case.refresh_from_db(fields=["stage"])
    if case.stage not in OPEN_STAGES:
        message = _("This request has ended. Write to us or call us; we help you in the same way.")
        raise RuleRefused(message, code="case_ended")
    return case


def _awaited(case: Case) -> tuple[str, ...]:
    return tuple(str(kind) for kind in case_clock.result_of(case).open_kinds)


def _receive(case: Case, text: str, subject: str, files: list[CaseFile]) -> IncomingMessage:
    people = {person.role: person for person in case.people.all()}
    person = people.get(PersonRole.REQUESTER) or people.get(PersonRole.SUBJECT)
    return receive_message(
        case=case,
        channel=ReplyChannel.PORTAL,
        sender=person.name if person else "",
        subject=subject,
        text=text,
        received_at=clock.now(),
        files=files,
    )


def _attached(case: Case, uploads: "list[UploadedFile[bytes]]", purpose: str) -> list[CaseFile]:
    held = list(case.files.filter(added_by__isnull=True).values_list("file__size", flat=True))
    size = sum(held) + sum(upload.size or 0 for upload in uploads)
    if len(uploads) > rules.FILES_AT_ONCE or len(held) + len(uploads) > rules.FILES_A_CASE or size > rules.BYTES_A_CASE:
        message = _("These are too many files, or too large ones. Send the rest by e-mail or post.")
        raise RuleRefused(message, code="too_much", fields={"uploads": message})
    return [attach_file(case=case, upload=upload, purpose=purpose, actor=None) for upload in uploads]
