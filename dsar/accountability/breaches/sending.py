"""How a notice goes out: by a person, since authorities take them through forms of their own; what to mind for each."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from dsar.accountability.breaches.rules import Audience
from dsar.processing_records.models import Controller

# Where authorities tell how they are notified, by words of their names; shown as text, for a person to follow.
_PORTALS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("information commissioner", "ico"), "ico.org.uk/for-organisations/report-a-breach"),
    (("commission nationale de l’info", "commission nationale de l'info", "cnil"), "notifications.cnil.fr"),
    (("data protection commission", "dpc"), "dataprotection.ie"),
    (("autoriteit persoonsgegevens",), "autoriteitpersoonsgegevens.nl"),
    (("agencia española", "aepd"), "sedeagpd.gob.es"),
    (("bundesbeauftragte", "bfdi"), "bfdi.bund.de"),
)  # fmt: skip
MEMBERS = "edpb.europa.eu/about-edpb/about-edpb/members_en"


@dataclass(frozen=True, slots=True)
class Way:
    """How a notice is sent: steps in order; `place` is an address to go to, as text, "" where none is needed."""

    steps: tuple[str, ...]
    place: str = ""


def way_of(audience: Audience, controller: Controller) -> Way:
    """The way for these readers."""
    if audience is Audience.AUTHORITY:
        return Way(_to_authority(controller), portal_of(controller.supervisory_authority))
    others = {Audience.PERSONS: _to_people, Audience.PUBLIC: _to_public, Audience.CONTROLLER: _to_controller}
    return Way(others[audience]())


def portal_of(authority: str) -> str:
    """Where that authority is notified, as text; the list of authorities of the EDPB where it is not known."""
    words = authority.casefold()
    plain = set(words.replace(",", " ").replace("(", " ").replace(")", " ").split())
    for names, place in _PORTALS:
        if any(name in plain if " " not in name and len(name) < 6 else name in words for name in names):
            return place
    return MEMBERS


def _to_authority(controller: Controller) -> tuple[str, ...]:
    reached = controller.supervisory_authority_contact
    first = _("Use the form of the authority; most take notices through one, some by encrypted mail.")
    return (
        f"{first} {_('In the register it is reached at:')} {reached}" if reached else first,
        _("Copy the parts of the text into the form, or add the PDF; what is not known yet follows (Art. 33(4))."),
        _("Do not send the compromised documents themselves."),
        _("Note the reference that the authority gives, and record here when and how it went out."),
    )


def _to_people() -> tuple[str, ...]:
    return (
        _("Write to each person apart: by e-mail, letter or message, never with others in copy."),
        _("Send it by itself, not inside a newsletter (EDPB Guidelines 9/2022)."),
        _("Choose a way that was not compromised, and a language that they read."),
        _("Record here to how many it went; keep proof of sending under Timeline and proof."),
    )


def _to_public() -> tuple[str, ...]:
    return (
        _("Publish it where the people concerned will see it: on the site, in the shop, in the press."),
        _("Keep a picture of it under Timeline and proof, and record here when it appeared."),
    )


def _to_controller() -> tuple[str, ...]:
    return (
        _("Send it to the contact that the contract names, without undue delay (Art. 33(2))."),
        _("Record here when and how it went out."),
    )
