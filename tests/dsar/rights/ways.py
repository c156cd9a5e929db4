"""Cases about a right, brought to their decision by the real acts, and a small register they rest on."""

from dsar.cases.clock import received_on
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.identity import services as identity
from dsar.notices.models import Notice
from dsar.processing_records.models import ProcessingActivity, Recipient, System
from dsar.rights.decisions import services, work_services
from dsar.rights.decisions.models import RightTask
from dsar.rights.decisions.selectors import version_of
from tests.world import make_case

DETAILS = {"emails": ["mira.holt@example.org"], "identifiers": [{"type": "customer number", "value": "C-88017"}]}


def small_register(world):
    """Two activities in two systems, one of which discloses to two recipients."""
    shop, post = System.objects.create(name="Shop"), System.objects.create(name="Newsletter tool")
    orders = ProcessingActivity.objects.create(
        controller=world.controller, name="Orders", purpose="Sell", legal_basis="Art. 6(1)(b)"
    )
    letters = ProcessingActivity.objects.create(
        controller=world.controller, name="Newsletter", purpose="Tell", legal_basis="Art. 6(1)(a)"
    )
    orders.systems.add(shop)
    letters.systems.add(post)
    Recipient.objects.create(activity=orders, name="Parcels Ltd")
    Recipient.objects.create(activity=orders, name="Tax office")
    return orders, letters


def asked(world, right, **extra):
    """A request about a right, logged."""
    return make_case(world, name="Mira Holt", right=right, details=dict(DETAILS), **extra)


def at_decision(world, right, **extra):
    """A case whose identity is settled and whose decision has begun."""
    case = asked(world, right, **extra)
    identity.mark_not_needed(case=case, kind="identity", reason="Signed in", actor=world.handler)
    return move_case(case=Case.objects.get(pk=case.pk), move=Move.START_REVIEW, actor=world.handler)


def decided(case, world, outcome, ground, words=""):
    """The decision, agreed by the DPO where the handler cannot take it alone."""
    row = services.propose(
        case=case, outcome=outcome, ground=ground, why="Looked at the file", words=words, actor=world.handler
    )
    return services.agree(decision=row, actor=world.dpo, read=version_of(row)) if row.state == "proposed" else row


def sign_all(case, world):
    """Every open task of the case signed."""
    for task in RightTask.objects.filter(case=case, state="open"):
        work_services.sign_task(
            task=task, state="done", done_on=received_on(case), words="Tom of IT", actor=world.handler
        )


def signed_in(client, user):
    """Sign in as somebody who gave the password just now."""
    client.force_login(user)
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()


def letters_of(case):
    """The letters queued about a case, by code."""
    return {notice.code: notice.body for notice in Notice.objects.filter(about_id=case.pk)}


__all__ = ["DETAILS", "RightAsked", "asked", "at_decision", "decided", "letters_of", "sign_all", "small_register"]
