"""What the person reads of an erasure: on the status page, in the letter, on the certificate, in their language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# Where the request stands, by the stage of its case.
STAGES: Mapping[str, Any] = {
    "identity": _("We are making sure that nobody else asks for your data to be erased."),
    "search": _("We are finding out where your data are, and what may be erased."),
    "sign_off": _("A second person checks what is to be erased."),
    "ready": _("Your data are being erased."),
    "sent": _("We have told you what was erased, and what was not."),
}
# What comes next.
NEXT: Mapping[str, Any] = {
    "triage": _("Next we make sure whose data it is about. Nothing is erased before that."),
    "identity": _("Next, once we know that, we find out what can be erased."),
    "search": _("Next a second person checks it. Then it is erased."),
    "sign_off": _("Next the data are erased, and we look whether anything was left."),
    "ready": _("Next we write to you what was erased, what was kept and why."),
    "sent": _("Next we tell those to whom we passed your data on. Is something wrong? Tell us."),
}
GROUNDS: Mapping[str, Any] = {
    "no_longer_needed": _("The data are no longer needed for what they were collected for"),
    "consent_withdrawn": _("Consent was withdrawn and there is no other legal basis"),
    "objection": _("You objected, and no overriding ground stands, or it is about direct marketing"),
    "unlawful": _("The data were processed unlawfully"),
    "legal_duty": _("A law obliges us to erase"),
    "child_service": _("They were collected from a child for an online service"),
    "malicious_allegation": _("They come from an allegation by somebody convicted for it"),
    "consumer_request": _("You asked us to delete what we collected from you"),
}
EXCEPTIONS: Mapping[str, Any] = {
    "expression": _("Freedom of expression and information"),
    "legal_obligation": _("A legal obligation or a public task requires it"),
    "public_health": _("Public interest in public health"),
    "archiving": _("Archiving, research or statistics would be seriously impaired"),
    "legal_claims": _("Needed to establish, exercise or defend legal claims"),
    "retention": _("A statutory retention period runs"),
    "effort": _("Not automated, disproportionate effort and minor interest: restricted instead"),
    "transaction": _("Needed for a transaction, a warranty or a recall that you asked for"),
    "security": _("Helps to ensure security and integrity"),
    "debugging": _("Needed to find and repair errors of functions that are in use"),
    "free_speech": _("Free speech, or another right that the law provides"),
    "calecpa": _("The California Electronic Communications Privacy Act asks for it"),
    "agreed_research": _("Research to which you agreed would be impaired"),
    "expected_use": _("Internal uses that you would expect"),
    "us_obligation": _("A legal obligation requires it"),
}
# By what a recipient is told, by the rules of the case.
TO_RECIPIENTS: Mapping[str, Any] = {
    "EU": _("Article 19 GDPR"), "UK": _("Article 19 UK GDPR"), "CCPA": _("Cal. Civ. Code § 1798.105(c)"),
}  # fmt: skip
ACTIONS: Mapping[str, Any] = {
    "delete": _("deleted"), "clear": _("emptied"), "pseudonymise": _("kept without the person"),
    "redact": _("redacted"), "restrict": _("restricted"), "keep": _("kept"), "confirm": _("done by hand"),
}  # fmt: skip
KEPT = _("%(what)s: kept. %(reason)s (%(article)s). %(why)s Until: %(until)s.")
RESTRICTED = _("%(what)s: locked and not used any more. %(reason)s (%(article)s). %(why)s Until: %(until)s.")
