"""Writing to the people of a case: who gets it, where, in which language, and whether that is safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dsar.access.models import User
from dsar.cases.models import Case, CasePerson
from dsar.cases.safe_contact import is_flagged, refuse_protected
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.notices.catalogue import letter
from dsar.notices.models import Notice, NoticeChannel
from dsar.notices.remedies import Routes, remedies
from dsar.notices.services import queue_notice


@dataclass(frozen=True, slots=True)
class Reach:
    """How a person can be written to; empty where that way is not known."""

    name: str
    email: str
    postal: str
    is_protected: bool

    def channels(self) -> list[NoticeChannel]:
        """The ways that are open, e-mail first."""
        ways = [(NoticeChannel.EMAIL, self.email), (NoticeChannel.LETTER, self.postal)]
        return [way for way, address in ways if address]


def reach_of(case: Case, role: PersonRole = PersonRole.REQUESTER) -> Reach:
    """Where the person in that role is reached; who asked where nobody has the role.

    A protected person's postal address is written into no letter: they collect, or say where to.
    """
    people = {person.role: person for person in case.people.all()}
    person = people.get(role) or people.get(PersonRole.REQUESTER) or people.get(PersonRole.SUBJECT)
    if person is None:
        return Reach("", "", "", is_protected=is_flagged(case))
    is_protected = person.is_safe_contact or is_flagged(case)
    email = next(iter(person.details.get("emails", [])), "")
    postal = "" if is_protected else next(iter(person.details.get("addresses", [])), "")
    return Reach(person.name, str(email), _on_lines(person, str(postal)), is_protected)


@transaction.atomic
def tell_requester(
    *,
    case: Case,
    code: str,
    variables: Mapping[str, Any],
    actor: User | None,
    channel: str = "",
    role: PersonRole = PersonRole.REQUESTER,
    dedup: str = "",
    is_confirmed: bool = False,
) -> Notice:
    """Queue a letter of the catalogue to a person of the case; name, reference, organisation and contact are filled in.

    Args:
        case: the letter is in its language and sealed under its key.
        code: a letter of dsar.notices.catalogue.
        variables: what the letter wants besides.
        actor: who orders it; None for the system.
        channel: "email" or "letter"; the first way that is open where it is empty.
        role: whom it goes to.
        dedup: see queue_notice.
        is_confirmed: somebody has confirmed that this way is safe for a protected person.

    Raises:
        RuleRefused: no way is open ("no_address"), safe contact is not confirmed ("safe_contact"), or a
            protected address stands in what is written ("protected_address").
    """
    reach = reach_of(case, role)
    way = channel or next(iter(reach.channels()), "")
    if not way:
        message = "There is neither an e-mail address nor a postal address to write to."
        raise RuleRefused(message, code="no_address")
    refuse_protected(case, variables.values())
    return queue_notice(
        code=code,
        about=case.pk,
        key_id=case.key_id,
        recipient=reach.email if way == NoticeChannel.EMAIL else reach.postal,
        variables=frame_of_letter(case, reach) | _way_in(code, role, reach) | dict(variables),
        language=case.language,
        actor=actor,
        channel=way,
        dedup=dedup,
        is_protected=reach.is_protected,
        is_confirmed=is_confirmed,
    )


def frame_of_letter(case: Case, reach: Reach) -> dict[str, Any]:
    """What every letter to a requester names."""
    controller = case.controller
    contact = controller.contact_email or controller.dpo_contact or controller.name
    routes = Routes(controller.supervisory_authority, controller.supervisory_authority_contact, contact)
    return {
        "name": reach.name or case.reference,
        "reference": case.reference,
        "organisation": controller.name,
        "contact": contact,
        "remedies": remedies(
            routes, regime=case.regime_id, language=case.language, on=clock.today(controller.time_zone)
        ),
    }


def door_address() -> str:
    """Where whoever asked can look and answer without an account; a letter, a mail or a call does as well (G29)."""
    return f"{settings.DSAR_PUBLIC_URL}{reverse('dsar:requester-sign-in')}"


def _way_in(code: str, role: PersonRole, reach: Reach) -> dict[str, str]:
    """The door for letters that ask whoever asked for something; a protected person gets no code by mail."""
    is_theirs = role == PersonRole.REQUESTER and not reach.is_protected
    return {"reply_link": door_address()} if is_theirs and "reply_link" in letter(code).optional else {}


def _on_lines(person: CasePerson, postal: str) -> str:
    lines = [part.strip() for part in postal.replace("\r", "").replace("\n", ",").split(",") if part.strip()]
    return "\n".join([person.name, *lines]) if lines else ""
