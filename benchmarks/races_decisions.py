"""Two decisions on one thing at the same moment: approve/reject, send/send."""

from benchmarks.races import Told, at_once


def approve_reject(rounds: int) -> Told:
    """One approves and one rejects the same proposal at once: one decision, one entry."""
    from dsar.audit.models import AuditEntry
    from dsar.review import exemptions
    from dsar.review.models import ExemptionProposal
    from dsar.review.proposal_services import decide_proposal, propose_exemption
    from tests.dsar.review.exhibits import add_item, answers_to, in_review
    from tests.world import make_case, make_world

    world, wrong = make_world(), []
    case, law = in_review(make_case(world)), exemptions.find("uk.lpp")
    related = ExemptionProposal.objects.select_related("case__controller", "item__case__controller", "item__exhibit")
    for number in range(rounds):
        proposal = propose_exemption(
            item=add_item(case, "Text"),
            exemption_id=law.id,
            action="withhold",
            test=answers_to(law),
            reasons="Advice",
            actor=world.handler,
        )
        one, two = (related.get(pk=proposal.pk) for _ in range(2))
        before = AuditEntry.objects.filter(action="review.exemption_decided").count()
        told = at_once(
            lambda p=one: decide_proposal(proposal=p, status="approved", reason="Yes", actor=world.dpo),  # type: ignore[misc]
            lambda p=two: decide_proposal(proposal=p, status="rejected", reason="No", actor=world.approver),  # type: ignore[misc]
        )
        fresh = related.get(pk=proposal.pk)
        agrees = fresh.item.verdict == ("withhold" if fresh.status == "approved" else "undecided")
        entries = AuditEntry.objects.filter(action="review.exemption_decided").count() - before
        if sorted(told) != ["done", "refused"] or not agrees or entries != 1:
            wrong.append(f"round {number}: {told} {fresh.status} {fresh.item.verdict} {entries}")
    return Told(rounds, wrong)


def send_send(rounds: int) -> Told:
    """Two release the same package at once: one delivery, one notice."""
    from dsar.cases.models import Case
    from dsar.delivery.models import Delivery
    from dsar.delivery.services import release_package
    from dsar.notices.models import Notice
    from tests.dsar.delivery.packages import ready_case
    from tests.world import make_world

    world, wrong = make_world(), []
    for number in range(rounds):
        case = ready_case(world)
        one, two = (Case.objects.select_related("controller").get(pk=case.pk) for _ in range(2))
        told = at_once(
            lambda case=one: release_package(case=case, actor=world.handler, channel="portal"),  # type: ignore[misc]
            lambda case=two: release_package(case=case, actor=world.dpo, channel="portal"),  # type: ignore[misc]
        )
        effects = (
            sorted(told),
            Delivery.objects.filter(case=case).count(),
            Notice.objects.filter(about_id=case.pk, code="response_ready").count(),
        )
        if effects != (["done", "refused"], 1, 1):
            wrong.append(f"round {number}: {effects}")
    return Told(rounds, wrong)
