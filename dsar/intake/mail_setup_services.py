"""Mailboxes: added, changed, tried; messages that could not be fetched, tried again."""

import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.intake.mail_boxes import MailboxUnreadable
from dsar.intake.mail_fetching import open_box
from dsar.intake.mail_models import MailArrival, Mailbox, MailboxKind
from dsar.intake.mail_words import REASONS
from dsar.processing_records.sources import demand_within_roots

catalogue.declare(
    intake_mailbox_added="Mailbox “{name}” ({kind}) added",
    intake_mailbox_changed="Mailbox “{name}” changed: {changed}",
    intake_mailbox_tried="Mailbox “{name}” tried; it can be read: {passed}",
    intake_mailbox_again="{messages|message|messages} of the mailbox “{name}” fetched once more",
)

# What a change of these makes of the place up to which the mailbox was read: it begins anew, nothing is stored twice.
PLACE = {"host", "port", "user_name", "folder", "read_from"}


@transaction.atomic
def save_mailbox(*, mailbox: Mailbox | None, kind: str, values: dict[str, Any], actor: User) -> Mailbox:
    """Add a mailbox (`mailbox` None) or change one.

    Args:
        mailbox: the row to change.
        kind: "imap" or "maildir"; a mailbox keeps its kind.
        values: clean values of MailboxForm.
        actor: needs Act.EDIT_SOURCES.

    Raises:
        RuleRefused: the name is taken, or a folder lies outside DSAR_SOURCE_ROOTS.
        NotPermitted: the actor's role does not set up sources.
    """
    _demand(actor)
    row = mailbox or Mailbox(kind=kind, port=values.get("port") or 0)
    taken = Mailbox.objects.filter(name__iexact=values["name"]).exclude(pk=row.pk)
    if taken.exists():
        message = _("Another mailbox has this name.")
        raise RuleRefused(message, code="name_taken", fields={"name": message})
    if row.kind == MailboxKind.MAILDIR:
        _check_folder(values["folder"])
    changed = [name for name, value in values.items() if getattr(row, name, None) != value]
    for name in changed:
        setattr(row, name, values[name])
    if PLACE & set(changed):
        row.uid_validity, row.last_uid = 0, 0
    if set(changed) - {"name", "controller", "is_active", "trusted_receiver"}:
        row.tested_at, row.test_passed, row.test_words = None, None, ""
    row.save()
    if mailbox is None:
        record("intake.mailbox_added", actor=actor, about=row, facts={"name": row.name, "kind": row.kind})
    elif changed:
        facts = {"name": row.name, "changed": ", ".join(changed)}
        record("intake.mailbox_changed", actor=actor, about=row, facts=facts)
    return row


def try_mailbox(*, mailbox: Mailbox, actor: User) -> Mailbox:
    """Sign in and list what is new, and keep the answer in words; no message is fetched."""
    _demand(actor)
    started = time.monotonic()
    passed, words = _tried(mailbox)
    seconds = time.monotonic() - started
    with transaction.atomic():
        mailbox.tested_at, mailbox.test_passed = clock.now(), passed
        mailbox.test_words = f"{words[:270]} ({seconds:.1f} s)"
        mailbox.save(update_fields=["tested_at", "test_passed", "test_words"])
        facts = {"name": mailbox.name, "passed": "yes" if passed else "no"}
        record("intake.mailbox_tried", actor=actor, about=mailbox, facts=facts)
    return mailbox


@transaction.atomic
def fetch_again(*, mailbox: Mailbox, actor: User) -> int:
    """Have messages fetched once more that were given up; gives how many."""
    _demand(actor)
    given_up = MailArrival.objects.filter(mailbox=mailbox, state=LeaseState.FAILED)
    number = given_up.update(state=LeaseState.WAITING, attempts=0, failure="", lease_until=None)
    if number:
        record("intake.mailbox_again", actor=actor, about=mailbox, facts={"name": mailbox.name, "messages": number})
    return number


def _tried(mailbox: Mailbox) -> tuple[bool, str]:
    try:
        box = open_box(mailbox)
    except MailboxUnreadable as error:
        return False, str(REASONS.get(error.reason, error.reason))
    try:
        number = len(box.list_new().places)
    except MailboxUnreadable as error:
        return False, str(REASONS.get(error.reason, error.reason))
    finally:
        box.close()
    return True, _("The mailbox can be read; messages that nobody has seen yet: %(number)d.") % {"number": number}


def _check_folder(folder: str) -> None:
    try:
        demand_within_roots(folder)
    except RuleRefused as error:
        raise RuleRefused(error.message, code=error.code, fields={"folder": error.message}) from error


def _demand(actor: User) -> None:
    if not actor.may(Act.EDIT_SOURCES):
        message = "Your role does not set up mailboxes. Ask an administrator or the DPO."
        raise NotPermitted(message)
