"""The number of unlogged mails on the home page."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.intake.mail_models import MailState, UnloggedMail
from dsar.statistics.tiles import Tile


def mail_tile(user: User) -> Tile | None:
    """Mail that nobody has logged, joined or put aside yet; None where the person does not log requests."""
    if not user.may(Act.LOG_REQUEST):
        return None
    try:
        address = reverse("dsar:mail")
    except NoReverseMatch:
        return None
    waiting = UnloggedMail.objects.filter(state=MailState.TRIAGE).count()
    return Tile(_("Unlogged mail"), waiting, address, _("is this a request?"), "warn" if waiting else "", "inbox")
