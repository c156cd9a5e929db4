"""The other rights of the demo: a rectification at work, a restriction in force, an objection and a withdrawal."""

import sqlite3
from pathlib import Path

from consent.selectors import open_purposes, text_in
from consent.services import Said, Source, record_choice
from consent.vocabulary import Act as Word
from consent.vocabulary import Channel as WordChannel
from consent.vocabulary import Method
from dsar.access.models import User
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import NewRequest, PersonEntry, move_case, register_case
from dsar.cases.vocabulary import Channel, PersonRole, RightAsked
from dsar.foundation import clock
from dsar.identity.services import mark_not_needed
from dsar.management.demo.erasures import DATABASE
from dsar.processing_records.models import Controller, ProcessingActivity, System
from dsar.rights.decisions import rules
from dsar.rights.decisions import services as decisions
from dsar.rights.decisions.models import RightDecision, RightTask
from dsar.rights.decisions.work_services import sign_task
from dsar.rights.erasure.models import ErasureTarget
from dsar.rights.objection import services as objection
from dsar.rights.rectification import services as rectification
from dsar.rights.restriction import flag_services
from dsar.rights.restriction import services as restriction
from dsar.rights.restriction.models import FlagStep
from dsar.rights.restriction.rule_services import set_flag_rule
from dsar.rights.withdrawal.ledger_services import identifiers_of

People = dict[str, User]


def load_rights(root: Path) -> int:
    """Make the cases once; gives how many were made."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@northwind.example")}
    controller = Controller.objects.filter(country="GB").order_by("name").first()
    activity = ProcessingActivity.objects.filter(controller=controller).order_by("name").first()
    if RightDecision.objects.filter(right=RightAsked.RECTIFICATION).exists() or not people or activity is None:
        return 0
    activity.systems.add(System.objects.get_or_create(name="Loyalty club")[0])
    _rectify(activity, people)
    _restrict(activity, people, root)
    _object(activity, people)
    _withdraw(activity, people)
    return 4


def _rectify(activity: ProcessingActivity, people: People) -> None:
    case = _case(
        activity, people, RightAsked.RECTIFICATION, "Nora Whitcombe",
        "You have my old street, and you say that I owe you for an order that I sent back.",
    )  # fmt: skip
    handler, club = people["handler"], System.objects.get(name="Loyalty club")
    _begin(case, handler)
    claims = (
        ("Street", "8 Bell Yard", "15 Orchard Row", "", "inaccurate", "The tenancy agreement shows the new street."),
        ("Open amount", "48.00", "", "The order of 3 May was sent back whole.", "incomplete", "The parcel was found."),
    )
    for field, old, new, statement, finding, words in claims:
        claim = rectification.Claim(field, old, new, statement, system=club, activity=activity)
        row = rectification.note_correction(case=case, claim=claim, actor=handler)
        rectification.check_accuracy(correction=row, finding=finding, words=words, actor=handler)
    decisions.propose(
        case=case, outcome=rules.GRANTED, ground="inaccurate", why="Both points were shown.", words="", actor=handler
    )
    task = RightTask.objects.filter(case=case).order_by("opened_at").first()
    if task is not None:
        today = clock.today(case.controller.time_zone)
        words = "Corrected at the counter by Tom Ashby."
        sign_task(task=task, state="done", done_on=today, words=words, actor=handler)


def _restrict(activity: ProcessingActivity, people: People, root: Path) -> None:
    case = _case(
        activity, people, RightAsked.RESTRICTION, "Greta Lowe", "Do not use my data until the court has decided."
    )
    target = ErasureTarget.objects.filter(name="Club database").first()
    if target is not None and (root / DATABASE).is_file():
        with sqlite3.connect(root / DATABASE) as opened:
            opened.execute("ALTER TABLE member ADD COLUMN restricted INTEGER DEFAULT 0")
        opened.close()
        set_flag_rule(target=target, set_name="member", column="restricted", value="1", actor=people["dpo"])
    handler = people["handler"]
    _begin(case, handler)
    restriction.note_restriction(
        case=case, ground="needed_for_claims", why="A claim about a fall in the shop is pending.",
        activities=[activity], actor=handler,
    )  # fmt: skip
    decisions.propose(
        case=case, outcome=rules.GRANTED, ground="needed_for_claims", why="The claim was shown.", words="",
        actor=handler,
    )  # fmt: skip
    for step in FlagStep.objects.filter(restriction__case=case):
        flag_services.work_step(step.pk)
    today = clock.today(case.controller.time_zone)
    restriction.record_use(
        case=case, basis="claims", what="Answer to the court's question about the visit.", on=today, actor=handler
    )


def _object(activity: ProcessingActivity, people: People) -> None:
    case = _case(
        activity, people, RightAsked.OBJECTION, "Ruben Falk",
        "I object to being watched for fraud. I am a journalist and my orders tell who my sources are.",
    )  # fmt: skip
    handler = people["handler"]
    _begin(case, handler)
    objection.note_objection(
        case=case, kind="general", situation="A journalist whose orders could tell who his sources are.",
        activities=[activity], actor=handler,
    )  # fmt: skip
    objection.weigh(
        case=case, our_grounds="Three refunds to the same card within a week.",
        their_interests="Protection of sources, private life.",
        conclusion="Only amounts and cards are compared, never what was ordered.", weighing="controller",
        actor=handler,
    )  # fmt: skip
    decisions.propose(
        case=case, outcome=rules.REFUSED, ground="compelling_grounds", why="The check reads no content of orders.",
        words="We compare amounts and payment cards only, to find refunds that were paid twice. What you ordered is "
        "not read.",
        actor=handler,
    )  # fmt: skip


def _withdraw(activity: ProcessingActivity, people: People) -> None:
    case = _case(activity, people, RightAsked.WITHDRAWAL, "Maud Elling", "Please stop the newsletter that I agreed to.")
    purpose = open_purposes().filter(ground="consent", kind="marketing").first()
    text = text_in(purpose, "en") if purpose else None
    if purpose is not None and text is not None:
        said = Said(purpose, Word.GRANTED, Method.TICKED, WordChannel.WEB, text=text)
        for identifier in identifiers_of(case):
            record_choice(identifier=identifier, said=said, source=Source("shop"))


def _begin(case: Case, handler: User) -> None:
    mark_not_needed(case=case, kind="identity", reason="Wrote from the address we know, signed in.", actor=handler)
    move_case(case=case, move=Move.START_REVIEW, actor=handler)


def _case(activity: ProcessingActivity, people: People, right: RightAsked, name: str, text: str) -> Case:
    email = f"{name.casefold().replace(' ', '.')}@example.org"
    details = {"name": name, "names": [name], "emails": [email]}
    roles = (PersonRole.SUBJECT, PersonRole.REQUESTER)
    request = NewRequest(
        controller=activity.controller, channel=Channel.EMAIL, received_at=clock.now(),
        people=tuple(PersonEntry(role, details) for role in roles), request_text=f"{text}\n\n{name}\n{email}",
        right=right, language=activity.controller.language,
    )  # fmt: skip
    return register_case(request=request, actor=people["intake"], handler=people["handler"])
