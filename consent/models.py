"""Index for Django: every model of the tool, imported and nothing else."""

from consent.connection_models import ChoicesLink, Scope, Site, SystemToken, Webhook, WebhookDelivery
from consent.ledger_models import (
    Act,
    Batch,
    Channel,
    Evidence,
    Ground,
    LedgerEntry,
    Method,
    OptOutRight,
    Purpose,
    PurposeKind,
    Subject,
    SubjectKind,
    Wording,
    WordingText,
)

__all__ = [
    "Act",
    "Batch",
    "Channel",
    "ChoicesLink",
    "Evidence",
    "Ground",
    "LedgerEntry",
    "Method",
    "OptOutRight",
    "Purpose",
    "PurposeKind",
    "Scope",
    "Site",
    "Subject",
    "SubjectKind",
    "SystemToken",
    "Webhook",
    "WebhookDelivery",
    "Wording",
    "WordingText",
]
