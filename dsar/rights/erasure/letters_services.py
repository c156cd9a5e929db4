"""Telling the person and the recipients what became of an erasure; a letter is recorded as told (GDPR Art. 12, 19)."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions, registry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.cases.services import move_case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.models import Notice, NoticeChannel
from dsar.notices.services import queue_notice
from dsar.rights.erasure.answers import RECIPIENT, answer_dedup, answer_order, recipient_dedup, recipient_order
from dsar.rights.erasure.case_services import note_recipient
from dsar.rights.erasure.lifecycle import CERTIFIED
from dsar.rights.erasure.situation import last_run, recipients_of
from erasure.runs.models import ErasureRun

catalogue.declare(erasure_person_told="Person told of the erasure: {letter}; in time: {in_time}")


@transaction.atomic
def answer_person(*, case: Case, actor: User, is_confirmed: bool = False) -> Notice:
    """Tell the person what was erased, what stays and why; the clock stops and the case is answered.

    Raises:
        RuleRefused: it is not carried out and verified ("E4"), there is no address, safe contact is not confirmed, or
            the controller has no supervisory authority to name.
    """
    run = _demand(case, actor)
    fact = registry.gate_fact(CERTIFIED, case)
    if not fact.is_met:
        raise RuleRefused(fact.reason, code=fact.gate)
    if not case.controller.supervisory_authority:
        message = _("The controller has no supervisory authority in Set-up, so the letter cannot name it.")
        raise RuleRefused(message, code="no_authority")
    order = answer_order(case)
    notice = tell_requester(
        case=case, code=order.code, variables=order.variables, actor=actor, dedup=answer_dedup(run),
        is_confirmed=is_confirmed,
    )  # fmt: skip
    today = case_clock.today_of(case)
    in_time = case.statutory_due_on is None or today <= case.statutory_due_on
    if case.responded_on is None:
        clock_acts.respond(case=case, on=today, actor=actor)
    move_case(case=case, move=Move.SEND, actor=actor)
    record("erasure.person_told", actor=actor, case=case, facts={"letter": order.code, "in_time": in_time})
    return notice


@transaction.atomic
def write_to_recipient(*, case: Case, recipient: str, address: str, actor: User) -> Notice:
    """Write to a recipient that the data were erased or restricted, and record that they were told (Art. 19).

    The same letter to the same address goes out once; to a mended address it is written again.

    Args:
        case: its erasure has begun.
        recipient: a name of the register.
        address: an e-mail address, or a postal address on several lines.
        actor: whoever works the case.

    Raises:
        RuleRefused: the register does not name them, or the address is none ("no_address").
    """
    run = _demand(case, actor)
    if recipient not in recipients_of(case):
        raise RuleRefused(_("The register names no such recipient."), code="no_such_recipient")
    given = address.strip()
    is_mail = "@" in given and "\n" not in given
    order = recipient_order(case, recipient)
    notice = queue_notice(
        code=RECIPIENT, about=case.pk, key_id=case.key_id, recipient=given if is_mail else f"{recipient}\n{given}",
        variables=order.variables, language=case.language, actor=actor,
        channel=NoticeChannel.EMAIL if is_mail else NoticeChannel.LETTER,
        dedup=recipient_dedup(run, recipient, given, order.body),
    )  # fmt: skip
    with translation.override(case.controller.language):  # it is kept
        words = _("By e-mail.") if is_mail else _("By letter.")
    note_recipient(case=case, recipient=recipient, was_told=True, words=words, actor=actor)
    return notice


def _demand(case: Case, actor: User) -> ErasureRun:
    permissions.demand(actor, Act.WORK_CASE, case)
    run = last_run(case)
    if case.right != RightAsked.ERASURE or run is None or run.started_at is None:
        raise Conflict(_("Nothing is erased yet, so there is nothing to tell."))
    return run
