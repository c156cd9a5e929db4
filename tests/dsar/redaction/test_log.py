"""The log of redactions: each instance with its article, on its page, as a file and over the API; never the words."""

import csv
import io

import pytest
from django.urls import reverse

from dsar.api.services import make_token
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.redaction.log import log_of
from dsar.review.ground_services import state_ground
from dsar.review.grounds import ground_of, left_out
from dsar.review.models import ExemptionProposal, Passage, ReviewItem, Verdict
from dsar.review.services import Place, add_passage
from tests.dsar.review.exhibits import add_item, in_review, suggest_passage
from tests.world import make_case


@pytest.mark.parametrize(
    ("regime", "kind", "role", "article"),
    [
        ("EU", "person", "other", "GDPR Art. 15(4)"),
        ("EU", "email_address", "colleague", "GDPR Art. 15(4)"),
        ("EU", "health", "other", "GDPR Art. 15(4) with Art. 9(1)"),
        ("EU", "criminal", "family", "GDPR Art. 15(4) with Art. 10"),
        ("EU", "person", "out_of_scope", "GDPR Art. 15(1) with Art. 4(1)"),
        ("EU", "secret", "secret", "GDPR Art. 15(4) with Art. 32(1)"),
        ("EU", "", "referee", "GDPR Art. 15(4)"),
        ("UK", "person", "other", "DPA 2018 Sch. 2 Pt 3 para 16 and 17; UK GDPR Art. 15(4)"),
        ("UK", "", "out_of_scope", "UK GDPR Art. 15(1) with Art. 4(1)"),
        ("CCPA", "us_ssn", "secret", "Cal. Code Regs. tit. 11 § 7024(d)"),
        ("CCPA", "person", "other", "Cal. Civ. Code § 1798.145(k)"),
        ("PIPEDA", "person", "other", "PIPEDA s. 9(1)"),
        ("LGPD", "person", "other", "LGPD Art. 18 with Art. 5(I)"),
        ("CH", "health", "other", "FADP Art. 26(1)(b) with Art. 5(c)"),
    ],
)  # fmt: skip
def test_each_redaction_rests_on_the_provision_of_its_law(regime, kind, role, article):
    ground = ground_of(regime, kind=kind, person_role=role)

    assert (ground.article, ground.is_stated) == (article, True)


def test_an_approved_exemption_wins_and_an_unexplained_mark_is_told_apart():
    approved = ground_of("EU", kind="person", person_role="other", exemptions=["eu.whistleblower", "eu.whistleblower"])
    unsaid = ground_of("EU")

    assert (approved.article, approved.code) == ("Directive (EU) 2019/1937 Art. 16", "exemption")
    assert (unsaid.article, unsaid.code, unsaid.is_stated) == ("GDPR Art. 15(4)", "unsaid", False)
    assert left_out("UK").article == "UK GDPR Art. 15(1) with Art. 4(1)"


@pytest.mark.parametrize(
    ("regime", "given", "is_checked"),
    [
        ("EU", {"kind": "health", "person_role": "other"}, True),
        ("UK", {"kind": "", "person_role": "out_of_scope"}, True),
        ("CCPA", {"kind": "secret", "person_role": "secret"}, True),
        ("CCPA", {"kind": "person", "person_role": "other"}, False),
        ("CCPA", {"exemptions": ["ccpa.trade_secrets"]}, True),
        ("CCPA", {"exemptions": ["ccpa.trade_secrets", "ccpa.others"]}, False),
        ("PIPEDA", {"kind": "person", "person_role": "other"}, True),
        ("PIPEDA", {"kind": "secret", "person_role": "secret"}, False),
        ("PIPEDA", {"kind": "person", "person_role": "out_of_scope"}, False),
        ("QC", {"kind": "health", "person_role": "other"}, True),
        ("QC", {"exemptions": ["qc.health"]}, False),
        ("LGPD", {"kind": "person", "person_role": "other"}, False),
        ("LGPD", {"exemptions": ["br.secrets"]}, True),
        ("CH", {"kind": "person", "person_role": "other"}, True),
        ("CH", {"kind": "health", "person_role": "other"}, False),
    ],
)  # fmt: skip
def test_what_was_not_compared_with_a_text_of_the_law_says_so(regime, given, is_checked):
    assert ground_of(regime, **given).is_checked is is_checked


@pytest.mark.django_db
def test_the_page_and_the_file_say_which_articles_nobody_checked(world, client):
    case = in_review(make_case(world, regime_id="LGPD"))
    item = add_item(case, "Erik wrote this.")
    suggest_passage(item, status="redact")
    ReviewItem.objects.filter(pk=item.pk).update(verdict=Verdict.REDACT)
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case-review-log", args=[case.reference])).content.decode()
    table = b"".join(client.get(reverse("dsar:case-review-log-csv", args=[case.reference])).streaming_content)

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert log_of(case).unchecked == {"LGPD Art. 18 with Art. 5(I)"}
    assert page.count("not checked by us") == 3
    assert (rows[0][-1], rows[1][-1]) == ("Article checked", "not checked by us")


@pytest.fixture
def marked(world):
    """A case in review with a suggested name, a mark by hand, an exemption, an item withheld and one of somebody else."""
    case = in_review(make_case(world, regime_id="EU"))
    first = add_item(case, "Erik wrote this, and the plan is secret.")
    suggest_passage(first, status="redact")
    by_hand = add_passage(item=first, place=Place(block=0, start=5, end=10), actor=world.handler)
    covered = add_passage(item=first, place=Place(block=0, start=20, end=27), actor=world.handler)
    withheld, strangers = add_item(case, "A plan."), add_item(case, "About somebody else.")
    now = clock.now()
    shared = {"case": case, "exemption_id": "eu.trade_secrets", "test": {}, "proposer": world.handler}
    done = {"proposed_at": now, "status": "approved", "decider": world.dpo, "decided_at": now}
    ExemptionProposal.objects.create(item=first, passage=covered, action="redact", **shared, **done)
    ExemptionProposal.objects.create(item=withheld, action="withhold", **shared, **done)
    ReviewItem.objects.filter(pk=first.pk).update(verdict=Verdict.REDACT)
    ReviewItem.objects.filter(pk=withheld.pk).update(verdict=Verdict.WITHHOLD)
    ReviewItem.objects.filter(pk=strangers.pk).update(verdict=Verdict.NOT_SUBJECT)
    return case, first, by_hand


@pytest.mark.django_db
def test_every_instance_of_a_case_has_its_article(marked):
    case, _first, _by_hand = marked

    log = log_of(case)

    secrets = "GDPR Art. 15(4), read with Recital 63"
    assert [(line.number, line.ground.code, line.ground.article, line.state) for line in log.lines] == [
        (1, "others", "GDPR Art. 15(4)", "waiting"),
        (1, "unsaid", "GDPR Art. 15(4)", "waiting"),
        (1, "exemption", secrets, "waiting"),
        (2, "exemption", secrets, "left_out"),
        (3, "scope", "GDPR Art. 15(1) with Art. 4(1)", "left_out"),
    ]
    assert log.unsaid == 1
    assert log.by_article[0] == (secrets, "Trade secrets and intellectual property", 2)


@pytest.mark.django_db
def test_a_person_says_why_and_the_decision_on_the_item_stands(world, marked):
    case, first, by_hand = marked

    changed = state_ground(item=first, passage_ids=[by_hand.pk], person_role="out_of_scope", actor=world.handler)

    assert changed == 1
    assert log_of(case).unsaid == 0
    assert ReviewItem.objects.get(pk=first.pk).verdict == Verdict.REDACT
    assert AuditEntry.objects.filter(action="review.ground_stated", actor_id=world.handler.pk).count() == 1


@pytest.mark.django_db
def test_no_other_ground_and_nobody_without_a_grant(world, marked):
    _case, first, by_hand = marked

    with pytest.raises(RuleRefused) as refused:
        state_ground(item=first, passage_ids=[by_hand.pk], person_role="because", actor=world.handler)
    with pytest.raises(NotPermitted):
        state_ground(item=first, passage_ids=[by_hand.pk], person_role="other", actor=world.auditor)

    assert refused.value.code == "no_such_ground"
    assert Passage.objects.get(pk=by_hand.pk).person_role == ""


@pytest.mark.django_db
def test_the_log_is_on_a_page_in_a_file_and_over_the_api_and_never_quotes(world, client, marked):
    case, first, by_hand = marked
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case-review-log", args=[case.reference])).content.decode()
    table = b"".join(client.get(reverse("dsar:case-review-log-csv", args=[case.reference])).streaming_content)
    item = client.get(reverse("dsar:case-review-item", args=[case.reference, 1])).content.decode()
    _token, secret = make_token(user=world.handler, name="test")
    answer = client.get(f"/api/v1/cases/{case.reference}/redactions/", headers={"authorization": f"Bearer {secret}"})
    said = client.post(
        reverse("dsar:case-review-ground", args=[case.reference, 1]), {"passage": by_hand.pk, "person_role": "family"}
    )

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row[5] for row in rows[1:]] == [line.ground.article for line in log_of(case).lines]
    assert [one["article"] for one in answer.json()["results"]] == [row[5] for row in rows[1:]]
    assert "Erik" not in page + table.decode()
    assert "For 1 mark nobody has said why" in page
    assert "Rests on GDPR Art. 15(4): Another person" in item
    assert (said.status_code, Passage.objects.get(pk=by_hand.pk).person_role) == (302, "family")
    assert first.exhibit.number == 1
