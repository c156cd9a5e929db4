"""The words of retention on screens: what each category is, why it is kept so long, what keeps a thing."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dsar.retention.rules import Keeps, Period, Start, Unit

LABELS: dict[str, Any] = {
    "drafts": _("Drafts and traces of work on a case"),
    "search_copies": _("Copies that the search took, and files put into the case"),
    "packages": _("Response packages and regulator packs"),
    "case_details": _("Names, addresses and free text of a case"),
    "case_content": _("Everything a case still holds"),
    "register_line": _("The line of a case in the register"),
    "erasure_plans": _("Rehearsals of erasures that nobody carried out"),
    "consent_proof": _("Proof of consents that have ended"),
    "opt_outs": _("Opt-outs under the CCPA that are carried out"),
    "breach_entries": _("Entries of the register of breaches that are closed"),
    "dpia_versions": _("Earlier and dropped versions of impact assessments"),
    "api_tokens": _("Keys of the interface that have ended"),
    "detection_runs": _("Figures about runs of the detection"),
    "activity": _("Entries of the register of processing"),
}
WHAT: dict[str, Any] = {
    "drafts": _("Messages not sent, who looked at the case when, codes and sign-ins of the status page."),
    "search_copies": _("Contents of exhibits, redacted copies and uploads; findings. Verdicts and their number stay."),
    "packages": _("The files that went out. That and when they went out, and their digest, stay."),
    "case_details": _(
        "People become PERSON-…; request, notes, messages, letters and all files go; decisions stay without the names. "
        "Dates, right, outcome and the clock stay as they are."
    ),
    "case_content": _("The case's key is destroyed: nobody can read anything sealed of it again. Its line stays."),
    "register_line": _("Reference, dates and outcome go; the case counts on in the figures of its month."),
    "erasure_plans": _("A rehearsal holds samples of what it found. Drop it, or go on with it."),
    "consent_proof": _("The ledger refuses changes: a person decides what still has to be proved."),
    "opt_outs": _("Records of requests that were carried out."),
    "breach_entries": _(
        "The entry with documents, notices and decisions; its key is destroyed. It stays while a case of it is open "
        "or held."
    ),
    "dpia_versions": _("Versions that a newer one replaced, or that were dropped. The approved one and drafts stay."),
    "api_tokens": _("Name, digest and last use of keys that were revoked or ran out."),
    "detection_runs": _("Counts and seconds of each run; nothing of what was found."),
    "activity": _("The controller's own data: what should have gone by the period of the register (Art. 30(1)(f))."),
}
WHY: dict[str, Any] = {
    "drafts": _("Nobody works on the case any more; thirty days leave room for a second look."),
    "search_copies": _("The copies served the answer. They stay while it can be challenged: three months."),
    "packages": _("Six to twelve months are usual, so that the answer can be shown when somebody complains."),
    "case_details": _("After a year names are rarely needed; what shows that we acted in time needs none."),
    "case_content": _(
        "Each controller sets how long a closed case is kept (Controllers). Claims end after three years from the end "
        "of the year (BGB §§ 195, 199), after six in the UK (Limitation Act 1980)."
    ),
    "register_line": _("Accountability (Art. 5(2)) needs the line as long as claims can be made: six years in the UK."),
    "erasure_plans": _("Three months without approval: the data have changed, and the samples serve nothing."),
    "consent_proof": _("The controller has to prove consent as long as somebody can claim there was none (Art. 7(1))."),
    "opt_outs": _("California asks for at least 24 months."),
    "breach_entries": _(
        "The authority must be able to verify what was done (Art. 33(5)), and claims for damages end after three years "
        "from the end of the year (BGB §§ 195, 199), after six in the UK (Limitation Act 1980)."
    ),
    "dpia_versions": _("A replaced version shows what was known then; after six years nobody asks for it any more."),
    "api_tokens": _("Kept for a quarter, so that a trace in another log can still be explained."),
    "detection_runs": _("A year and a month, so that a month can be set beside the same one a year before."),
    "activity": _("The period that the register promises to everybody who asks (Art. 15(1)(d))."),
}
STARTS: dict[Start, Any] = {
    Start.CASE_ENDED: _("from the day the case was closed, its last complaint ended or its last hold was lifted"),
    Start.CASE_PERIOD_ENDED: _("from the end of the period that the controller sets"),
    Start.LAST_ENTRY: _("from the last entry"),
    Start.REHEARSED: _("from the rehearsal"),
    Start.ENDED: _("from the end"),
    Start.MADE: _("from the day it was made"),
}
KEEPS: dict[str, Any] = {
    Keeps.HOLD: _("A legal hold stands on the case"),
    Keeps.PERSON_HOLD: _("A legal hold stands on the person"),
    Keeps.COMPLAINT: _("A complaint is open"),
    Keeps.OPEN_CASE: _("Another case of this person is open"),
    Keeps.ERASURE: _("An erasure of this person is under way"),
    Keeps.APPEAL: _("The answer can still be challenged"),
    Keeps.DECIDED: _("Somebody decided to keep it"),
    Keeps.PERIOD: _("Its period runs again"),
    Keeps.NOT_ERASED: _("Its content has to be erased first"),
    Keeps.REOPENED: _("The case was reopened"),
    "needed": _("Something else still refers to it"),
}
# What other rooms let go by themselves, by fixed rules: label, period, why, source.
FIXED: tuple[tuple[Any, Any, Any, str], ...] = (
    (
        _("Evidence of identity"),
        _("deleted after the check, after seven days at the latest"),
        _("Only the outcome is needed; a copy of an ID is a risk of its own."),
        "GDPR Art. 5(1)(c); EDPB Guidelines 01/2022 §§ 77-79",
    ),
    (
        _("Public forms that were not sent"),
        _("one day"),
        _("Nobody has asked for anything yet."),
        "GDPR Art. 5(1)(c)",
    ),
    (
        _("Mail that was no request"),
        _("until the day shown with the mail"),
        _("Long enough to notice a mistake of triage."),
        "GDPR Art. 5(1)(e)",
    ),
    (
        _("Vaults of tokens"),
        _("until the day chosen for each vault"),
        _("A token leads back only as long as it has to."),
        "GDPR Art. 4(5), 25",
    ),
    (
        _("Copies in sealed storage that no row names"),
        _("one day"),
        _("Left behind by a worker that was killed."),
        "GDPR Art. 5(1)(f)",
    ),
    (
        _("The audit chain"),
        _("stays; the personal part of an entry goes with the names of its case"),
        _("Accountability; what stays names nobody."),
        "GDPR Art. 5(2)",
    ),
)


def period_words(period: Period) -> str:
    """A period in words."""
    if period.unit is Unit.DAYS:
        return ngettext("%(n)d day", "%(n)d days", period.number) % {"n": period.number}
    return ngettext("%(n)d month", "%(n)d months", period.number) % {"n": period.number}


def keeps_words(code: str) -> str:
    """What keeps a thing, in words."""
    return str(KEEPS.get(code, code))


def refusal_words(code: str, least: Period, source: str) -> str:
    """Why a rule may not be set so."""
    name = code.partition(":")[2]
    if name == "below_the_floor":
        words = {"least": period_words(least), "source": source}
        return _t("At least %(least)s: %(source)s.") % words
    if name == "while_it_can_be_challenged":
        return _t("At least 93 days: until then the answer can be challenged.")
    return _t("Give a length: at least one day, at most 240 months.")
