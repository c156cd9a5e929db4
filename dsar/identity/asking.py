"""The letter that asks for proof."""

from dsar.access.models import User
from dsar.cases.models import Case, CasePerson
from dsar.cases.notify import door_address
from dsar.cases.safe_contact import refuse_protected
from dsar.cases.vocabulary import PersonRole
from dsar.identity.methods import Method
from dsar.identity.models import CheckKind, IdentityCheck
from dsar.intake.acknowledging import letter_frame
from dsar.notices.services import queue_notice


def asked_person(case: Case) -> CasePerson | None:
    """Whom proof is asked of: who made the request."""
    people = {person.role: person for person in case.people.all()}
    return people.get(PersonRole.REQUESTER) or people.get(PersonRole.SUBJECT)


def mail_address(case: Case) -> str:
    """Where the letter goes by e-mail; empty where there is no address, or the person asked for safe contact."""
    person = asked_person(case)
    if person is None or person.is_safe_contact:
        return ""
    emails = person.details.get("emails", [])
    return str(emails[0]) if emails else ""


def mail_ask(*, case: Case, check: IdentityCheck, method: Method, clock_words: str, actor: User) -> bool:
    """Queue the letter as part of the caller's transaction; False where there is no safe e-mail address."""
    person, address = asked_person(case), mail_address(case)
    if person is None or not address:
        return False
    wanted = method.wanted or method.label
    variables = {**letter_frame(case, person), "wanted": wanted, "clock_words": clock_words}
    variables["reply_link"] = door_address()
    code = "identity_request"
    if check.kind == CheckKind.AUTHORITY:
        code, variables["subject_name"] = "authority_request", check.case.people.get(role=PersonRole.SUBJECT).name
    refuse_protected(case, variables.values())
    queue_notice(
        code=code,
        about=case.pk,
        key_id=case.key_id,
        recipient=address,
        variables=variables,
        language=case.language,
        actor=actor,
        dedup=f"{check.kind}-{check.asked_on}-{method.code}",
    )
    return True
