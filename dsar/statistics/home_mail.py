"""The numbers of unlogged mail, and of messages that did not arrive, on the home page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.outbox_views import TO_POST, UNDELIVERED, notices_of
from dsar.intake.mail_selectors import waiting_mail_count
from dsar.statistics.tiles import Tile


def mail_tile(user: User) -> Tile | None:
    """Mail that nobody has logged, joined or put aside yet; None where the person does not log requests."""
    if not user.may(Act.LOG_REQUEST):
        return None
    waiting, address = waiting_mail_count(user), reverse("dsar:mail-list")
    return Tile(_("Unlogged mail"), waiting, address, _("is this a request?"), "warn" if waiting else "", "inbox")


def outbox_tiles(user: User) -> list[Tile]:
    """Messages that did not arrive, and letters to post, of the cases that the person may see; only where there are."""
    address = reverse("dsar:outbox")
    stuck, letters = notices_of(user, UNDELIVERED).count(), notices_of(user, TO_POST).count()
    tiles = [
        Tile(_("Did not arrive"), stuck, address, _("send again, or tell in another way"), "bad", "exclamation-circle")
    ]
    tiles += [Tile(_("Letters to post"), letters, f"{address}?show={TO_POST}", icon="envelope-paper")]
    return [tile for tile in tiles if tile.number]
