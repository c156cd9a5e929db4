"""What the recipient does at the public door: giving the code, downloading. Acts of a requester, without a user."""

import hmac

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.delivery import rules, secret_words
from dsar.delivery.models import Delivery, DeliveryState
from dsar.foundation import clock

catalogue.declare(
    delivery_code_refused="Wrong code given at the link (try {number})",
    delivery_opened="Link opened with the right code",
    delivery_downloaded="Package downloaded by the recipient ({number} of {most})",
)


def delivery_at(token: str) -> Delivery | None:
    """The delivery of an open link; None for one that is unknown, has run out, or is revoked."""
    found = Delivery.objects.select_related("case__controller", "package__file", "package__case")
    delivery = found.filter(token_digest=secret_words.token_digest(token)).first()
    return delivery if delivery is not None and delivery.is_usable(clock.now()) else None


def open_with_code(*, token: str, code: str) -> Delivery | None:
    """The delivery, if link and code belong together. A code is compared at most five times, however many ask at once.

    The try is counted by one conditional UPDATE before the comparison, and stays counted where the code is wrong.
    """
    return open_delivery(delivery=delivery_at(token), code=code)


def open_delivery(*, delivery: Delivery | None, code: str) -> Delivery | None:
    """The delivery, if it is open and the code is its own; the first secret was the link or the person's session."""
    given = secret_words.code_digest(delivery.pk if delivery else secret_words.NOBODY, code)
    if delivery is None or not _spend_try(delivery):
        hmac.compare_digest(given, bytes(len(given)))
        return None
    is_right = hmac.compare_digest(given, bytes(delivery.code_digest or b""))
    _note_try(delivery, is_right=is_right)
    return delivery if is_right else None


@transaction.atomic
def count_download(*, delivery: Delivery) -> bool:
    """Count and record one download; False where the link has given all it may. The first one proves the arrival."""
    now = clock.now()
    open_ones = Delivery.objects.filter(pk=delivery.pk, downloads__lt=rules.MAX_DOWNLOADS, expires_at__gt=now)
    counted = open_ones.exclude(state=DeliveryState.REVOKED).update(
        downloads=F("downloads") + 1,
        state=DeliveryState.COLLECTED,
        collected_at=Coalesce(F("collected_at"), Value(now, output_field=DateTimeField())),
    )
    if not counted:
        return False
    delivery.refresh_from_db(fields=["downloads", "state", "collected_at"])
    facts = {"number": delivery.downloads, "most": rules.MAX_DOWNLOADS, "bytes": delivery.archive.size}
    record("delivery.downloaded", actor=None, actor_kind="requester", case=delivery.case, about=delivery, facts=facts)
    return True


def _spend_try(delivery: Delivery) -> bool:
    """Count a try of the code as it was read; False where its tries are used up or it was replaced meanwhile."""
    left = Delivery.objects.filter(pk=delivery.pk, code_digest=delivery.code_digest, tries__lt=rules.MAX_TRIES)
    return bool(left.update(tries=F("tries") + 1))


@transaction.atomic
def _note_try(delivery: Delivery, *, is_right: bool) -> None:
    case = delivery.case
    if is_right:
        Delivery.objects.filter(pk=delivery.pk).update(tries=0)
        record("delivery.opened", actor=None, actor_kind="requester", case=case, about=delivery)
        return
    number = Delivery.objects.values_list("tries", flat=True).get(pk=delivery.pk)
    record(
        "delivery.code_refused",
        actor=None,
        actor_kind="public",
        case=case,
        about=delivery,
        facts={"number": number},
        outcome="refused",
    )
