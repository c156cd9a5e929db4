"""Legal advice on a case: asked of a legal reviewer, given by one, read by few.

Advice is privileged. It lives in a model that no package, exhibit, export or timeline reads; the audit chain knows when
something was asked or given, never what. Asking lets the reviewer read the case.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.advice_models import AdviceKind, AdviceNote
from dsar.cases.conflict_selectors import conflicted_user_ids
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.notices.services import queue_notice

catalogue.declare(
    case_advice_asked="Legal advice asked",
    case_advice_given="Legal advice given",
    case_advice_read="Legal advice read",
)


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A question or an advice; `text` is None for those who may only know that it exists."""

    note: AdviceNote
    kind: str
    at: dt.datetime
    author: str
    text: str | None
    is_open: bool


def may_read(user: User, case: Case) -> bool:
    """Whether the user reads legal advice on the case: legal reviewers, and DPOs where the installation lets them."""
    if not permissions.may(user, Act.READ_ADVICE, case):
        return False
    return Role.LEGAL in user.roles or settings.DSAR_DPO_READS_ADVICE


def reviewers_for(case: Case) -> list[User]:
    """The legal reviewers who may be asked."""
    found = User.objects.filter(is_active=True, role_grants__role=Role.LEGAL)
    return list(found.exclude(pk__in=conflicted_user_ids(case)).distinct())


@transaction.atomic
def ask_advice(*, case: Case, reviewer: User, text: str, actor: User) -> AdviceNote:
    """Ask a legal reviewer, who may read the case from now on.

    Raises:
        NotPermitted: the actor may not ask.
        RuleRefused: nothing is asked ("nothing_asked"), or that person is no legal reviewer for this case ("reviewer").
    """
    permissions.demand(actor, Act.ASK_ADVICE, case)
    _need(text, "nothing_asked", "Write what you want to know.")
    if reviewer not in reviewers_for(case):
        message = "This person cannot be asked for legal advice on this case."
        raise RuleRefused(message, code="reviewer", fields={"reviewer": message})
    note = AdviceNote(case=case, kind=AdviceKind.ASKED, reviewer=reviewer, author=actor, text=text.strip())
    note.written_at = clock.now()
    note.save(force_insert=True)
    permissions.grant(case, to=reviewer, acts=[Act.VIEW_CASE])
    record("case.advice_asked", actor=actor, case=case, about=note)
    _tell("advice_asked", note, reviewer)
    return note


@transaction.atomic
def give_advice(*, question: AdviceNote, text: str, actor: User) -> AdviceNote:
    """Answer a question; several reviewers may.

    Raises:
        NotPermitted: the actor is no legal reviewer with access to the case.
        RuleRefused: nothing is written ("nothing_given"), or it is no question ("no_question").
    """
    permissions.demand(actor, Act.GIVE_ADVICE, question.case)
    _need(text, "nothing_given", "Write your advice.")
    if question.kind != AdviceKind.ASKED:
        message = "Advice answers a question."
        raise RuleRefused(message, code="no_question")
    note = AdviceNote(case=question.case, kind=AdviceKind.GIVEN, question=question, author=actor, text=text.strip())
    note.written_at = clock.now()
    note.save(force_insert=True)
    record("case.advice_given", actor=actor, case=question.case, about=note)
    if question.author is not None and permissions.may(question.author, Act.VIEW_CASE, question.case):
        _tell("advice_given", note, question.author)
    return note


def lines_of(case: Case, user: User, *, with_text: bool) -> list[AdviceLine]:
    """What was asked and given, in order; texts only where they are wanted and the user may read them.

    Raises:
        NotPermitted: texts are wanted by somebody who may not read them.
    """
    if with_text and not may_read(user, case):
        message = "Legal advice is read by legal reviewers and, where the organisation allows it, by the DPO."
        raise NotPermitted(message)
    columns = AdviceNote.objects if with_text else AdviceNote.objects.defer("text")
    notes = list(columns.filter(case=case).select_related("author", "case"))
    answered = {note.question_id for note in notes}
    with keys_at_hand([case.key_id]):
        return [
            AdviceLine(
                note=note,
                kind=note.kind,
                at=note.written_at,
                author=note.author.full_name if with_text and note.author else "",
                text=note.text if with_text else None,
                is_open=note.kind == AdviceKind.ASKED and note.pk not in answered,
            )
            for note in notes
        ]


def open_questions(user: User) -> list[AdviceNote]:
    """Questions that wait for this legal reviewer, the oldest first; of cases that they may still see."""
    asked = AdviceNote.objects.defer("text").filter(reviewer=user, kind=AdviceKind.ASKED, answers__isnull=True)
    visible = Case.objects.visible_to(user)
    return list(asked.filter(case__in=visible).select_related("case", "author").order_by("written_at"))


def note_read(*, case: Case, actor: User) -> None:
    """Record that the advice on the case was read."""
    record("case.advice_read", actor=actor, case=case)


def _tell(code: str, note: AdviceNote, person: User) -> None:
    """A mail that something was asked or answered, and nothing of what."""
    case = note.case
    page = reverse("dsar:case-advice", args=[case.reference])
    queue_notice(
        code=code,
        about=case.pk,
        key_id=case.key_id,
        recipient=person.email,
        variables={
            "reference": case.reference,
            "organisation": case.controller.name,
            "link": f"{settings.DSAR_PUBLIC_URL}{page}",
        },
        language=person.mail_language,
        actor=None,
        dedup=str(note.pk),
    )


def _need(text: str, code: str, message: str) -> None:
    if not text.strip():
        raise RuleRefused(message, code=code, fields={"text": message})
