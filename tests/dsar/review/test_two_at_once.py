"""Two people press at the same moment: one effect, and the other one is told. On PostgreSQL, with threads."""

import json

import pytest

from tests.services import ProductUnderTest

pytestmark = pytest.mark.slow(13)

PAIRS = """
import json, threading
from django.db import connection
from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict
from dsar.review import exemptions
from dsar.review.models import ExemptionProposal, ReviewItem, Verdict
from dsar.review.proposal_services import decide_proposal, propose_exemption
from dsar.review.services import decide
from tests.dsar.review.exhibits import add_item, answers_to, in_review
from tests.world import make_case, make_world

world = make_world()
case = in_review(make_case(world))
law = exemptions.find("uk.lpp")

def at_once(*acts):
    barrier, told, lock = threading.Barrier(len(acts)), [], threading.Lock()
    def run(act):
        barrier.wait()
        try:
            act()
            answer = "done"
        except Conflict:
            answer = "conflict"
        finally:
            connection.close()
        with lock:
            told.append(answer)
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(told)

def fresh(row):
    return type(row).objects.select_related("case__controller", "item__case__controller", "item__exhibit").get(pk=row.pk)

answers = []
for number in range(20):
    item = add_item(case, "Text")
    proposal = propose_exemption(
        item=item, exemption_id=law.id, action="withhold", test=answers_to(law), reasons="Advice", actor=world.handler
    )
    one, two = fresh(proposal), fresh(proposal)
    answers.append(at_once(
        lambda: decide_proposal(proposal=one, status="approved", reason="Yes", actor=world.dpo),
        lambda: decide_proposal(proposal=two, status="rejected", reason="No", actor=world.approver),
    ))
verdicts = []
for number in range(20):
    item = add_item(case, "Text")
    one = ReviewItem.objects.select_related("exhibit", "case__controller").get(pk=item.pk)
    two = ReviewItem.objects.select_related("exhibit", "case__controller").get(pk=item.pk)
    verdicts.append(at_once(
        lambda: decide(item=one, verdict=Verdict.DISCLOSE, actor=world.handler, version=0),
        lambda: decide(item=two, verdict=Verdict.NOT_SUBJECT, actor=world.dpo, version=0),
    ))
agree = all(
    proposal.item.verdict == ("withhold" if proposal.status == "approved" else "undecided")
    for proposal in ExemptionProposal.objects.select_related("item")
)
print("RESULT" + json.dumps({
    "vendor": connection.vendor,
    "proposals": answers,
    "verdicts": verdicts,
    "agree": agree,
    "pending": ExemptionProposal.objects.filter(status="pending").count(),
    "entries": [
        AuditEntry.objects.filter(action=action).count()
        for action in ("review.exemption_decided", "review.decided")
    ],
}))
"""


@pytest.mark.postgres
def test_twenty_pairs_at_once_have_one_effect_each(postgres_server):
    address = postgres_server.create_database("review_pairs")

    with ProductUnderTest(database_url=address, start=False) as product:
        printed = product.python(PAIRS)

    told = json.loads(printed.split("RESULT", 1)[1])
    assert told["vendor"] == "postgresql"
    assert told["proposals"] == [["conflict", "done"]] * 20
    assert told["verdicts"] == [["conflict", "done"]] * 20
    assert told["agree"]
    assert told["pending"] == 0
    assert told["entries"] == [20, 20]
