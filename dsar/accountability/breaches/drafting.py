"""A notice drafted from what the register says of a breach, in the notice's language."""

from django.utils import translation

from dsar.accountability.breaches import rules, wording
from dsar.accountability.breaches.models import Breach
from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.standing import due_of, moment_words
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand
from dsar.foundation import clock


def draft_of(notice: BreachNotice) -> list[wording.Section]:
    """The sections of a notice as they would be drafted now, with what each lacks."""
    return wording.draft(Audience(notice.audience), facts_of(notice), notice.language)


def missing_of(notice: BreachNotice) -> list[str]:
    """What the law asks of this notice and the register does not say yet, in the words of the interface."""
    sections = wording.draft(Audience(notice.audience), facts_of(notice), translation.get_language() or "en")
    version = notice.versions.order_by("-number").first()
    if version is not None:
        version.breach = notice.breach
        written = {one["code"] for one in version.sections if one["text"].strip()}
        sections = [one for one in sections if not (one.code == "late" and "late" in written)]
    return wording.missing_of(sections)


def facts_of(notice: BreachNotice) -> wording.Facts:
    """What a draft is made from."""
    breach = notice.breach
    controller, zone = breach.controller, breach.controller.time_zone
    with translation.override(notice.language):
        happened, found, aware = (
            moment_words(moment, zone) for moment in (breach.happened_at, breach.found_at, breach.aware_at)
        )
    contact = ", ".join(one for one in (controller.dpo_name, controller.dpo_contact or controller.contact_email) if one)
    return wording.Facts(
        reference=breach.reference,
        organisation=controller.name,
        authority=controller.supervisory_authority,
        contact=contact,
        what_happened=breach.what_happened,
        happened=happened,
        found=found,
        aware=aware,
        types=types_of(breach),
        persons_about=breach.persons_about,
        records_about=breach.records_about,
        persons_kinds=breach.persons_kinds,
        data_kinds=breach.data_kinds,
        consequences=breach.consequences,
        measures_taken=breach.measures_taken,
        measures_proposed=breach.measures_proposed,
        persons_told=_persons_told(breach),
        phase=notice.phase,
        outside_reference=_outside_reference(breach, notice),
        is_late=_is_late(notice),
    )


def types_of(breach: Breach) -> tuple[str, ...]:
    """What was breached, as codes."""
    kinds = (
        ("confidentiality", breach.is_confidentiality),
        ("integrity", breach.is_integrity),
        ("availability", breach.is_availability),
    )
    return tuple(code for code, holds in kinds if holds)


def _is_late(notice: BreachNotice) -> bool:
    """Whether a first notice to the authority, drafted now, has to say why it is late."""
    is_first = notice.audience == Audience.AUTHORITY.value and notice.phase == 1
    return is_first and notice.breach.told_at is None and rules.is_late(due_of(notice.breach), clock.now())


def _persons_told(breach: Breach) -> str:
    sent = breach.notices.filter(audience=Audience.PERSONS.value, stand=NoticeStand.SENT)
    total = sum(notice.persons or 0 for notice in sent)
    return str(total) if total else ""


def _outside_reference(breach: Breach, notice: BreachNotice) -> str:
    earlier = breach.notices.filter(audience=notice.audience, stand=NoticeStand.SENT).order_by("phase").first()
    if earlier is None:
        return ""
    earlier.breach = breach
    return str(earlier.outside_reference)
