"""Drafts of messages, and letters sent by hand with what goes with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.messages_letters import by_hand_variables
from dsar.cases.models import Case, CaseFile
from dsar.cases.notify import tell_requester
from dsar.cases.page_models import Enclosure, MessageDraft
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.notices.models import Notice, NoticeChannel

catalogue.declare(
    case_message_drafted="Draft of a message kept",
    case_draft_dropped="Draft of a message dropped",
    case_files_enclosed="{files|file goes|files go} with the letter",
)


@transaction.atomic
def keep_draft(*, case: Case, code: str, fields: Mapping[str, str], actor: User) -> MessageDraft:
    """Keep what was typed, sealed under the case's key, one draft a person and case. Raises NotPermitted."""
    permissions.demand(actor, Act.WORK_CASE, case)
    draft = MessageDraft.objects.select_for_update().filter(case=case, author=actor).first()
    is_new = draft is None
    draft = draft or MessageDraft(case=case, author=actor)
    draft.code, draft.fields, draft.saved_at = code, dict(fields), clock.now()
    draft.save()
    if is_new:
        record("case.message_drafted", actor=actor, case=case, about=draft)
    return draft


@transaction.atomic
def drop_draft(*, case: Case, actor: User) -> None:
    """Drop the person's draft, if there is one."""
    found = MessageDraft.objects.filter(case=case, author=actor).first()
    if found is not None:
        record("case.draft_dropped", actor=actor, case=case, about=found)
        found.delete()


@transaction.atomic
def send_by_hand(
    *,
    case: Case,
    code: str,
    typed: Mapping[str, Any],
    channel: str,
    actor: User,
    enclosures: Iterable[CaseFile] = (),
    is_confirmed: bool = False,
) -> Notice:
    """Queue a letter of the catalogue that may be sent by hand, and drop the draft of it.

    Raises:
        NotPermitted: the actor may not work the case.
        RuleRefused: not such a letter, no address, safe contact not confirmed, or files with an e-mail.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    files = list(enclosures)
    if files and channel != NoticeChannel.LETTER:
        message = "Files never travel by e-mail."
        raise RuleRefused(message, code="files_by_mail", fields={"enclosures": message})
    notice = tell_requester(
        case=case,
        code=code,
        variables=by_hand_variables(case, code, typed),
        actor=actor,
        channel=channel,
        is_confirmed=is_confirmed,
    )
    if files:
        Enclosure.objects.bulk_create(Enclosure(notice_id=notice.pk, file=one) for one in files)
        facts = {"files": len(files), "file_ids": [str(one.pk) for one in files]}
        record("case.files_enclosed", actor=actor, case=case, about=notice, facts=facts)
    MessageDraft.objects.filter(case=case, author=actor).delete()
    return notice
