"""To which case a message claims to belong, and whether it may join it by itself.

It may where it names the case (the token of one of our mails, or the reference), comes from an address of a person of
that case, and the trusted receiver has not found it forged. That is a matter of filing: nothing is proved by it, and no
clock, address or check of identity is touched.
"""

from dataclasses import dataclass

from dsar.cases.models import Case
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.references import is_reference
from dsar.intake.mail_models import MailKind
from dsar.intake.mail_rules import ReadMail, bounced_ids, references_in
from dsar.notices.addresses import tokens_in
from dsar.notices.models import Notice

UNKNOWN_SENDER, FORGED, SEVERAL, ERASED = "unknown_sender", "forged", "several_cases", "erased"


@dataclass(frozen=True, slots=True)
class Claim:
    """A case that a message names; `doubt` is why it does not join by itself, "" where it may."""

    case: Case
    notice: Notice | None
    doubt: str


def claim_of(mail: ReadMail, kind: str, authentication: dict[str, str]) -> Claim | None:
    """The case that the message names, if it names one that there is."""
    notices = list(Notice.objects.filter(token__in=_tokens(mail, kind)))
    wanted = {notice.about_id for notice in notices}
    references = [found for found in references_in(mail.subject) if is_reference(found)]
    cases = list(Case.objects.filter(pk__in=wanted)) + list(
        Case.objects.filter(reference__in=references).exclude(pk__in=wanted)
    )
    if not cases:
        return None
    case = cases[0]
    notice = next((one for one in notices if one.about_id == case.pk), None)
    if len(cases) > 1:
        return Claim(case, notice, SEVERAL)
    return Claim(case, notice, _doubt(case, mail, kind, authentication))


def _doubt(case: Case, mail: ReadMail, kind: str, authentication: dict[str, str]) -> str:
    if kind in (MailKind.BOUNCE, MailKind.DELAY):
        return ""  # machines report these; what they may do is marked by the token of our own mail alone
    if authentication.get("dmarc") == "fail":
        return FORGED
    try:
        known = _addresses(case)
    except KeyDestroyed:
        return ERASED
    return "" if mail.sender and mail.sender in known else UNKNOWN_SENDER


def _tokens(mail: ReadMail, kind: str) -> list[str]:
    about = bounced_ids(mail) if kind in (MailKind.BOUNCE, MailKind.DELAY) else []
    return tokens_in([*about, mail.header("in-reply-to"), mail.header("references")], mail.to)


def _addresses(case: Case) -> set[str]:
    people = case.people.all()
    return {str(email).strip().lower() for person in people for email in person.details.get("emails", [])}
