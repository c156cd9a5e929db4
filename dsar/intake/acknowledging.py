"""The acknowledgement of a request: not required in the EU and the UK, good practice everywhere."""

from zoneinfo import ZoneInfo

from dsar.access.models import User
from dsar.cases.models import Case, CasePerson
from dsar.cases.notify import door_address
from dsar.cases.vocabulary import PersonRole
from dsar.notices.services import queue_notice


def acknowledge(*, case: Case, actor: User | None, status_link: str = "") -> bool:
    """Queue the acknowledgement to who asked; False where there is no safe e-mail address or no date to tell.

    Part of the caller's transaction. A person who asked for safe contact gets none by itself.
    """
    asker = case.people.filter(role=PersonRole.REQUESTER).first()
    emails = asker.details.get("emails", []) if asker else []
    if asker is None or not emails or asker.is_safe_contact or case.statutory_due_on is None:
        return False
    queue_notice(
        code="acknowledgement",
        about=case.pk,
        key_id=case.key_id,
        recipient=emails[0],
        variables={
            **letter_frame(case, asker),
            "received_on": case.received_at.astimezone(ZoneInfo(case.controller.time_zone)).date(),
            "due_on": case.statutory_due_on,
            "status_link": status_link or door_address(),
        },
        language=case.language,
        actor=actor,
        dedup="acknowledgement",
    )
    return True


def letter_frame(case: Case, person: CasePerson) -> dict[str, str]:
    """What every letter to a person of the case names."""
    controller = case.controller
    return {
        "name": person.name,
        "reference": case.reference,
        "organisation": controller.name,
        "contact": controller.contact_email or controller.address or controller.name,
    }
