"""Ordering, approving and closing: the acts of people on a portable package."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.dispatch import Signal
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.versions import demand_same
from dsar.rights.decisions.models import DecisionOutcome
from dsar.rights.decisions.services import register_decision
from dsar.rights.decisions.work_services import in_house_language
from dsar.rights.portability.models import PortablePackage
from dsar.rights.portability.pictures import unseen
from dsar.rights.portability.plan_services import demand_open
from dsar.rights.portability.readiness import basis_of, obstacles, why_not_approvable

catalogue.declare(
    portability_package_ordered="Portable package {number} ordered",
    portability_package_opened="Portable package {number} opened by staff",
    portability_package_approved="Portable package {number} approved: {reason}",
    portability_approval_withdrawn="Approval of portable package {number} taken back: the case went back",
)

# Sent in the transaction in which a package is approved; `package` is the row.
package_approved = Signal()


@transaction.atomic
def order_package(*, case: Case, actor: User) -> PortablePackage:
    """Order a package of the case as it is decided; a worker makes it.

    Raises:
        RuleRefused: something is not decided ("P2"), or the case is past its decisions.
        NotPermitted: the actor does not work the case.
    """
    demand_open(case, actor)
    if found := obstacles(case):
        raise RuleRefused(" ".join(found), code="P2")
    for earlier in PortablePackage.objects.filter(case=case, approved_at__isnull=True, file__isnull=False):
        _let_go(earlier)
    last = PortablePackage.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    package = PortablePackage(
        case=case, number=last + 1, author=actor, ordered_at=clock.now(), basis=basis_of(case)
    )  # fmt: skip
    package.report, package.decision = {}, ""
    package.save(force_insert=True)
    facts = {"number": package.number}
    record("portability.package_ordered", actor=actor, case=case, about=package, facts=facts)
    transaction.on_commit(lambda: _ring(package.pk))
    return package


@transaction.atomic
def approve_package(
    *,
    package: PortablePackage,
    reason: str,
    actor: User,
    read: str,
    small_team_reason: str = "",
    seen: Collection[str] = (),
) -> PortablePackage:
    """Approve the package as it stands; the case is then ready, and the decision stands in the register.

    Args:
        package: the newest of its case.
        reason: a remark; may be empty.
        actor: who approves.
        read: digest of the package that was read (SHA-256 of its manifest).
        small_team_reason: why its author approves it, in a small team.
        seen: the places of the pictures in it that the approver has looked at: no search tells who is on them.

    Raises:
        RuleRefused: it is not verified or stale ("P3"), no digest is named ("version_needed"), a picture was not
            looked at ("pictures_unseen"), the approver is its author without a small team ("four_eyes").
        Conflict: it was approved already, or another one was read ("stale").
        NotPermitted: the actor may not approve.
    """
    case = package.case
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    if reason_not := why_not_approvable(package):
        raise RuleRefused(reason_not, code="P3")
    newest = PortablePackage.objects.filter(case=case).values_list("digest", flat=True).first()
    demand_same(read, newest or "")
    _demand_seen(package, seen)
    small_team = _small_team_reason(package, actor, small_team_reason)
    changed = PortablePackage.objects.filter(pk=package.pk, approved_at__isnull=True).update(
        approver=actor, approved_at=clock.now(), small_team_reason=small_team
    )
    if not changed:
        raise Conflict(_("This package was approved already."))
    package.refresh_from_db(fields=["approver", "approved_at", "small_team_reason"])
    package.decision = reason.strip()
    package.save(update_fields=["decision"])
    facts = {"number": package.number, "digest": package.digest, "small_team": bool(small_team)}
    facts |= {"pictures": len(package.report["pictures"])}
    payload = {"reason": reason or "as it stands", "small_team_reason": small_team}
    record("portability.package_approved", actor=actor, case=case, about=package, facts=facts, payload=payload)
    outcome = DecisionOutcome.IN_PART if package.figures.get("left_out") else DecisionOutcome.GRANTED
    with in_house_language(case):
        why = reason.strip() or _("As the package shows.")
    register_decision(case=case, outcome=outcome, ground="portable", why=why, actor=actor)
    move_case(case=case, move=Move.APPROVE, actor=actor, reason=reason)
    package_approved.send(sender=PortablePackage, package=package)
    return package


@transaction.atomic
def withdraw_approval(*, case: Case, actor: User | None) -> None:
    """Take back the approval of a package that nobody has got yet: the case went back to its decisions."""
    for package in PortablePackage.objects.filter(case=case, approved_at__isnull=False):
        facts = {"number": package.number, "approver_id": package.approver_id}
        PortablePackage.objects.filter(pk=package.pk).update(approver=None, approved_at=None, small_team_reason="")
        record("portability.approval_withdrawn", actor=actor, case=case, about=package, facts=facts)


@transaction.atomic
def close_case(*, case: Case, actor: User) -> Case:
    """Close a case whose package has arrived everywhere (gate P5); the retention date is set with it."""
    return move_case(case=case, move=Move.CLOSE, actor=actor, reason=_("delivered"))


@transaction.atomic
def note_look(*, package: PortablePackage, actor: User) -> None:
    """Record that somebody opened a package."""
    permissions.demand(actor, Act.VIEW_CASE, package.case)
    facts = {"number": package.number}
    record("portability.package_opened", actor=actor, case=package.case, about=package, facts=facts)


def _let_go(package: PortablePackage) -> None:
    """Remove the file of a package that another one replaces; one that was handed over stays with its delivery."""
    stored = package.file
    PortablePackage.objects.filter(pk=package.pk).update(file=None, is_open=False)
    if stored is None:
        return
    path = storage.path_of(stored.pk)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _small_team_reason(package: PortablePackage, actor: User, given: str) -> str:
    if package.author_id != actor.pk:
        return ""
    if not package.case.controller.small_team:
        raise RuleRefused(_("You made this package; somebody else has to approve it."), code="four_eyes")
    if not given.strip():
        message = _("You approve your own package: say why nobody else can in this case.")
        raise RuleRefused(message, code="small_team_reason", fields={"small_team_reason": message})
    return given.strip()[:300]


def _demand_seen(package: PortablePackage, seen: Collection[str]) -> None:
    """Each picture of the package was looked at, one by one (GDPR Art. 20(4))."""
    if left := unseen(package.report, seen):
        message = ngettext(
            "%(n)d picture was not looked at: nobody else may be on it.",
            "%(n)d pictures were not looked at: nobody else may be on them.", len(left),
        ) % {"n": len(left)}  # fmt: skip
        raise RuleRefused(message, code="pictures_unseen", fields={"pictures": message})


def _ring(package_id: UUID) -> None:
    from dsar.rights.portability.tasks import make_package

    make_package.delay(str(package_id))
