"""The audit chain listens to the tool: every act of an erasure is an entry, written in the tool's own transaction."""

from typing import Any

from django.dispatch import receiver

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from erasure.events import ErasureChanged, SuppressionChanged, erasure_changed, suppression_changed

catalogue.declare(
    erasure_ordered="Rehearsal of the erasure ordered: {targets|target|targets}",
    erasure_rehearsed="Erasure rehearsed on {targets|target|targets}",
    erasure_rehearsal_failed="Rehearsal of the erasure failed on {failed} of {targets|target|targets}",
    erasure_answered="{answers|question|questions} of the rehearsal answered",
    erasure_proposed="Erasure put before a second person ({fingerprint})",
    erasure_sent_back="Proposal to erase given back",
    erasure_approved="Erasure approved ({fingerprint})",
    erasure_started="Erasure started",
    erasure_differs="Erasure stopped before it began: {targets|target differs|targets differ} from the rehearsal",
    erasure_confirmed="Erasure by hand in {target} confirmed and signed",
    erasure_repeated="Erasure tried again on {targets|target|targets}",
    erasure_partial="Erasure carried out in part ({phase}): {failure}",
    erasure_finished="Erasure carried out and verified on {targets|target|targets}: "
    "{changed|thing|things}; certificate issued",
    erasure_cancelled="Erasure dropped",
    erasure_entered="{identifiers|identifier|identifiers} entered on the suppression list",
    erasure_lifted="Entry of the suppression list lifted ({kind})",
    erasure_restored="{identifiers} suppression entries taken back from the journal; "
    "{not_believed|line|lines} not believed",
)


@receiver(erasure_changed, dispatch_uid="audit of erasures")
def write_entry(sender: Any, event: ErasureChanged, **_kwargs: Any) -> None:
    """One entry of the chain for one act."""
    case = Case.objects.filter(pk=event.order_id).first()
    actor = User.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    kind = "user" if actor else "system"
    facts = {"run": event.run_id, **event.facts}
    record(f"erasure.{event.what}", actor=actor, actor_kind=kind, case=case, facts=facts)


@receiver(suppression_changed, dispatch_uid="audit of the suppression list")
def write_list_entry(sender: Any, event: SuppressionChanged, **_kwargs: Any) -> None:
    """One entry of the chain for one act on the list."""
    actor = User.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    record(f"erasure.{event.what}", actor=actor, actor_kind="user" if actor else "system", facts=event.facts)
