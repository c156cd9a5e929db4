"""Which receivers are told of an entry: rows written in the entry's own transaction."""

from functools import partial

from django.db import transaction
from django.db.models import Q

from consent import tasks
from consent.connection_models import Webhook, WebhookDelivery
from consent.ledger_models import LedgerEntry
from dsar.foundation import clock


def queue_for(entry: LedgerEntry) -> int:
    """Queue the entry for every receiver that wants to hear of its purpose; gives for how many."""
    active = Webhook.objects.filter(stopped_at__isnull=True)
    wanted = Q(purposes__isnull=True) | Q(purposes=entry.purpose) if entry.purpose_id else Q()
    rows = [
        WebhookDelivery(webhook=one, entry=entry, queued_at=clock.now(), not_before=clock.now())
        for one in active.filter(wanted).distinct()
    ]
    if rows:
        WebhookDelivery.objects.bulk_create(rows)
        transaction.on_commit(partial(tasks.deliver.delay), robust=True)
    return len(rows)
