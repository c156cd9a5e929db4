"""Acts on an objection: to what, on which situation, the weighing, stopping direct marketing at once (GDPR Art. 21)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.services import current_decision
from dsar.rights.decisions.work_services import in_house_language, open_task, open_tasks_for_systems
from dsar.rights.objection.models import Objection, ObjectionKind, Weighing
from dsar.rights.objection.selectors import MARKETING_KINDS, consents_since_stop, objection_of, still_stopped
from dsar.rights.restriction.flag_services import lift_flags, order_flags
from dsar.rights.restriction.models import FlagMeaning
from dsar.rights.restriction.selectors import by_hand
from dsar.rights.withdrawal.ledger_services import end_purposes, identifiers_of, purpose_lines

catalogue.declare(
    objection_noted="Objection noted: {kind}; activities: {activities}",
    objection_weighed="Objection weighed: {weighing}",
    objection_marketing_stopped="Direct marketing stopped: {entries|entry|entries} in the consent ledger, "
    "{targets|target|targets} marked, {tasks|system|systems} by hand",
    objection_marketing_freed="Consented to marketing anew ({purposes}): marks on {targets|target|targets} go, "
    "{tasks|system|systems} by hand",
)


@transaction.atomic
def note_objection(
    *, case: Case, kind: str, situation: str, activities: Iterable[ProcessingActivity], actor: User
) -> Objection:
    """Note to what the person objects; noting it again replaces it and voids the weighing.

    An objection to direct marketing needs no reasons of the person (Art. 21(2)); the others rest on their situation.

    Raises:
        RuleRefused: no kind, or no situation where the law wants one; decided already.
    """
    _demand(case, actor)
    if kind not in ObjectionKind.values:
        raise _refused("kind", _("Choose to what the person objects."))
    if kind != ObjectionKind.MARKETING and not situation.strip():
        raise _refused("situation", _("Write what the person says of their particular situation."))
    row = objection_of(case) or Objection(case=case)
    if row.stopped_at is not None and row.kind == ObjectionKind.MARKETING:
        raise RuleRefused(_("Direct marketing is stopped; that is not noted anew. Log a new request."), code="stopped")
    row.case, row.kind, row.noted_by, row.noted_at = case, kind, actor, clock.now()
    row.situation, row.our_grounds, row.their_interests, row.conclusion = situation.strip(), "", "", ""
    row.weighing = Weighing.NOT_NEEDED if kind == ObjectionKind.MARKETING else Weighing.OPEN
    row.weighed_by, row.weighed_at = None, None
    row.stopped_at = None  # of a decision that was taken back: it says nothing about what is noted now
    row.save()
    chosen = list(activities)
    row.activities.set(chosen)
    facts = {"kind": kind, "activities": ", ".join(one.name for one in chosen) or "all"}
    payload = {"situation": row.situation}
    record("objection.noted", actor=actor, case=case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def weigh(
    *, case: Case, our_grounds: str, their_interests: str, conclusion: str, weighing: str, actor: User
) -> Objection:
    """Record the weighing: our compelling legitimate grounds against the person's interests, rights and freedoms.

    The burden lies with the controller (Art. 21(1) s. 2); our grounds may be none, their interests may not.

    Raises:
        RuleRefused: it is direct marketing ("absolute"), a side is missing, or nothing is noted.
    """
    _demand(case, actor)
    row = objection_of(case)
    if row is None:
        raise RuleRefused(_("Note first to what the person objects."), code="nothing_noted")
    if row.kind == ObjectionKind.MARKETING:
        message = _("An objection to direct marketing is absolute: nothing is weighed (Art. 21(3)).")
        raise RuleRefused(message, code="absolute")
    if weighing not in (Weighing.PERSON, Weighing.CONTROLLER):
        raise _refused("weighing", _("Say whose interests prevail."))
    if weighing == Weighing.CONTROLLER and not our_grounds.strip():
        raise _refused("our_grounds", _("Name the compelling legitimate grounds, or the legal claims."))
    if not their_interests.strip():
        raise _refused("their_interests", _("Name the person's interests, rights and freedoms."))
    if not conclusion.strip():
        raise _refused("conclusion", _("Say why they prevail."))
    row.our_grounds, row.their_interests = our_grounds.strip(), their_interests.strip()
    row.conclusion, row.weighing = conclusion.strip(), weighing
    row.weighed_by, row.weighed_at = actor, clock.now()
    row.save()
    payload = {"ours": row.our_grounds, "theirs": row.their_interests, "conclusion": row.conclusion}
    facts = {"weighing": weighing.replace("_", " ")}
    record("objection.weighed", actor=actor, case=case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def stop_marketing(*, case: Case, actor: User) -> Objection:
    """Stop direct marketing at once: the ledger says no under all that the person is known by, the systems are marked.

    Targets that can carry a mark are marked by a worker; all other systems, and the other targets of a marked one, get
    a task. Nothing is decided before it and no stage is waited for (Art. 21(3)). Doing it again changes nothing.

    Raises:
        RuleRefused: the objection is to something else.
    """
    _demand(case, actor)
    row = objection_of(case)
    if row is None or row.kind != ObjectionKind.MARKETING:
        raise RuleRefused(_("Only an objection to direct marketing stops at once."), code="not_marketing")
    purposes = [line.purpose for line in purpose_lines(case, kinds=MARKETING_KINDS)]
    written = 0
    if purposes and identifiers_of(case):
        with in_house_language(case):
            note = _("Objection to direct marketing (Art. 21(3))")
        written = len(end_purposes(case=case, purposes=purposes, note=note, actor=actor, everywhere=True))
    targets = order_flags(case=case, objection=row)
    hands = by_hand(case, FlagMeaning.MARKETING)
    with in_house_language(case):
        words = _("Stop direct marketing to this person, profiling for it included, and keep them off the lists.")
    for one in hands:
        open_task(case=case, ref=one.ref("stop"), system=one.system, what=one.words(words), actor=actor)
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        row.save()
    facts = {"entries": written, "targets": targets, "tasks": len(hands)}
    record("objection.marketing_stopped", actor=actor, case=case, about=row, facts=facts)
    return row


@transaction.atomic
def free_marketing(*, case: Case, actor: User) -> Objection:
    """Take the marks of a stop of marketing away: only because the person has consented anew since (Art. 6(1)(a)).

    A mark says no to all direct marketing, so a yes to some of the purposes that were ended leaves it.

    Raises:
        RuleRefused: nothing was stopped ("not_stopped"), the ledger has no newer consent ("no_new_consent"), or only to
            some of what was ended ("some_still_stopped").
        Conflict: they are on their way already.
        NotPermitted: the actor does not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    row = Objection.objects.select_for_update(of=("self",)).filter(case=case, stopped_at__isnull=False).first()
    if row is None or row.kind != ObjectionKind.MARKETING:
        raise RuleRefused(_("No direct marketing was stopped here."), code="not_stopped")
    if row.freed_at is not None:
        raise Conflict(_("The marks were taken away already."))
    consents = consents_since_stop(case)
    if not consents:
        message = _("The marks stay until the person consents to marketing anew; the ledger has no newer consent.")
        raise RuleRefused(message, code="no_new_consent")
    if left := still_stopped(case):
        names = ", ".join(line.title for line in left)
        message = _("The marks stay: the person has not consented anew to %(names)s.") % {"names": names}
        raise RuleRefused(message, code="some_still_stopped")
    targets = lift_flags(row.steps.all())
    with in_house_language(case):
        words = _("The person has consented to marketing anew: take the mark away, for what they consented to.")
    hands = by_hand(case, FlagMeaning.MARKETING)
    for one in hands:
        open_task(case=case, ref=one.ref("free"), system=one.system, what=one.words(words), actor=actor)
    row.freed_at = clock.now()
    row.save(update_fields=["freed_at"])
    codes = ", ".join(line.purpose.code for line in consents)
    facts = {"purposes": codes, "targets": targets, "tasks": len(hands)}
    record("objection.marketing_freed", actor=actor, case=case, about=row, facts=facts)
    return row


def begin(case: Case, decision: RightDecision) -> None:
    """Have the processing stopped that was objected to: a task for each system; in the decision's transaction."""
    row = objection_of(case)
    if row is None or decision.outcome == rules.REFUSED or row.kind == ObjectionKind.MARKETING:
        return
    with in_house_language(case):
        words = _("Stop the processing that the person objected to.")
    open_tasks_for_systems(case=case, prefix="stop", what=words, actor=decision.decider)
    row.stopped_at = clock.now()
    row.save()


def _demand(case: Case, actor: User) -> None:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.OBJECTION:
        message = _("This case asks for another right. Log the objection as a case of its own.")
        raise RuleRefused(message, code="other_right")
    if current_decision(case) is not None or not case.is_open:
        raise RuleRefused(_("It is decided. Decide anew, or log a new request."), code="decided_already")


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
