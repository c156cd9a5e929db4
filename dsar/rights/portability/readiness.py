"""What keeps a portability case from its package, and whether a package still stands. Stores nothing."""

import hashlib
import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.foundation.leases import LeaseState
from dsar.review.models import Verdict
from dsar.rights.portability import rules
from dsar.rights.portability.findings import findings_digest, key_of, proved_copies, shown_items, undecided
from dsar.rights.portability.models import ActivityRuling, PortablePackage, SetRuling
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.proposing import activities_of, survey_of
from dsar.rights.portability.surveying import sets_of


def obstacles(case: Case) -> list[str]:
    """What keeps the case from a package, in words (gates P1 and P2)."""
    return [*missing_findings(case), *missing_decisions(case)]


def missing_findings(case: Case) -> list[str]:
    """Gate P1: findings are chosen and as they were surveyed, every item is classified, every redaction proved."""
    plan, survey = plan_of(case), survey_of(case)
    if plan.source is None:
        return [_("Choose first whose findings are used: search, or take those of a linked case.")]
    source, found = plan.source, []
    if source.pk == case.pk and not (searched := registry.gate_fact("G9", case)).is_met:
        found.append(searched.reason)
    if left := undecided(source):
        words = ngettext("%(n)d item is still to be decided.", "%(n)d items are still to be decided.", left)
        found.append(words % {"n": left})
    if unproved := _unproved_copies(case, source):
        numbers = ", ".join(map(str, unproved[:8]))
        found.append(_("The redacted copies of these items are not verified: %s.") % numbers)
    if survey is None or survey.state != LeaseState.DONE:
        found.append(_("The findings are still being read."))
    elif survey.basis != findings_digest(source):
        found.append(_("The review has changed since the findings were read: read them again."))
    return found


def missing_decisions(case: Case) -> list[str]:
    """Gate P2: every activity and every set is decided."""
    ruled = set(ActivityRuling.objects.filter(case=case).values_list("activity_id", flat=True))
    open_activities = sum(one.pk not in ruled for one in activities_of(case))
    keys = set(SetRuling.objects.filter(case=case).values_list("key", flat=True))
    open_sets = sum(one["key"] not in keys for one in sets_of(survey_of(case)))
    found = []
    if open_activities:
        words = ngettext(
            "%(n)d activity has no decided basis.", "%(n)d activities have no decided basis.", open_activities
        )
        found.append(words % {"n": open_activities})
    if open_sets:
        words = ngettext("%(n)d set is not decided.", "%(n)d sets are not decided.", open_sets)
        found.append(words % {"n": open_sets})
    return found


def basis_of(case: Case) -> str:
    """The digest of everything that a package is made from."""
    plan = plan_of(case)
    controller = case.controller
    basis = {
        "findings": findings_digest(plan.source) if plan.source else "",
        "version": plan.version,
        "language": case.language,
        "controller": [controller.name, controller.country, controller.contact_email, controller.dpo_contact],
    }
    return hashlib.sha256(json.dumps(basis, sort_keys=True).encode()).hexdigest()


def latest_package(case: Case) -> PortablePackage | None:
    """The newest package of the case."""
    row = PortablePackage.objects.filter(case=case).select_related("file", "author", "approver").first()
    if row is not None:
        row.case = case
    return row


def why_not_approvable(package: PortablePackage) -> str:
    """What keeps the package from being approved; "" where nothing does."""
    if package.state != LeaseState.DONE or package.file_id is None:
        return _("This package is not made yet.")
    if not package.is_open:
        return _("The second look found something that may not leave: see its report.")
    if "pictures" not in package.report:
        return _("Make the package again: its pictures are not listed, so nobody could look at each of them.")
    if package.basis != basis_of(package.case):
        return _("Something has changed since this package was made. Make it again.")
    if package.case.stage != Stage.SIGN_OFF:
        return _("Pass the case to sign-off first.")
    return ""


def _unproved_copies(case: Case, source: Case) -> list[int]:
    """The numbers of redacted documents that would leave and whose copy is not verified; whole ones leave as given."""
    keys = {one["key"] for one in sets_of(survey_of(case)) if one["form"] != "row"}
    rulings = SetRuling.objects.filter(case=case, key__in=keys, is_in=True)
    leaving = {row.key for row in rulings if row.origins.get("") in rules.PORTABLE}
    redacted = shown_items(source).filter(exhibit__form="document", verdict=Verdict.REDACT)
    items = [item for item in redacted if key_of(item.exhibit) in leaving]
    proved = proved_copies(source) if items else {}
    return [item.exhibit.number for item in items if item.pk not in proved]
