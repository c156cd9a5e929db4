"""From a case into the consent ledger: withdrawals, refusals and opt-outs of the data subject, purpose by purpose."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from consent.ledger_models import LedgerEntry, Purpose
from consent.selectors import open_purposes, state_for, text_in
from consent.services import Said, Source, record_choice
from consent.subjects import Identifier
from consent.vocabulary import Act as Word
from consent.vocabulary import Channel, Ground, Method, State, SubjectKind
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import Channel as CaseChannel
from dsar.cases.vocabulary import PersonRole
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.rights.decisions.room_letters import listed
from dsar.rights.withdrawal.models import LedgerWord

catalogue.declare(
    right_written_to_ledger="Written into the consent ledger: {act} for {purposes} ({entries|entry|entries})"
)
_CHANNELS = {
    CaseChannel.FORM: Channel.WEB, CaseChannel.EMAIL: Channel.EMAIL, CaseChannel.LETTER: Channel.PAPER,
    CaseChannel.PHONE: Channel.PHONE, CaseChannel.IN_PERSON: Channel.IN_PERSON, CaseChannel.SOCIAL: Channel.WEB,
    CaseChannel.API: Channel.API,
}  # fmt: skip
_SPOKEN = (CaseChannel.PHONE, CaseChannel.IN_PERSON)
_STANDS = (State.GRANTED, State.ASK_AGAIN, State.NOT_OPTED_OUT)


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """A purpose as the page shows it: its title, where it stands for the person, whether this case ended it."""

    purpose: Purpose
    title: str
    stands: bool
    is_ended: bool
    known_as: tuple[str, ...] = field(default=(), repr=False)


def identifiers_of(case: Case) -> list[Identifier]:
    """By what the ledger may know the data subject: addresses, phone numbers, a customer number."""
    subject = case.people.filter(role=PersonRole.SUBJECT).first()
    if subject is None:
        return []
    details = subject.details
    found = [Identifier(SubjectKind.EMAIL, value) for value in details.get("emails", [])]
    found += [Identifier(SubjectKind.PHONE, value) for value in details.get("phones", [])]
    for one in details.get("identifiers", []):
        if str(one.get("type", "")).casefold() in ("customer number", "customer", "account number"):
            found.append(Identifier(SubjectKind.CUSTOMER, str(one.get("value", ""))))
    return [one for one in found if _is_usable(one)]


def purpose_lines(
    case: Case, *, kinds: Iterable[str] = (), grounds: Iterable[str] = (Ground.CONSENT, Ground.OPT_OUT)
) -> list[PurposeLine]:
    """The purposes of these kinds (none: all) and grounds that somebody may end, those that stand first."""
    identifiers = identifiers_of(case)
    states = [(one, state_for(one)) for one in identifiers]
    ended = set(LedgerWord.objects.filter(case=case).values_list("purpose", flat=True))
    wanted, lines = set(kinds), []
    for purpose in open_purposes().filter(ground__in=list(grounds)):
        if wanted and purpose.kind not in wanted:
            continue
        text = text_in(purpose, case.language)
        standing = [one for one, folded in states if folded.standings[purpose.code].state in _STANDS]
        known = tuple(one.value for one in standing)
        title = text.title if text else purpose.code
        lines.append(PurposeLine(purpose, title, bool(standing), purpose.code in ended, known))
    return sorted(lines, key=lambda line: (not line.stands, line.title))


def ended_purposes(case: Case) -> str:
    """The purposes that this case ended, as lines of a letter; "" where it ended none."""
    return listed((line.title for line in purpose_lines(case) if line.is_ended), nothing="")


@transaction.atomic
def end_purposes(
    *, case: Case, purposes: Iterable[Purpose], note: str, actor: User, everywhere: bool = False
) -> list[LedgerWord]:
    """Write into the ledger that the person ends these purposes.

    It is written where the purpose stands for the person; where it stands nowhere, or with `everywhere`, under all that
    they are known by.

    What was granted is withdrawn, what runs unless somebody says no is opted out of, and of what was never granted it
    is noted that the person says no. Nothing else is asked: it is as easy as giving was (GDPR Art. 7(3)).

    Raises:
        RuleRefused: no purpose, or the person is known by nothing that the ledger knows.
        NotPermitted: the actor does not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = list(purposes)
    if not wanted:
        message = _("Choose what the person ends.")
        raise RuleRefused(message, code="no_purpose", fields={"purposes": message})
    identifiers = identifiers_of(case)
    if not identifiers:
        message = _("The case has no e-mail address, phone or customer number by which the ledger knows a person.")
        raise RuleRefused(message, code="no_identifier", fields={"purposes": message})
    states = [(one, state_for(one).standings) for one in identifiers]
    written = []
    for purpose in wanted:
        standing = [one for one, found in states if found[purpose.code].state in _STANDS]
        places = identifiers if everywhere or not standing else standing
        written += [_end(case, one, purpose, note, actor) for one in places]
    names = ", ".join(purpose.code for purpose in wanted)
    facts = {"act": "ended", "purposes": names, "entries": len(written)}
    record("right.written_to_ledger", actor=actor, case=case, facts=facts)
    return written


def _end(case: Case, identifier: Identifier, purpose: Purpose, note: str, actor: User) -> LedgerWord:
    standing = state_for(identifier).standings[purpose.code].state
    written = LedgerEntry.objects.filter(subject__digest=identifier.digest(), purpose=purpose).values("uid")
    known = LedgerWord.objects.filter(case=case, entry_uid__in=written).order_by("written_at").last()
    if known is not None and standing not in _STANDS:
        return known  # said by this case already, and nothing else since
    word = Word.OPTED_OUT
    if purpose.ground == Ground.CONSENT:
        word = Word.WITHDRAWN if standing in (State.GRANTED, State.ASK_AGAIN, State.EXPIRED) else Word.DENIED
    said = Said(
        purpose=purpose, act=word, method=Method.SPOKEN if case.channel in _SPOKEN else Method.WRITTEN,
        channel=_CHANNELS.get(CaseChannel(case.channel), Channel.WEB),
        evidence={"case": case.reference, "note": note} if note else {"case": case.reference},
    )  # fmt: skip
    source = Source("staff", actor=actor, kind="user", id=actor.pk)
    entry = record_choice(identifier=identifier, said=said, source=source)
    row = LedgerWord(case=case, purpose=purpose.code, kind=identifier.kind, act=entry.act, entry_uid=entry.uid)
    row.written_by, row.written_at = actor, clock.now()
    row.save(force_insert=True)
    return row


def _is_usable(identifier: Identifier) -> bool:
    try:
        identifier.digest()
    except RuleRefused:
        return False
    return True
