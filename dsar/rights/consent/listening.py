"""The audit chain listens to the ledger: every act of the tool is an entry, written in the ledger's own transaction."""

from typing import Any

from django.dispatch import receiver

from consent.events import LedgerEvent, told
from dsar.audit import catalogue
from dsar.audit.services import record

catalogue.declare(
    consent_recorded="Choice recorded for the purpose {purpose}: {said} ({channel}, by {source})",
    consent_purpose_added="Purpose {purpose} added to the consent ledger ({ground})",
    consent_purpose_retired="Purpose {purpose} retired",
    consent_wording_published="Wording {number} of {purpose} published ({languages}); asks again: {asks_again}",
    consent_token_made="Token for the system {system} made ({scopes})",  # noqa: S106 - a sentence
    consent_token_revoked="Token of the system {system} revoked",  # noqa: S106 - a sentence
    consent_webhook_added="Receiver {name} added; told who it is about: {identifier}",
    consent_webhook_stopped="Receiver {name} stopped",
    consent_webhook_told_again="Receiver {name} is told {number|entry|entries} once more",
    consent_site_added="Page {name} with our snippet added ({origins})",
    consent_site_stopped="Page {name} with our snippet stopped",
    consent_link_made="Private link to privacy choices made, valid until {until}",
    consent_import_rehearsed="File with {lines|choice|choices} read as a rehearsal",
    consent_import_let_go="File with {lines|choice|choices} let go: nobody carried it out within seven days",
    consent_import_carried_out="Import carried out: {entries|entry|entries}",
    consent_import_undone="Import undone by {entries|counter-entry|counter-entries}",
    consent_looked_up="Choices of a person looked up",
    consent_proof_made="Proof pack of a person's choices made",
    consent_receipt_made="Receipt of a choice made",
    consent_opt_out_received="Opt-out under the CCPA received ({rights}), due {due_on}",
    consent_opt_out_carried_out="Opt-out under the CCPA carried out; others told: {told}",
    consent_document_published="{document} published as version {number} ({language})",
)


@receiver(told, dispatch_uid="audit of the consent ledger")
def write_entry(sender: Any, event: LedgerEvent, **_kwargs: Any) -> None:
    """One entry of the chain for one act of the ledger."""
    record(event.code, actor=event.actor, actor_kind=event.actor_kind, about=event.about, facts=event.facts)
