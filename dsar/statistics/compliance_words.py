"""The seven checks and the verdict in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.statistics.compliance import Check, ComplianceReport, Mark, Verdict
from dsar.statistics.sheets import Column, Row, Table
from dsar.templatetags.desk_words import date_words

CHECK_WORDS = {
    "acknowledged": gettext_lazy("Acknowledged"),
    "identity_verified": gettext_lazy("Identity verified, or no proof needed"),
    "discovery_complete": gettext_lazy("Every planned system is searched"),
    "exemption_review_complete": gettext_lazy("Every item and exemption is decided"),
    "response_generated": gettext_lazy("Response built and approved"),
    "sent": gettext_lazy("Sent, and its arrival shown"),
    "within_deadline": gettext_lazy("By the statutory date"),
}
MARK_WORDS = {
    Mark.MET: gettext_lazy("met"),
    Mark.NOT_MET: gettext_lazy("not met"),
    Mark.NOT_YET: gettext_lazy("not yet"),
    Mark.NOT_NEEDED: gettext_lazy("not needed"),
}
TONES = {Mark.MET: "good", Mark.NOT_MET: "bad", Mark.NOT_YET: "warn", Mark.NOT_NEEDED: "quiet"}
VERDICT_WORDS = {
    Verdict.COMPLIANT: gettext_lazy("Compliant: in time, with all the evidence"),
    Verdict.NOT_COMPLIANT: gettext_lazy("Not compliant"),
    Verdict.OPEN: gettext_lazy("Open: not everything can be judged yet"),
    Verdict.ENDED: gettext_lazy("Ended without an answer: nothing to judge"),
}
VERDICT_TONES = {Verdict.COMPLIANT: "good", Verdict.NOT_COMPLIANT: "bad", Verdict.OPEN: "warn", Verdict.ENDED: "quiet"}


def shown_by(check: Check) -> str:
    """What shows how the check stands: a day, or a number that says what is missing."""
    if check.code == "within_deadline" and check.shown_on:
        late = _("; %(days)d days late") % {"days": check.count} if check.count else ""
        return date_words(check.shown_on) + late
    if check.shown_on:
        return date_words(check.shown_on)
    if not check.count:
        return ""
    words = {
        "identity_verified": _("%(n)d not decided"),
        "discovery_complete": _("%(n)d systems") if check.mark is Mark.MET else _("%(n)d systems missing"),
        "exemption_review_complete": _("%(n)d items") if check.mark is Mark.MET else _("%(n)d not decided"),
    }
    return words.get(check.code, "%(n)d") % {"n": check.count}


def compliance_table(found: ComplianceReport) -> Table:
    """The report as a table whose note is the verdict."""
    rows = [Row(str(CHECK_WORDS[check.code]), [str(MARK_WORDS[check.mark]), shown_by(check)]) for check in found.checks]
    columns = [Column(_("State"), is_number=False), Column(_("Shown by"), is_number=False)]
    return Table(_("Compliance report"), _("Check"), columns, rows, note=str(VERDICT_WORDS[found.verdict]))
