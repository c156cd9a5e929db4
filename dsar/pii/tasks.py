"""The workers' door of the PII tools."""

from celery import shared_task

from dsar.pii.vault_services import erase_expired


@shared_task(name="dsar.pii.erase_expired_vaults")
def erase_expired_vaults() -> int:
    """Erase the vaults of tokens whose day has come; the number of them."""
    return erase_expired()
