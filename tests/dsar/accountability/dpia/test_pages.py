"""The screens: from screening to the report, with what was typed kept and what is missing told."""

import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from dsar.accountability.dpia import review_services, services
from dsar.accountability.dpia.content import Views
from dsar.accountability.dpia.models import Dpia, DpiaDraft, Screening
from dsar.accountability.dpia.questions import ALL
from dsar.accountability.dpia.storing import content_of, fingerprint_of, seen_of, today_of
from dsar.foundation import clock
from tests.dsar.accountability.dpia.making import LATER, a_measure, approved, begun, submitted, whole

HIGH = whole(measures=[a_measure(likelihood=0)])


def fresh(client):
    """The same browser, its password given just now."""
    session = client.session
    session["reauthenticated_at"] = clock.now().isoformat()
    session.save()
    return client


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def get(client, name, /, *args, **query):
    return client.get(reverse(f"dsar:{name}", args=args), query)


def post(client, name, /, *args, **given):
    return client.post(reverse(f"dsar:{name}", args=args), given)


@pytest.fixture
def handler(world):
    return browser(world.handler)


def test_a_screening_leads_to_an_assessment_from_a_template(world, handler):
    begin = {"title": "Cameras", "controller": world.controller.pk}
    post(handler, "dpia-screening-new", **begin)
    reference = Screening.objects.get().reference
    post(handler, "dpia-screening", reference, **dict.fromkeys(ALL, "no") | {"monitoring": "yes"}, revision=0)
    reasons = "People cannot avoid the cameras."

    post(handler, "dpia-screening-decide", reference, outcome="needed", reasons=reasons)
    form = get(handler, "dpia-new", screening=reference).content.decode()
    answer = post(handler, "dpia-new", **begin, screening=reference, template="cctv")

    dpia = Dpia.objects.get()
    assert 'value="Cameras"' in form
    assert answer["Location"] == reverse("dsar:dpia-part", args=[dpia.reference, "description"])
    assert (dpia.screening.reference, dpia.template_name) == (reference, "Video surveillance")
    assert len(content_of(dpia).risks) == 4


def test_a_decision_that_a_rule_refuses_is_told_beside_the_form_with_what_was_typed(world, handler):
    post(handler, "dpia-screening-new", title="Scoring", controller=world.controller.pk)
    reference = Screening.objects.get().reference

    answer = post(handler, "dpia-screening-decide", reference, outcome="not_needed", reasons="We think it is harmless.")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "16 questions are not answered yet" in page
    assert "We think it is harmless." in page


def test_a_part_may_be_saved_half_and_tells_what_is_missing(world, handler):
    dpia = begun(world, whole(description={}))

    saved = post(handler, "dpia-part", dpia.reference, "description", title="Cameras", scope="Six cameras", revision=0)
    page = get(handler, "dpia-part", dpia.reference, "description").content.decode()

    assert saved.status_code == 302
    assert "9 things are missing" in page
    assert "Six cameras" in page


def test_who_was_slower_sees_both_texts_and_may_save_again(world, handler):
    dpia = begun(world)
    given = {"sought": "no", "how": "", "words": "What I typed", "revision": 0}
    services.save_views(dpia=dpia, views=Views("no", "", "What Dana wrote"), revision=0, actor=world.dpo)

    refused = post(handler, "dpia-part", dpia.reference, "views", **given)
    page = refused.content.decode()
    again = post(handler, "dpia-part", dpia.reference, "views", **given | {"revision": 1})

    assert refused.status_code == 409
    assert all(words in page for words in ("Dana Poe changed this part", "What I typed", "What Dana wrote"))
    assert 'name="revision" value="1"' in page
    assert again.status_code == 302


def test_what_is_typed_is_kept_and_offered_again(world, handler):
    dpia = begun(world)

    kept = post(handler, "dpia-keep", dpia.reference, "views", sought="no", words="half a sen", revision="0")
    offered = get(handler, "dpia-part", dpia.reference, "views").content.decode()
    take = post(handler, "dpia-keep", dpia.reference, "views", act="take")
    taken = handler.get(take["Location"]).content.decode()
    post(handler, "dpia-keep", dpia.reference, "views", act="drop")

    assert "Kept as a draft" in kept.content.decode()
    assert "did not save it" in offered
    assert "half a sen" in taken
    assert not DpiaDraft.objects.exists()


def test_a_draft_is_for_its_person_alone(world, handler):
    dpia = begun(world)
    post(handler, "dpia-keep", dpia.reference, "views", words="half a sen", revision="0")

    page = get(browser(world.dpo), "dpia-part", dpia.reference, "views").content.decode()

    assert "did not save it" not in page


def test_risks_and_measures_are_written_on_pages_of_their_own(world, handler):
    dpia = begun(world, whole([], []))

    post(handler, "dpia-risk-new", dpia.reference, title="Leak", kind="access", source="S", threat="T",
         consequence="C", severity="4", likelihood="3", revision=0)  # fmt: skip
    post(handler, "dpia-measure-new", dpia.reference, title="Keys", words="", risks=["R1"], lowers_likelihood="2",
         lowers_severity="0", owner="IT", due_on="2030-01-31", state="planned", revision=0)  # fmt: skip
    page = get(handler, "dpia-risks", dpia.reference).content.decode()
    empty = post(handler, "dpia-risk-new", dpia.reference, title="", source="Kept", revision=1)

    dpia.refresh_from_db()
    assert (dpia.before, dpia.after) == (12, 4)
    assert "R1: from grave, likely to grave, unlikely (very high to medium)." in page
    assert 'class="matrix-after"' in page
    assert empty.status_code == 422
    assert "Kept" in empty.content.decode()


def test_the_overview_tells_what_keeps_it_from_approval(world, handler):
    dpia = begun(world, HIGH)

    page = get(handler, "dpia", dpia.reference).content.decode()
    answer = browser(world.handler).post(
        reverse("dsar:dpia-decision", args=[dpia.reference]), {"act": "submit"}, follow=True
    )

    assert "consult the supervisory authority" in page
    assert "The DPO has not given advice yet." in answer.content.decode()
    assert Dpia.objects.get().state == "draft"


def test_advice_consultation_and_approval_each_by_whom_it_belongs_to(world, handler):
    dpia = begun(world, HIGH)
    officer, approver, day = browser(world.dpo), browser(world.approver), today_of(world.controller)
    ref = dpia.reference

    refused = post(handler, "dpia-advice", ref, act="advise", text="Fine.")
    post(officer, "dpia-advice", ref, act="advise", text="Consult first.")
    seen = seen_of(Dpia.objects.get(), "advice")
    post(handler, "dpia-advice", ref, act="answer", followed="yes", reasons="", seen=seen)
    post(handler, "dpia-consultation", ref, authority="ICO", received_on=day, answer="no_objection", answered_on=day, words="Go.")  # fmt: skip
    post(handler, "dpia-decision", ref, act="submit")
    form = {"act": "approve", "review_on": day + LATER, "read": fingerprint_of(Dpia.objects.get())}
    asked = post(approver, "dpia-decision", ref, **form)
    before = get(approver, "dpia-decision", ref).content.decode()
    by_dpo = post(fresh(officer), "dpia-decision", ref, **form)
    stale = post(fresh(approver), "dpia-decision", ref, **form | {"read": "0" * 64})
    done = post(approver, "dpia-decision", ref, **form)

    assert (refused.status_code, by_dpo.status_code, stale.status_code, done.status_code) == (403, 403, 422, 302)
    assert reverse("dsar:reauthenticate") in asked["Location"]
    assert "Give your password" in before
    assert "It has changed since you read it." in stale.content.decode()
    assert Dpia.objects.get().state == "approved"


def test_who_may_not_write_reads(world):
    dpia = begun(world, whole(description={"scope": "Six cameras in the yard"}))

    page = get(browser(world.auditor), "dpia-part", dpia.reference, "description").content.decode()
    refused = post(browser(world.auditor), "dpia-part", dpia.reference, "description", title="X", revision=0)

    assert "Six cameras in the yard" in page
    assert "<textarea" not in page
    assert refused.status_code == 403


def test_the_list_is_filtered_sorted_and_taken_as_a_table(world, handler):
    begun(world, HIGH, title="=Scoring")
    approved(world)

    high = get(handler, "dpias", level="high").content.decode()
    none = get(handler, "dpias", q="nowhere").content.decode()
    ordered = get(handler, "dpias", sort="after").content.decode()
    table = b"".join(get(handler, "dpias-csv", sort="-after")).decode()

    assert "=Scoring" in high
    assert "Cameras" not in high
    assert "Nothing here" in none
    assert ordered.index("Cameras") < ordered.index("=Scoring")
    assert table.splitlines()[1].split(",")[2] == "'=Scoring"
    assert "Low" in table.splitlines()[2]


def test_a_longer_list_asks_the_database_no_oftener(world, handler):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert get(handler, "dpias").status_code == 200
        return len(queries)

    begun(world)
    asked()
    few = asked()
    for _each in range(5):
        begun(world)

    assert asked() == few


def test_the_list_shows_the_version_in_work_once(world, handler):
    dpia = approved(world)
    review_services.begin_version(dpia=dpia, actor=world.handler)

    page = get(handler, "dpias").content.decode()

    assert page.count(dpia.reference) == 2  # its address and its name
    assert "version 2" in page


def test_a_version_is_compared_with_the_one_before(world, handler):
    second = review_services.begin_version(dpia=approved(world), actor=world.handler)
    services.save_views(dpia=second, views=Views("no", "", "A new reason"), revision=0, actor=world.handler)

    page = get(handler, "dpia-compare", second.reference, 2).content.decode()

    assert "A new reason" in page
    assert "Nobody is affected yet." in page
    assert get(handler, "dpia-compare", second.reference, 1).status_code == 404


def test_the_report_is_a_pdf_with_everything_the_law_asks_for(world, handler):
    dpia = approved(world)

    content = b"".join(get(handler, "dpia-file", dpia.reference, 1, "pdf"))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)

    words = [
        "35(7)(a)",
        "35(7)(b)",
        "35(7)(c)",
        "35(7)(d)",
        "35(9)",
        "35(2)",
        "Art. 36",
        "Almost certain",
        dpia.digest[:16],
    ]
    assert [word for word in words if word not in text] == []


def test_the_export_can_be_checked_against_its_digest(world, handler):
    dpia = approved(world)

    document = json.loads(b"".join(get(handler, "dpia-file", dpia.reference, 1, "json")))

    assert document["risk"]["residual"] == {"score": 3, "level": "low"}
    assert document["digest"] == dpia.digest
    assert document["content"] == dpia.content


def test_an_approved_assessment_takes_reviews_and_progress_of_measures(world, handler):
    dpia = approved(world)

    post(handler, "dpia-measure-state", dpia.reference, "M1", state="done")
    wrong = post(handler, "dpia-decision", dpia.reference, **{"act": "review", "review-kind": "still_right", "review-words": "Looked."})  # fmt: skip
    post(handler, "dpia-decision", dpia.reference, **{"act": "review", "review-kind": "risk_changed", "review-words": "New faces."})  # fmt: skip

    dpia.refresh_from_db()
    assert (dpia.today, dpia.open_measures) == (3, 0)
    assert wrong.status_code == 422
    assert "Looked." in wrong.content.decode()
    assert dpia.review_on == today_of(world.controller)


def test_a_template_is_saved_used_and_taken_out_of_use(world, handler):
    dpia = submitted(world)
    post(handler, "dpia-template-save", dpia.reference, name="Our cameras", words="For shops")
    page = get(handler, "dpia-templates").content.decode()
    from dsar.accountability.dpia.models import DpiaTemplate

    own = DpiaTemplate.objects.get()
    post(handler, "dpia-new", title="Second shop", controller=world.controller.pk, template=str(own.pk))
    post(handler, "dpia-template-retire", own.pk)

    assert "Our cameras" in page
    assert Dpia.objects.get(title="Second shop").template_name == "Our cameras"
    assert "Our cameras" not in get(handler, "dpia-templates").content.decode()


def test_what_nobody_knows_is_not_found(world, handler):
    assert get(handler, "dpia", "DPIA-2026-9999-X").status_code == 404
    assert get(handler, "dpia-part", begun(world).reference, "nothing").status_code == 404
