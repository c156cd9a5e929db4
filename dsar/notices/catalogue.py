"""Every mail and letter that the product writes, with the variables each gets.

The texts as shipped stand in templates/letters/<code>.<language>.txt, in the language of dsar.notices.placeholders;
the organisation may write its own. Rooms queue by code (dsar.notices.services.queue_notice). Values may be texts,
numbers, dates (told in words in the letter's language) or lists of texts. A variable that is missing, or that the
letter does not know, is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsar.foundation.errors import DsarError

# What every letter to a requester names; dsar.cases.notify fills these from the case.
FRAME = frozenset({"name", "reference", "organisation", "contact"})
# How to complain, in the letter's language (dsar.notices.remedies); filled in by dsar.cases.notify as well. Letters
# that refuse, extend or answer must tell it (GDPR Art. 12(4)), all others may.
REMEDIES = "remedies"
_AUTHORITY = ("authority", "authority_contact")  # for texts of an organisation that names them by itself


@dataclass(frozen=True, slots=True)
class Letter:
    """A declared letter.

    Attributes:
        title: what staff call it.
        variables: must be given.
        optional: may be given; empty otherwise.
        to_staff: goes to somebody who works here or to a recipient of the data, not to the requester.
        of_case: about one case, under whose key it is sealed; else under a key of its own.
        may_omit: demanded of who queues it, but a text need not tell it.
    """

    title: str | Promise
    variables: frozenset[str]
    optional: frozenset[str] = frozenset()
    to_staff: bool = False
    of_case: bool = True
    may_omit: frozenset[str] = frozenset({"name", "reference", "contact"})

    @property
    def known(self) -> frozenset[str]:
        """Every variable that a text of this letter may use."""
        return self.variables | self.optional

    @property
    def must_tell(self) -> frozenset[str]:
        """The variables that every text of this letter has to use."""
        return self.variables - self.may_omit


def _to_requester(title: str | Promise, *variables: str, optional: tuple[str, ...] = ()) -> Letter:
    return Letter(title, FRAME | set(variables), frozenset({*optional, REMEDIES, *_AUTHORITY}) - set(variables))


def _to_owner(title: str | Promise) -> Letter:
    needed = frozenset({"reference", "organisation", "system", "due_on", "link"})
    return Letter(title, needed, frozenset({"name"}), to_staff=True)


LETTERS: Mapping[str, Letter] = {
    "acknowledgement": _to_requester(
        _("Acknowledgement of the request"), "received_on", "due_on", optional=("status_link", "search_details")
    ),
    "confirm_address": _to_requester(_("Confirm your e-mail address"), "link", "expires_on"),
    "identity_request": _to_requester(
        _("Request for proof of identity"), "wanted", optional=("reply_link", "clock_words")
    ),
    "identity_confirmed": _to_requester(_("Identity confirmed"), "due_on"),
    "identity_insufficient": _to_requester(
        _("The proof was not enough"), "reasons", "wanted", optional=("reply_link",)
    ),
    "authority_request": _to_requester(
        _("Request for proof of authority"), "subject_name", "wanted", optional=("reply_link", "clock_words")
    ),
    "clarification_request": _to_requester(
        _("Request for clarification"), "question", optional=("reply_link", "clock_words")
    ),
    "fee_request": _to_requester(
        _("Request for a fee"), "amount", "reasons", REMEDIES, optional=("how_to_pay", "pay_by")
    ),
    "reminder": _to_requester(_("Reminder of our question"), "question", optional=("reply_link", "closing_on")),
    "extension": _to_requester(_("Notice of extension"), "reasons", "old_due_on", "new_due_on", REMEDIES),
    "response_ready": _to_requester(
        _("The response is ready"), "link", "expires_on", REMEDIES, optional=("still_owed",)
    ),
    "access_code": _to_requester(_("Code to open the response"), "code", "valid_minutes"),
    "response_letter": _to_requester(_("Response by post"), REMEDIES, optional=("enclosures",)),
    "nothing_held": _to_requester(_("No personal data found"), "searched", REMEDIES),
    "refusal": _to_requester(_("Refusal of the request"), "reasons", REMEDIES),
    "portability_granted": _to_requester(_("Portable package"), "inside", REMEDIES, optional=("outside", "receivers")),
    "portability_refused": _to_requester(_("Refusal of portability"), "reasons", REMEDIES),
    "portability_transmitted": _to_requester(
        _("Package transmitted to another controller"), "receiver", "sent_on", "size", "digest"
    ),
    "erasure_granted": _to_requester(_("Erasure carried out"), "erased", optional=("recipients",)),
    "erasure_in_part": _to_requester(
        _("Erasure carried out in part"), "erased", "kept", REMEDIES, optional=("recipients",)
    ),
    "erasure_refused": _to_requester(_("Refusal of an erasure"), "reasons", REMEDIES),
    "erasure_recipient": Letter(
        _("Erasure: notice to a recipient (Art. 19)"),
        FRAME | {"subject_name", "known_by"},
        frozenset({"restricted", "rule"}),
        to_staff=True,
    ),
    "closed_no_reply": _to_requester(_("Closed for want of a reply"), "asked_on", REMEDIES),
    "withdrawn": _to_requester(_("Withdrawal confirmed")),
    "passed_on": _to_requester(_("Request passed to the controller"), "controller"),
    "message": _to_requester(_("Message to the requester"), "subject", "text", optional=("reply_link",)),
    "unidentified": _to_requester(_("We cannot identify you"), "reasons", REMEDIES, optional=("wanted",)),
    "complaint_received": _to_requester(
        _("Complaint acknowledged"), "received_on", optional=("answered_by", "authority_reference")
    ),
    "rectification_done": _to_requester(
        _("Data corrected (Art. 16)"), "changes", REMEDIES, optional=("statement", "reasons")
    ),
    "restriction_set": _to_requester(
        _("Processing restricted (Art. 18)"), "from_on", "ground", "scope", REMEDIES, optional=("reasons",)
    ),
    "restriction_ending": _to_requester(
        _("Before a restriction is lifted (Art. 18(3))"), "lift_on", "reasons", REMEDIES
    ),
    "objection_upheld": _to_requester(_("Objection upheld (Art. 21)"), "what", REMEDIES, optional=("reasons",)),
    "marketing_stopped": _to_requester(_("Direct marketing stopped (Art. 21(3))"), REMEDIES, optional=("purposes",)),
    "withdrawal_done": _to_requester(_("Consent withdrawn (Art. 7(3))"), "purposes", REMEDIES, optional=("reasons",)),
    "right_refused": _to_requester(
        _("Refusal of a right (Art. 12(4))"), "right", "reasons", REMEDIES, optional=("statement",)
    ),
    "recipients_named": _to_requester(_("Recipients named on request (Art. 19)"), "recipients"),
    "recipient_of_right": Letter(
        _("Notice to a recipient of the data (Art. 19)"),
        frozenset({"reference", "organisation", "contact", "recipient", "subject_name", "what"}),
        to_staff=True,
    ),
    "preservation": Letter(
        _("Notice to keep data"),
        frozenset({"reference", "organisation", "system", "link"}),
        frozenset({"name"}),
        to_staff=True,
    ),
    "search_task": _to_owner(_("Search task for the owner of a system")),
    "search_chase": _to_owner(_("Reminder to the owner of a system")),
    "search_overdue": _to_owner(_("Owner of a system: the day is over")),
    "search_reply": _to_owner(_("Answer to the question of the owner of a system")),
    "search_escalation": Letter(
        _("No answer from the owner of a system"),
        frozenset({"reference", "organisation", "system", "due_on", "owner"}),
        frozenset({"name"}),
        to_staff=True,
    ),
    "portal_code": _to_requester(_("Code for the status page"), "code", "valid_minutes"),
    "decision_wanted": Letter(
        _("A decision is waiting"), frozenset({"reference", "organisation", "link"}), frozenset({"name"}), to_staff=True
    ),
    "advice_asked": Letter(
        _("Legal advice is wanted"), frozenset({"reference", "organisation", "link"}), to_staff=True
    ),
    "advice_given": Letter(
        _("Legal advice was given"), frozenset({"reference", "organisation", "link"}), to_staff=True
    ),
    "break_glass": Letter(
        _("Emergency access to a case"), frozenset({"reference", "organisation", "link"}), to_staff=True
    ),
    "breach_reported": Letter(
        _("A breach is suspected"), frozenset({"reference", "organisation", "link"}), to_staff=True, of_case=False
    ),
    "breach_hours": Letter(
        _("The hours of a breach run out"),
        frozenset({"reference", "organisation", "link", "hours", "due_at"}),
        to_staff=True,
        of_case=False,
    ),
    "daily_digest": Letter(
        _("What presses today"),
        frozenset({"day", "news", "link", "organisation"}),
        frozenset({"standing"}),
        to_staff=True,
        of_case=False,
    ),
    "dpia_due": Letter(
        _("An impact assessment is due"),
        frozenset({"reference", "day", "link", "organisation"}),
        to_staff=True,
        of_case=False,
    ),
    "undelivered": Letter(
        _("A message came back"), frozenset({"reference", "organisation", "link"}), frozenset({"name"}), to_staff=True
    ),
}


def letter(code: str) -> Letter:
    """The letter of that code.

    Raises:
        DsarError: no such letter is declared ("unknown_letter").
    """
    found = LETTERS.get(code)
    if found is None:
        message = f"The letter {code} is not declared in the catalogue of notices."
        raise DsarError(message, code="unknown_letter")
    return found


def check_variables(code: str, given: Mapping[str, object]) -> None:
    """Refuse what the letter misses and what it does not know; names of variables only, never their values.

    Raises:
        DsarError: "letter_variables".
    """
    declared = letter(code)
    empty = {name for name in declared.variables if given.get(name) in (None, "", [])}
    unknown = set(given) - declared.known
    if empty or unknown:
        words = [f"missing: {', '.join(sorted(empty))}"] if empty else []
        words += [f"unknown: {', '.join(sorted(unknown))}"] if unknown else []
        message = f"The letter {code} cannot be written ({'; '.join(words)})."
        raise DsarError(message, code="letter_variables")
