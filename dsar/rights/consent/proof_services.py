"""Receipts and proof packs for people who ask: signed, typeset, and each of them in the audit chain."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string

from consent.models import LedgerEntry, Subject
from consent.proof import proof_pack
from consent.receipts import public_key, receipt_of
from dsar.access.models import User
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.processing_records.models import Controller
from dsar.rights.consent import selectors
from dsar.rights.consent.typesetting import typeset


@transaction.atomic
def note_look_up(*, subject: Subject, actor: User) -> None:
    """Somebody read a person's choices."""
    record("consent.looked_up", actor=actor, about=subject)


@transaction.atomic
def make_receipt(*, entry: LedgerEntry, actor: User | None) -> dict[str, Any]:
    """The signed receipt of an entry."""
    made = receipt_of(entry, controller=controller_name(entry.purpose.controller_id if entry.purpose else None))
    record("consent.receipt_made", actor=actor, actor_kind="user" if actor else "requester", about=entry)
    return made


def make_proof(*, subject: Subject, actor: User | None) -> bytes:
    """The proof pack of a subject as a ZIP, with the history to read as PDF. Raises KeyDestroyed."""
    context = {
        "subject": subject,
        "identifier": subject.identifier,
        "standings": selectors.standings_in_words(subject),
        "history": selectors.history_in_words(subject),
        "made_at": clock.now(),
        "public_key": public_key(),
        "controller": controller_name(None),
    }
    pdf = typeset(render_to_string("consent/proof_paper.html", context))
    packed = proof_pack(subject, controller=controller_name(None), pdf=pdf)
    _note_proof(subject, actor)
    return packed


def controller_name(controller_id: UUID | None) -> str:
    """The name of the controller of a purpose; the only one, where it is not said."""
    found = (
        Controller.objects.filter(pk=controller_id).first() if controller_id else None
    ) or Controller.objects.first()
    return found.name if found else ""


@transaction.atomic
def _note_proof(subject: Subject, actor: User | None) -> None:
    record("consent.proof_made", actor=actor, actor_kind="user" if actor else "requester", about=subject)
