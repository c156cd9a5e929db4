"""Acts on notices: draft, write, approve, record as sent. Sending is a person's: portal of the authority, post, mail.

A late notice to the authority cannot be recorded as sent without the reasons for the delay (GDPR Art. 33(1)).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import rules, wording
from dsar.accountability.breaches.drafting import draft_of
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.accountability.breaches.paper import notice_pdf
from dsar.accountability.breaches.rules import Audience
from dsar.accountability.breaches.services import demand_open, locked_breach
from dsar.accountability.breaches.standing import due_of, first_audience, utc_words
from dsar.accountability.breaches.work_models import BreachNotice, NoticeStand, NoticeVersion
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.versions import demand_same

catalogue.declare(
    breach_notice_drafted="Notice {number} drafted: {audience}, phase {phase}, {language}",
    breach_notice_written="Notice {number}: version {version} written",
    breach_notice_approved="Notice {number}: version {version} approved",
    breach_notice_sent="Notice {number} ({audience}, phase {phase}) sent at {sent_at}, {late}",
    breach_notice_dropped="Draft of notice {number} dropped",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """How a notice went out.

    Attributes:
        at: when; not ahead, not before the controller was aware.
        how: by which way: "portal of the authority", "letters by post".
        persons: how many people it went to, where it went to people.
        late_why: reasons for the delay, where a first notice to the authority is late.
    """

    at: dt.datetime
    how: str
    outside_reference: str = ""
    persons: int | None = None
    late_why: str = ""


@transaction.atomic
def draft_notice(*, breach: Breach, audience: Audience, language: str, actor: User) -> BreachNotice:
    """Draft a notice from what the entry says; a second one to the authority is the next phase (Art. 33(4)).

    Raises:
        NotPermitted: the role does not work breaches.
        RuleRefused: the language is not one of ours.
        Conflict: closed; or a draft for this audience and language is there already.
    """
    locked = locked_breach(breach, actor, Act.WORK_BREACHES)
    demand_open(locked)
    if language not in wording.LANGUAGES:
        words = _("Drafts are written in English, French or German.")
        raise RuleRefused(words, code="language", fields={"language": words})
    same = locked.notices.filter(audience=audience.value, language=language)
    if same.exclude(stand=NoticeStand.SENT).exists():
        raise Conflict(_("A draft for these readers in this language is there already."))
    sent = locked.notices.filter(audience=audience.value, stand=NoticeStand.SENT)
    notice = BreachNotice.objects.create(
        breach=locked,
        number=(locked.notices.aggregate(last=Max("number"))["last"] or 0) + 1,
        audience=audience.value,
        phase=(sent.aggregate(last=Max("phase"))["last"] or 0) + 1,
        language=language,
        to=_recipient(locked, audience),
        made_at=clock.now(),
        made_by=actor,
    )
    _add_version(notice, [section.as_json() for section in draft_of(notice)], actor)
    facts = {"number": notice.number, "audience": audience.value, "phase": notice.phase, "language": language}
    record("breach.notice_drafted", actor=actor, case=locked, about=notice, facts=facts)
    return notice


@transaction.atomic
def write_notice(
    *, notice: BreachNotice, texts: Sequence[tuple[str, str]], to: str, seen: int, actor: User
) -> NoticeVersion:
    """Write the next version; an approval of the one before falls.

    Args:
        notice: a draft, or approved and not sent.
        texts: pairs of a section's code and its new text; sections that are not named stay.
        to: recipients in words.
        seen: the version that the person had before them.
        actor: who works breaches.

    Raises:
        NotPermitted: the role does not open it.
        Conflict: sent already, or somebody else wrote a version in between.
    """
    locked = _locked(notice, actor, Act.WORK_BREACHES)
    latest = latest_version(locked)
    if latest.number != seen:
        raise Conflict(_("Somebody else has written a new version. Load it again; your text is still in the form."))
    given = dict(texts)
    sections = [{**one, "text": given.get(one["code"], one["text"]).strip()} for one in latest.sections]
    version = _add_version(locked, sections, actor)
    locked.stand, locked.to = NoticeStand.DRAFT, to.strip()
    locked.approved_version = locked.approved_by = locked.approved_at = None
    locked.save(update_fields=["stand", "to", "approved_version", "approved_by", "approved_at"])
    facts = {"number": locked.number, "version": version.number}
    record("breach.notice_written", actor=actor, case=locked.breach, about=locked, facts=facts)
    return version


@transaction.atomic
def approve_notice(*, notice: BreachNotice, seen: int | None, actor: User) -> BreachNotice:
    """Approve the version that the person has before them; whoever calls asked for the password again.

    Raises:
        NotPermitted: the role does not decide about breaches.
        RuleRefused: no version is named ("version_needed").
        Conflict: it was written anew in between ("stale"), or is sent.
    """
    locked = _locked(notice, actor, Act.DECIDE_BREACH)
    latest = latest_version(locked)
    demand_same(str(seen or ""), str(latest.number))
    locked.stand, locked.approved_version = NoticeStand.APPROVED, latest.number
    locked.approved_by, locked.approved_at = actor, clock.now()
    locked.save(update_fields=["stand", "approved_version", "approved_by", "approved_at"])
    facts = {"number": locked.number, "version": latest.number}
    record("breach.notice_approved", actor=actor, case=locked.breach, about=locked, facts=facts)
    return locked


def record_sent(*, notice: BreachNotice, sent: Sent, actor: User, seen: int | None = None) -> BreachNotice:
    """Record that an approved notice went out, with the paper as it went; `seen` is the version that was sent.

    Raises:
        NotPermitted: the role does not work breaches.
        RuleRefused: no way is named, the moment cannot be, or a late notice does not say why ("late_reasons").
        Conflict: it is not approved, or another version was approved meanwhile.
        DsarError: the paper could not be made ("pdf_failed").
    """
    _demand_approved(notice)
    if seen is not None and seen != notice.approved_version:
        raise Conflict(_("Another version was approved in between. Read it before you record what went out."))
    _demand_sendable(notice, sent)
    paper = notice_pdf(notice, approved_version(notice))
    return _record_sent(notice=notice, sent=sent, paper=paper, actor=actor, version=notice.approved_version)


@transaction.atomic
def _record_sent(*, notice: BreachNotice, sent: Sent, paper: bytes, actor: User, version: int | None) -> BreachNotice:
    locked = _locked(notice, actor, Act.WORK_BREACHES)
    _demand_approved(locked)
    if locked.approved_version != version:  # the paper was set before the row was locked
        raise Conflict(_("Another version was approved in between. Read it before you record what went out."))
    late = _demand_sendable(locked, sent)
    breach = locked.breach
    stored = storage.store(paper, key_id=breach.key_id, name="notice.pdf", media_type="application/pdf")
    locked.stand, locked.paper = NoticeStand.SENT, stored
    locked.sent_at, locked.sent_by, locked.how = sent.at, actor, sent.how.strip()[:200]
    locked.outside_reference, locked.late_why = sent.outside_reference.strip(), sent.late_why.strip()
    locked.persons = sent.persons
    locked.save()
    if locked.audience == first_audience(breach).value and breach.told_at is None:
        breach.told_at = sent.at
        breach.save(update_fields=["told_at"])
    facts = {
        "number": locked.number,
        "audience": locked.audience,
        "phase": locked.phase,
        "sent_at": utc_words(sent.at),
        "late": "late" if late else "in time",
    }
    payload = {"late_why": locked.late_why, "outside_reference": locked.outside_reference}
    record("breach.notice_sent", actor=actor, case=breach, about=locked, facts=facts, payload=payload)
    return locked


def is_late(notice: BreachNotice, at: dt.datetime) -> bool:
    """Whether a notice to the authority that goes out at that moment is the first one and late."""
    is_first = notice.audience == Audience.AUTHORITY.value and notice.phase == 1
    return is_first and notice.breach.told_at is None and rules.is_late(due_of(notice.breach), at)


def _demand_approved(notice: BreachNotice) -> None:
    if notice.stand != NoticeStand.APPROVED:
        raise Conflict(_("Only an approved notice is sent. Have it approved first."))


def _demand_sendable(notice: BreachNotice, sent: Sent) -> bool:
    fields: dict[str, str] = {}
    late = is_late(notice, sent.at)
    aware = notice.breach.aware_at
    if not sent.how.strip():
        fields["how"] = _("Say by which way it went.")
    if sent.at > clock.now():
        fields["at"] = _("This moment lies ahead.")
    elif aware is not None and sent.at < aware:
        fields["at"] = _("It cannot go out before we were aware.")
    if late and not rules.has_reasons(sent.late_why):
        fields["late_why"] = _("This notice is late. Give the reasons for the delay (Art. 33(1)).")
    if notice.audience == Audience.PERSONS.value and sent.persons is None:
        fields["persons"] = _("Say how many people it went to.")
    if fields:
        code = "late_reasons" if set(fields) == {"late_why"} else "invalid"
        raise RuleRefused(next(iter(fields.values())), code=code, fields=fields)
    return late


@transaction.atomic
def drop_notice(*, notice: BreachNotice, actor: User) -> None:
    """Drop a draft that is not needed. Raises NotPermitted; Conflict where it was sent."""
    locked = _locked(notice, actor, Act.WORK_BREACHES)
    facts, breach = {"number": locked.number}, locked.breach
    locked.delete()
    record("breach.notice_dropped", actor=actor, case=breach, about=breach, facts=facts)


def latest_version(notice: BreachNotice) -> NoticeVersion:
    """The newest version."""
    found = notice.versions.order_by("-number").first()
    if found is None:
        raise Conflict(_("This notice has no text."))
    found.breach = notice.breach
    return found


def approved_version(notice: BreachNotice) -> NoticeVersion:
    """The approved version; the newest where none is."""
    found = notice.versions.filter(number=notice.approved_version or 0).first()
    if found is None:
        return latest_version(notice)
    found.breach = notice.breach
    return found


def _locked(notice: BreachNotice, actor: User, act: Act) -> BreachNotice:
    breach = locked_breach(notice.breach, actor, act)
    row = BreachNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    row.breach = breach
    if breach.state == BreachState.NO_BREACH:
        demand_open(breach)
    if row.stand == NoticeStand.SENT:
        raise Conflict(_("This notice was sent. What is to be added goes into the next phase."))
    return row


def _add_version(notice: BreachNotice, sections: list[dict[str, str]], actor: User) -> NoticeVersion:
    last = notice.versions.aggregate(last=Max("number"))["last"] or 0
    return NoticeVersion.objects.create(
        breach=notice.breach, notice=notice, number=last + 1, sections=sections, written_by=actor,
        written_at=clock.now(),
    )  # fmt: skip


def _recipient(breach: Breach, audience: Audience) -> str:
    controller = breach.controller
    if audience is Audience.AUTHORITY:
        named = (controller.supervisory_authority, controller.supervisory_authority_contact)
        return "\n".join(line for line in named if line)
    return ""
