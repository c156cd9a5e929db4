"""The number of unlogged mails on the home page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.intake.mail_selectors import waiting_mail_count
from dsar.statistics.tiles import Tile


def mail_tile(user: User) -> Tile | None:
    """Mail that nobody has logged, joined or put aside yet; None where the person does not log requests."""
    if not user.may(Act.LOG_REQUEST):
        return None
    waiting = waiting_mail_count(user)
    tone = "warn" if waiting else ""
    return Tile(_("Unlogged mail"), waiting, reverse("dsar:mail-list"), _("is this a request?"), tone, "inbox")
