"""Acts of intake: logging a request with the staff form or the public form, letting drafts go."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.cases.services import NewRequest, attach_file, link_cases
from dsar.cases.triage import mark_taken_in
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import cipher, clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.keys import destroy_data_key, installation_key
from dsar.foundation.models import DataKey
from dsar.intake.acknowledging import acknowledge
from dsar.intake.models import PortalTally, RequestDraft, StatusLink
from dsar.intake.questions import as_request, further_of
from dsar.intake.selectors import AlikeCase, alike_cases
from dsar.intake.several import register_several
from dsar.processing_records.models import Controller

catalogue.declare(
    intake_logged="Logged with the staff form: {files|file|files}, {alike} similar open cases "
    "shown, decided: {decision}",
    intake_sent="Request sent with the public form",
    intake_drafts_purged="{drafts} unfinished public forms were let go after 24 hours",
)

CODE_BYTES = 16  # 128 bits
SHOWN_FOR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SameCase:
    """What the clerk decided about a similar open case: "anyway", "related" or "duplicate" of that reference."""

    decision: str
    reference: str = ""


@transaction.atomic
def log_request(
    *,
    request: NewRequest,
    actor: User,
    files: "Iterable[UploadedFile[bytes]]" = (),
    same: SameCase | None = None,
    is_acknowledged: bool = False,
    also: Sequence[str] = (),
    with_own: bool = False,
) -> Case:
    """Log a request with the staff form; similar open cases have to be decided on first (gate G2).

    Args:
        request: everything that is known of the request.
        actor: the person who logs it.
        files: attachments; each is sealed under the key of the case.
        same: the decision on similar open cases; None where there are none.
        is_acknowledged: whether an acknowledgement goes to who asked, where an e-mail address is known and safe.
        also: further rights that the same request names; each gets a linked case with its own clock.
        with_own: whoever asks for somebody else asks for their own data too: a linked case about them.

    Raises:
        NotPermitted: the actor's role does not log requests.
        RuleRefused: similar cases are undecided, or the reference is not one of them; or the request is not complete.
    """
    if not actor.may(Act.LOG_REQUEST):
        message = "Your role does not log requests. Ask the intake clerk or the DPO."
        raise NotPermitted(message)
    alike = {found.case.reference: found.case for found in _look_alikes(request, actor)}
    other = _decided(alike, same)
    cases = register_several(request, also=also, with_own=with_own, actor=actor)
    case = cases[0]
    stored = [attach_file(case=case, upload=upload, purpose="request", actor=actor) for upload in files]
    if other is not None and same is not None:
        link_cases(case=case, other=other, kind=same.decision, actor=actor)
    if others := [found.pk for found in alike.values() if found != other]:
        mark_taken_in(case, by=actor, others=others)
        case.save(update_fields=["context"])
    for made in cases if is_acknowledged else ():
        acknowledge(case=made, actor=actor)
    decision = same.decision if same and alike else "nothing to decide"
    record(
        "intake.logged",
        actor=actor,
        case=case,
        facts={"files": len(stored), "alike": len(alike), "decision": decision, "cases": len(cases)},
    )
    return case


@transaction.atomic
def send_draft(*, draft: RequestDraft, controller: Controller, language: str) -> None:
    """Log the request that the answers of a public form make; a second click does nothing more.

    It is granted to the privacy team. The answers are replaced by what the last page shows, for an hour: reference,
    code and dates. The code is stored nowhere else but as a digest.
    """
    locked = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.is_sent:
        return
    request = as_request(locked.answers, controller=controller, language=language)
    also, with_own = further_of(locked.answers)
    cases = register_several(request, also=also, with_own=with_own, actor=None, actor_kind="requester")
    code = secrets.token_hex(CODE_BYTES)
    for made in cases:
        StatusLink.objects.create(case=made, digest=code_digest(code), made_at=clock.now())
        record("intake.sent", actor=None, actor_kind="requester", case=made)
        acknowledge(case=made, actor=None)
    case, others = cases[0], [made.reference for made in cases[1:]]
    shown = {"reference": case.reference, "others": others, "code": code, "law": case.statutory_due_on}
    shown["target"] = case.due_on
    locked.answers, locked.is_sent = {"sent": shown}, True
    locked.expires_at = clock.now() + SHOWN_FOR
    locked.save(update_fields=["answers", "is_sent", "expires_at"])


@transaction.atomic
def purge_drafts() -> int:
    """Let go of drafts whose day is over, with their keys, and of old tallies; returns the number of drafts."""
    now = clock.now()
    expired = list(RequestDraft.objects.filter(expires_at__lte=now).values_list("pk", "key_id"))
    RequestDraft.objects.filter(pk__in=[pk for pk, _ in expired]).delete()
    for _, key_id in expired:
        destroy_data_key(key_id)
    DataKey.objects.filter(pk__in=[key_id for _, key_id in expired]).delete()
    PortalTally.objects.filter(window_ends_at__lte=now).delete()
    if expired:
        record("intake.drafts_purged", actor=None, actor_kind="system", facts={"drafts": len(expired)})
    return len(expired)


def code_digest(code: str) -> bytes:
    """The keyed digest of a status code; blanks, dashes and capitals do not matter."""
    plain = "".join(code.split()).replace("-", "").casefold()
    return cipher.digest(installation_key("links"), "status", plain)


def _look_alikes(request: NewRequest, actor: User) -> list[AlikeCase]:
    subject = next((entry for entry in request.people if entry.role == PersonRole.SUBJECT), None)
    return alike_cases(subject.details, user=actor) if subject else []


def _decided(alike: Mapping[str, Case], same: SameCase | None) -> Case | None:
    if not alike:
        return None
    if same is None or same.decision not in ("anyway", "related", "duplicate"):
        message = "There are open cases that look like this one. Say what shall happen."
        raise RuleRefused(message, code="G2", fields={"same_person": message})
    if same.decision == "anyway":
        return None
    if same.reference not in alike:
        message = "Choose one of the cases that were found."
        raise RuleRefused(message, code="G2", fields={"same_as": message})
    return alike[same.reference]
