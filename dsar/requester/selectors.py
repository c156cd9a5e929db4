"""What the person reads behind their door: the status in plain words, what we need, what was written both ways."""

import datetime as dt
import hmac
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases.lifecycle import path_of
from dsar.cases.models import Case
from dsar.cases.page_models import ReplyChannel
from dsar.cases.vocabulary import OPEN_STAGES, Outcome, PersonRole, Relation, Stage
from dsar.foundation.keys import keys_at_hand
from dsar.identity import rules as identity_rules
from dsar.intake.portal_status import StatusWords, words_of
from dsar.notices import catalogue
from dsar.notices.models import Notice, NoticeChannel, NoticeState
from dsar.requester import rules, secret_words
from dsar.requester.models import PortalSession, PortalWish, WishKind, WishState
from dsar.requester.registry import AnswerThere, answer_of


@dataclass(frozen=True, slots=True)
class Need:
    """Something that we need from the person, and where they give it."""

    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Said:
    """A message of either side."""

    at: dt.datetime
    is_ours: bool
    subject: str = field(repr=False)
    text: str = field(repr=False)
    files: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: how far the request is, what comes next, what we need."""

    status: StatusWords
    next_words: str
    needs: list[Need]
    answer: AnswerThere | None
    is_open: bool
    is_withdrawing: bool
    last_from_us: Said | None


def home_of(session: PortalSession) -> Home:
    """The status of the request in plain words."""
    case = session.case
    with keys_at_hand([case.key_id]):
        ours = [said for said in said_in(session) if said.is_ours]
        return Home(
            status=words_of(case),
            next_words=_next(case),
            needs=_needs(case),
            answer=answer_of(session),
            is_open=case.stage in OPEN_STAGES,
            is_withdrawing=is_withdrawing(case),
            last_from_us=ours[0] if ours else None,
        )


def said_in(session: PortalSession) -> list[Said]:
    """What was written both ways, newest first: our letters to this person, and what came through this door."""
    case = session.case
    with keys_at_hand([case.key_id]):
        sent = Notice.objects.filter(about_id=case.pk, state__in=(NoticeState.SENT, NoticeState.PRINTED))
        ours = [
            Said(one.finished_at or one.queued_at, is_ours=True, subject=one.subject, text=one.body)
            for one in sent
            if _is_for(one, session)
        ]
        came = case.incoming.filter(channel=ReplyChannel.PORTAL).prefetch_related("files__file")
        theirs = [
            Said(
                one.received_at,
                is_ours=False,
                subject=one.subject,
                text=one.text,
                files=tuple(attached.file.name for attached in one.files.all()),
            )
            for one in came
        ]
    return sorted([*ours, *theirs], key=lambda said: said.at, reverse=True)


def is_withdrawing(case: Case) -> bool:
    """Whether a withdrawal waits to be carried out."""
    return PortalWish.objects.filter(case=case, kind=WishKind.WITHDRAWAL, state=WishState.OPEN).exists()


def awaited(case: Case) -> tuple[str, ...]:
    """What the clock waits for."""
    return tuple(str(kind) for kind in case_clock.result_of(case).open_kinds)


def question_of(session: PortalSession) -> str:
    """Our open question in the words of the letter that asked it; empty where the letter cannot be shown."""
    asked = Notice.objects.filter(about_id=session.case.pk, code="clarification_request").order_by("-queued_at")
    return next((one.body for one in asked if _is_for(one, session)), "")


def _is_for(notice: Notice, session: PortalSession) -> bool:
    """Whether a letter went to the person who is here, and holds no secret."""
    if notice.code in rules.NOT_SHOWN or catalogue.letter(notice.code).to_staff:
        return False
    if notice.channel == NoticeChannel.EMAIL:
        digest = secret_words.address_digest(notice.recipient)
        return hmac.compare_digest(digest, bytes(session.address_digest))
    asker = next((one for one in session.case.people.all() if one.role == PersonRole.REQUESTER), None)
    return asker is None or asker.relation == Relation.SELF


def _needs(case: Case) -> list[Need]:
    if case.stage not in OPEN_STAGES:
        return []
    needs = []
    for kind in awaited(case):
        if kind == "clarification":
            text = _("We asked which data you mean. You may also say that you want everything.")
            needs.append(
                Need(_("Answer our question"), text, reverse("dsar:requester-clarify"), _("Answer the question"))
            )
        elif kind in (identity_rules.IDENTITY, identity_rules.AUTHORITY):
            words = {
                identity_rules.IDENTITY: (_("Show us who you are"), _("We wrote to you what is enough.")),
                identity_rules.AUTHORITY: (
                    _("Show us that you may ask"),
                    _("We wrote to you what is enough to ask for the other person."),
                ),
            }
            title, text = words[kind]
            needs.append(Need(title, text, reverse("dsar:requester-evidence", args=[kind]), _("Send a file")))
        elif kind == "fee":
            text = _("We wrote to you why there is a fee, how much it is and how to pay.")
            needs.append(Need(_("Pay the fee"), text, reverse("dsar:requester-messages"), _("Read our letter")))
    return needs


def _next(case: Case) -> str:
    if case.stage == Stage.CLOSED:
        return {
            Outcome.WITHDRAWN: _("You withdrew the request. You can make a new one at any time."),
            Outcome.NO_REPLY: _("We closed it because no answer came. Write to us, and we take it up again."),
        }.get(Outcome(case.outcome), _("There is nothing more to do. Is something missing or wrong? Tell us."))
    if own := path_of(case.right).told_next.get(case.stage):
        return str(own)
    return {
        Stage.TRIAGE: _("Next we make sure whose data it is about, and begin to search."),
        Stage.IDENTITY: _("Next, once we know that, we look for the data."),
        Stage.SEARCH: _("Next a person reads what is found, page by page."),
        Stage.REVIEW: _("Next the answer is written and approved by a second person."),
        Stage.SIGN_OFF: _("Next the answer is sent to you."),
        Stage.READY: _("Next the answer is sent to you."),
        Stage.SENT: _("We wrote to you how you get it. Is something missing or wrong? Tell us."),
    }[Stage(case.stage)]
