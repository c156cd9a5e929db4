"""What the walk over every page needs from the ledger of the demo."""

from consent.catalogue_services import NewText, publish_wording
from consent.connection_services import add_webhook, make_link
from consent.import_services import rehearse
from consent.models import LedgerEntry, Purpose, Site, WordingText
from dsar.access.models import User
from dsar.rights.consent.models import CcpaOptOut

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
LINE = "known_by,identifier,purpose,act,at,method\nemail,nora@example.org,no-such,granted,yesterday,ticked\n"


def consent_arguments(officer: User) -> dict[str, str]:
    """An argument for every captured part of the ledger's addresses."""
    purpose = Purpose.objects.get(code="newsletter")
    text = NewText("en", "Newsletter", "May we write to you?", picture=PIXEL)
    publish_wording(purpose=purpose, texts=[text], is_material=False, reason="Shorter.", actor=officer)
    entry = LedgerEntry.objects.filter(purpose=purpose, act="granted").earliest("seq")
    values = {"name": "Mailer", "url": "https://93.184.215.14/hook", "purposes": [], "tells_identifier": False}
    webhook, _secret = add_webhook(actor=officer, **values)
    site = Site.objects.earliest("created_at")
    batch = rehearse(name="old.csv", content=LINE.encode(), form="csv", actor=officer)
    return {
        "purpose_id": str(purpose.pk),
        "text_id": str(WordingText.objects.exclude(picture=None)[0].pk),
        "subject_id": str(entry.subject_id),
        "entry_uid": str(entry.uid),
        "batch_id": str(batch.pk),
        "token_id": str(purpose.pk),
        "webhook_id": str(webhook.pk),
        "site_id": str(site.pk),
        "site_key": site.key,
        "opt_out_id": str(CcpaOptOut.objects.earliest("received_at").pk),
        "choices_token": make_link(subject=entry.subject, actor=officer)[1],
        "version": "1",
    }
