"""Signing in by reference and e-mail address: a code, tried five times at most, and a session that opens one case.

What a browser sees and what the server does for it are the same whether the pair is known or not: one look-up, one
row, one doorbell. Whether a code goes out at all, a worker decides later.
"""

import datetime as dt
import hmac
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case, CasePerson, CaseToken
from dsar.cases.notify import tell_requester
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.requester import rules, secret_words, tasks
from dsar.requester.models import CodeRequest, CodeState, PortalSession

catalogue.declare(
    requester_code_sent="Code for the status page sent by e-mail",
    requester_code_refused="Wrong code given at the status page (try {number})",
    requester_signed_in="The person signed in to the status page",
    requester_signed_out="The person left the status page",
    requester_codes_let_go="{codes} old codes and {sessions} ended visits of the status page let go",
)

_NO_CODE = bytes(16)


def ask_code(*, reference: str, address: str) -> str:
    """Note that a browser asks for a code; gives the token for its cookie. Nothing tells whether the pair is known."""
    digest, now, token = secret_words.address_digest(address), clock.now(), secret_words.new_token()
    known = CaseToken.objects.filter(case__reference=reference.strip().upper(), kind="email", digest=digest)
    row = CodeRequest(
        digest=secret_words.browser_digest(token),
        case_id=known.values_list("case_id", flat=True).first(),
        address_digest=digest,
        asked_at=now,
        expires_at=now + rules.CODE_LASTS,
    )
    row.save(force_insert=True)
    transaction.on_commit(partial(tasks.send_code.delay, str(row.pk)), robust=True)
    return token


def send_asked_codes() -> int:
    """Send every code that was asked for and not decided on; gives how many went out."""
    waiting = CodeRequest.objects.filter(state=CodeState.ASKED, expires_at__gt=clock.now())
    return sum(send_code(request_id=pk) for pk in list(waiting.values_list("pk", flat=True)[:200]))


@transaction.atomic
def send_code(*, request_id: UUID) -> bool:
    """Make the code and mail it, once, where the address belongs to who asked and the case has codes left.

    A new code makes the one before void. The person who asked for safe contact gets none by mail.
    """
    taken = CodeRequest.objects.filter(pk=request_id, state=CodeState.ASKED).update(state=CodeState.UNSENT)
    row = CodeRequest.objects.filter(pk=request_id).first()
    if not taken or row is None or row.case_id is None:
        return False
    case = Case.objects.select_for_update(of=("self",)).select_related("controller").get(pk=row.case_id)
    now = clock.now()
    earlier = CodeRequest.objects.filter(case=case, code_digest__isnull=False, asked_at__gt=now - dt.timedelta(days=1))
    if asker_at(case, bytes(row.address_digest)) is None or not rules.may_send_code(
        now, list(earlier.values_list("asked_at", flat=True))
    ):
        return False
    code = secret_words.new_code()
    try:
        with transaction.atomic():
            tell_requester(
                case=case,
                code="portal_code",
                variables={
                    "code": rules.in_groups(code),
                    "valid_minutes": int(rules.CODE_LASTS.total_seconds() // 60),
                },
                actor=None,
                channel="email",
                dedup=f"portal-{row.pk}",
            )
    except DsarError:  # safe contact, or the address is none that a mail can go to
        return False
    CodeRequest.objects.filter(case=case, state=CodeState.SENT).update(state=CodeState.VOID)
    row.state, row.code_digest = CodeState.SENT, secret_words.code_digest(row.pk, code)
    row.expires_at = now + rules.CODE_LASTS
    row.save(update_fields=["state", "code_digest", "expires_at"])
    record("requester.code_sent", actor=None, actor_kind="system", case=case)
    return True


def sign_in(*, token: str, code: str) -> str | None:
    """The token of a new session, if the code is the one that this browser asked for; else None.

    The try is counted by one conditional UPDATE before the comparison: of any number of guesses at once five are
    compared. The right code works once, also where it is given twice at the same moment.
    """
    row = CodeRequest.objects.select_related("case").filter(digest=secret_words.browser_digest(token)).first()
    given = secret_words.code_digest(row.pk if row else secret_words.NOBODY, code)
    if row is None or not _spend_try(row):
        hmac.compare_digest(given, _NO_CODE)
        return None
    is_right = hmac.compare_digest(given, bytes(row.code_digest or _NO_CODE))
    return _begin(row) if is_right else _refuse(row)


def session_of(token: str) -> PortalSession | None:
    """The session of a browser if it still opens anything: alive, and the address still one of the case's."""
    if not token:
        return None
    found = PortalSession.objects.select_related("case__controller", "case__key")
    session = found.filter(digest=secret_words.session_digest(token), ended_at__isnull=True).first()
    now = clock.now()
    if session is None or not rules.is_alive(now, started_at=session.started_at, seen_at=session.seen_at):
        return None
    if session.case.key.destroyed_at is not None:
        return None
    if not session.case.tokens.filter(kind="email", digest=bytes(session.address_digest)).exists():
        return None
    PortalSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(seen_at=now)
    return session


@transaction.atomic
def sign_out(*, session: PortalSession) -> None:
    """End the session on the server."""
    if PortalSession.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        record("requester.signed_out", actor=None, actor_kind="requester", case=session.case)


@transaction.atomic
def let_go_old() -> int:
    """Delete codes older than a day and sessions that are over; gives how many rows."""
    now = clock.now()
    codes = CodeRequest.objects.filter(asked_at__lt=now - rules.KEPT_CODES).delete()[0]
    sessions = PortalSession.objects.filter(seen_at__lt=now - rules.KEPT_CODES).delete()[0]
    if codes or sessions:
        facts = {"codes": codes, "sessions": sessions}
        record("requester.codes_let_go", actor=None, actor_kind="system", facts=facts)
    return codes + sessions


def asker_at(case: Case, digest: bytes) -> CasePerson | None:
    """Who asked, if that e-mail address is the one we write to."""
    people = {person.role: person for person in case.people.all()}
    person = people.get(PersonRole.REQUESTER) or people.get(PersonRole.SUBJECT)
    emails = person.details.get("emails", []) if person else []
    first = str(emails[0]) if emails else ""
    return person if first and hmac.compare_digest(secret_words.address_digest(first), bytes(digest)) else None


def _spend_try(row: CodeRequest) -> bool:
    """Count a try of the code as it was read; False where its tries are used up, its time is over, or it is void."""
    left = CodeRequest.objects.filter(
        pk=row.pk,
        state=CodeState.SENT,
        code_digest=row.code_digest,
        tries__lt=rules.MAX_TRIES,
        expires_at__gt=clock.now(),
    )
    return bool(left.update(tries=F("tries") + 1))


@transaction.atomic
def _begin(row: CodeRequest) -> str | None:
    """Use the code up and open a session; None where somebody was faster with the same code."""
    used = CodeRequest.objects.filter(pk=row.pk, state=CodeState.SENT).update(state=CodeState.USED)
    if not used or row.case is None:
        return None
    token, now = secret_words.new_token(), clock.now()
    PortalSession.objects.create(
        digest=secret_words.session_digest(token),
        case=row.case,
        address_digest=row.address_digest,
        started_at=now,
        seen_at=now,
    )
    record("requester.signed_in", actor=None, actor_kind="requester", case=row.case)
    return token


@transaction.atomic
def _refuse(row: CodeRequest) -> None:
    number = CodeRequest.objects.values_list("tries", flat=True).get(pk=row.pk)
    record(
        "requester.code_refused",
        actor=None,
        actor_kind="public",
        case=row.case,
        facts={"number": number},
        outcome="refused",
    )
