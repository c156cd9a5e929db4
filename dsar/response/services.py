"""Writing the answer, building the package, the DPO's opinion, the approval by somebody else."""

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext as _

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
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.foundation.sandbox import Limits, Verdict, run_sandboxed
from dsar.redaction.gates import redactions_proved
from dsar.response.composing import Composition, compose
from dsar.response.models import AnswerSheet, Package
from dsar.response.points import KEYS, lint, missing_points
from dsar.response.protected import items_that_give_it_away
from dsar.response.selectors import basis_of, holds_data, is_partial, recipient_digest, sheet_of

catalogue.declare(
    response_answers_written="Answer under Article 15 written ({points|point|points})",
    response_package_ordered="Package {number} ordered",
    response_package_built="Package {number} built: {files|file|files}",
    response_package_failed="Package {number} could not be built: {failure}",
    response_opinion_given="Opinion of the Data Protection Officer on package {number} recorded",
    response_package_opened="Package {number} opened by staff",
    response_copy_opened="Outgoing copy of item {number} opened by staff",
    response_package_approved="Package {number} approved: {reason}",
    response_approval_withdrawn="Approval of package {number} taken back: the case went back to sign-off",
)

RENDER = "dsar.response.render"
LIMITS = Limits(wall_seconds=90.0, wall_seconds_per_unit=4.0, wall_seconds_max=1500.0, cpu_seconds=90.0)
LEASE = dt.timedelta(minutes=30)
# Every entry of the archive bears the same time: when a file was made says nothing.
NO_TIME = (2020, 1, 1, 0, 0, 0)


@transaction.atomic
def write_answers(
    *, case: Case, answers: Mapping[str, Any], opening: str, actor: User, version: int | None = None
) -> AnswerSheet:
    """Store the points of Article 15 as written.

    Raises:
        Conflict: somebody else has written since `version` was read.
        RuleRefused: a key is not a point.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if unknown := set(answers) - set(KEYS):
        message = f"Not a point of Article 15: {', '.join(sorted(unknown))}"
        raise RuleRefused(message, code="unknown_point")
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    sheet = sheet_of(case)
    if version is not None and sheet.version != version:
        message = "Somebody else has changed the answer since you opened it. Your text is kept below; compare and save."
        raise Conflict(message)
    sheet.answers, sheet.opening = dict(answers), opening
    sheet.written_by, sheet.written_at, sheet.version = actor, clock.now(), sheet.version + 1
    sheet.save()
    record("response.answers_written", actor=actor, case=case, about=sheet, facts={"points": len(answers)})
    return sheet


def obstacles(case: Case) -> list[str]:
    """What keeps the answer from being complete, in words (gate G12)."""
    answers = sheet_of(case).answers
    missing = [
        _("%(article)s: %(point)s has no answer yet.") % {"article": point.article, "point": gettext(point.title)}
        for point in missing_points(answers)
    ]
    found = missing + lint(answers, regime=case.regime_id, is_partial=is_partial(case))
    if given_away := items_that_give_it_away(case):
        numbers = ", ".join(map(str, given_away[:8]))
        words = _("A protected address stands in what goes to somebody else: redact it in these items: %(numbers)s.")
        found.append(words % {"numbers": numbers})
    return found


@transaction.atomic
def order_package(*, case: Case, actor: User | None, is_rehearsal: bool = False) -> Package:
    """Order a package of the case as it stands; a worker builds it."""
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, case)
    if found := obstacles(case):
        raise RuleRefused(" ".join(found), code="G12")
    if not is_rehearsal and not (proved := redactions_proved(case)).is_met:
        raise RuleRefused(proved.reason, code="G13")
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    last = Package.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    package = Package(
        case=case,
        number=last + 1,
        author=actor,
        ordered_at=clock.now(),
        basis=basis_of(case),
        is_rehearsal=is_rehearsal,
        is_partial=is_partial(case),
        holds_data=holds_data(case),
    )
    package.save(force_insert=True)
    kind = "user" if actor else "system"
    record("response.package_ordered", actor=actor, actor_kind=kind, case=case, facts={"number": package.number})
    transaction.on_commit(lambda: _ring(package.pk))
    return package


def build(package_id: UUID) -> bool:
    """Build an ordered package; True where this call did. Safe to call twice and from several workers."""
    package = Package.objects.select_related("case__controller", "case__key").filter(pk=package_id).first()
    if package is None or not package.claim(lease=LEASE):
        return False
    case = package.case
    with keys_at_hand([case.key_id]):
        today = clock.today(case.controller.time_zone)
        made = compose(case, today=today, is_rehearsal=package.is_rehearsal)
        failure = _set_pages(made)
        if not failure and package.basis != basis_of(case):
            failure = "changed_meanwhile"
        if failure:
            return _fail(package, failure)
        archive, digest, contents = pack(case, made, today=today, is_rehearsal=package.is_rehearsal)
        stored = storage.store(archive, key_id=case.key_id, name="package.zip", media_type="application/zip")
        return _finish(package, stored, digest, contents)


@transaction.atomic
def give_opinion(*, package: Package, opinion: str, actor: User) -> Package:
    """The DPO's opinion, kept apart from the controller's decision (GDPR Art. 38, 39)."""
    permissions.demand(actor, Act.GIVE_OPINION, package.case)
    if not opinion.strip():
        message = "Write the opinion in a sentence."
        raise RuleRefused(message, code="opinion_missing", fields={"opinion": message})
    _current(package)
    if Package.objects.filter(pk=package.pk, approved_at__isnull=False).exists():
        message = "This package is approved; an opinion that follows the decision advises nobody."
        raise Conflict(message)
    package.opinion, package.opinion_by, package.opinion_at = opinion, actor, clock.now()
    package.save(update_fields=["opinion", "opinion_by", "opinion_at"])
    facts = {"number": package.number}
    record("response.opinion_given", actor=actor, case=package.case, about=package, facts=facts)
    return package


@transaction.atomic
def approve_package(*, package: Package, reason: str, actor: User, small_team_reason: str = "") -> Package:
    """Approve the package as it stands, bound to its digest and its recipient; the case is then ready to send.

    Raises:
        RuleRefused: the approver is its author (and the team is not a small one), it is stale, or has no opinion.
        Conflict: it was approved already.
    """
    case = package.case
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    _current(package)
    small_team = _small_team_reason(package, actor, small_team_reason)
    if not package.opinion_at:
        message = "The Data Protection Officer's opinion comes first."
        raise RuleRefused(message, code="G14")
    package.small_team_reason = small_team
    changed = Package.objects.filter(pk=package.pk, approved_at__isnull=True).update(
        approver=actor,
        approved_at=clock.now(),
        recipient_digest=recipient_digest(case),
        small_team_reason=small_team,
    )
    if not changed:
        message = "This package was approved already."
        raise Conflict(message)
    package.refresh_from_db(fields=["approver", "approved_at", "recipient_digest"])
    package.decision = reason
    package.save(update_fields=["decision"])
    facts = {"number": package.number, "digest": package.digest, "small_team": bool(small_team)}
    payload = {"reason": reason or "as it stands", "small_team_reason": small_team}
    record("response.package_approved", actor=actor, case=case, about=package, facts=facts, payload=payload)
    move_case(case=case, move=Move.APPROVE, actor=actor, reason=reason)
    return package


@transaction.atomic
def withdraw(*, case: Case, actor: User | None) -> None:
    """Take back the approval of what has not been released: the case went back from "ready to send"."""
    for package in Package.objects.filter(case=case, approved_at__isnull=False, released_at__isnull=True):
        facts = {"number": package.number, "approver_id": package.approver_id}
        package.approver, package.approved_at, package.recipient_digest = None, None, None
        package.save(update_fields=["approver", "approved_at", "recipient_digest"])
        record("response.approval_withdrawn", actor=actor, case=case, about=package, facts=facts)


def pack(
    case: Case, made: Composition, *, today: dt.date, is_rehearsal: bool
) -> tuple[bytes, str, list[dict[str, Any]]]:
    """The archive, the digest of its manifest and its list of files."""
    contents = [
        {
            "name": name,
            "about": made.about.get(name.removesuffix(".pdf"), ""),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for name, content in sorted(made.files.items())
    ]
    manifest = {
        "format": "dsar-desk package 1",
        "reference": case.reference,
        "regime": case.regime_id,
        "reference_date": today.isoformat(),
        "approved": "nobody has approved this package: rehearsal" if is_rehearsal else "see the cover letter",
        "files": [{key: entry[key] for key in ("name", "size", "sha256")} for entry in contents],
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*sorted(made.files.items()), ("manifest.json", written)]:
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return out.getvalue(), hashlib.sha256(written).hexdigest(), contents


def _set_pages(made: Composition) -> str:
    """Set the markup as PDFs into `made.files`; gives a failure code or ""."""
    inputs: dict[str, Any] = {f"{name}.html": markup.encode() for name, markup in made.markup.items()}
    result = run_sandboxed(RENDER, {"pages": made.pages}, files=inputs | {"package.css": made.style}, limits=LIMITS)
    if result.verdict is not Verdict.OK:
        return str(result.verdict.value)
    for name in made.markup:
        content = result.files.get(f"{name}.pdf")
        if content is None:
            return "page_missing"
        made.files[f"{name}.pdf"] = content
    return ""


@transaction.atomic
def _finish(package: Package, stored: Any, digest: str, contents: list[dict[str, Any]]) -> bool:
    if not package.finish():
        storage.remove(stored)
        return False
    package.file, package.digest, package.contents = stored, digest, contents
    package.save(update_fields=["file", "digest", "contents"])
    facts = {"number": package.number, "files": len(contents), "digest": digest}
    record("response.package_built", actor=None, actor_kind="system", case=package.case, about=package, facts=facts)
    return True


@transaction.atomic
def _fail(package: Package, failure: str) -> bool:
    if package.finish(LeaseState.FAILED, failure=failure):
        facts = {"number": package.number, "failure": failure}
        record("response.package_failed", actor=None, actor_kind="system", case=package.case, facts=facts)
    return False


def _current(package: Package) -> None:
    if package.state != LeaseState.DONE or package.is_rehearsal:
        message = "This package is not built, or is a rehearsal."
        raise RuleRefused(message, code="G14")
    if package.basis != basis_of(package.case):
        message = "Something has changed since this package was built. Build it again."
        raise RuleRefused(message, code="G14")


def _small_team_reason(package: Package, actor: User, given: str) -> str:
    if package.author_id != actor.pk:
        return ""
    controller = package.case.controller
    if not controller.small_team:
        message = "You built this package; somebody else has to approve it."
        raise RuleRefused(message, code="four_eyes")
    if not given.strip():
        message = "You approve your own package: say why nobody else can in this case."
        raise RuleRefused(message, code="small_team_reason", fields={"small_team_reason": message})
    return given.strip()[:300]


def _ring(package_id: UUID) -> None:
    from dsar.response.tasks import build_package

    build_package.delay(str(package_id))


@transaction.atomic
def note_look(*, package: Package | None, actor: User, case: Case | None = None, copy: int = 0) -> None:
    """Record that somebody opened a package or an outgoing copy."""
    seen = package.case if package is not None else case
    if seen is None:
        return
    if package is not None:
        record("response.package_opened", actor=actor, case=seen, about=package, facts={"number": package.number})
    else:
        record("response.copy_opened", actor=actor, case=seen, facts={"number": copy})
