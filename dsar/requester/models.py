"""The door of the person who asked: one-time codes, sessions of their own (never a User), and what they wish for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.cases.page_models import IncomingMessage
from dsar.foundation.fields import SealedJSONField
from dsar.requester.rules import MAX_TRIES


class CodeState(models.TextChoices):
    """How an asked code stands. UNSENT looks the same from outside as SENT."""

    ASKED = "asked", _("Asked for")
    SENT = "sent", _("Sent")
    UNSENT = "unsent", _("Not sent")
    USED = "used", _("Used")
    VOID = "void", _("Replaced by a newer one")


class CodeRequest(models.Model):
    """Somebody asked for a code in one browser. A pair that we do not know leaves the same row, without a case.

    The browser holds a random token, of which the digest stands here; the code is bound to this row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(unique=True, max_length=16)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    address_digest = models.BinaryField(max_length=16)
    state = models.CharField(max_length=6, choices=CodeState, default=CodeState.ASKED)
    code_digest = models.BinaryField(null=True, max_length=16)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=MAX_TRIES), name="a_portal_code_is_tried_five_times"),
            models.UniqueConstraint(
                fields=["case", "address_digest"], condition=Q(state="sent"), name="one_portal_code_works_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="codes_to_send")]

    def __str__(self) -> str:
        return self.state


class PortalSession(models.Model):
    """A browser that gave the right code. Not a User and not Django's session: it opens one case and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(unique=True, max_length=16)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    address_digest = models.BinaryField(max_length=16)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class WishKind(models.TextChoices):
    """What the person may wish for that somebody here has to carry out."""

    CONTACT = "contact", _("Other contact details")
    WITHDRAWAL = "withdrawal", _("Withdraws the request")


class WishState(models.TextChoices):
    """How a wish stands."""

    OPEN = "open", _("Waits for us")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Not carried out")
    TAKEN_BACK = "taken_back", _("Taken back")


class PortalWish(CasePart):
    """A wish given in the portal, in writing; `details` of a contact are {"kind", "value"}."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=10, choices=WishKind)
    state = models.CharField(max_length=10, choices=WishState, default=WishState.OPEN)
    details = SealedJSONField()
    message = models.ForeignKey(IncomingMessage, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="withdrawal", state="open"), name="a_request_is_withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
