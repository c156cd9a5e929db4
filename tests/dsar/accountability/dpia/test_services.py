"""Acts on assessments: writing together, advice, consultation, approval by the right person, versions, reviews."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from dsar.accountability.dpia import decision_services, review_services, services
from dsar.accountability.dpia.comparison import compare
from dsar.accountability.dpia.content import Checked, Views, from_json
from dsar.accountability.dpia.decision_services import ConsultationValues
from dsar.accountability.dpia.models import Dpia, DpiaTemplate
from dsar.accountability.dpia.register import changes_since
from dsar.accountability.dpia.storing import clock_of, content_of, digest_of, fingerprint_of, today_of
from dsar.audit.models import AuditEntry
from dsar.audit.verification import verify
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.models import ProcessingActivity, Recipient
from tests.dsar.accountability.dpia.making import LATER, a_measure, a_risk, approve, approved, begun, submitted, whole

HIGH = whole(measures=[a_measure(likelihood=0)])


@pytest.fixture
def activity(world):
    """An entry of the register with a recipient abroad."""
    made = ProcessingActivity.objects.create(
        controller=world.controller,
        name="Marketing",
        purpose="Sending offers.",
        legal_basis="Consent",
        categories=["contact details", "interests"],
        data_subjects="Customers",
        retention="Two years.",
    )
    Recipient.objects.create(activity=made, name="Postbird Inc.", country="US", safeguard="Clauses")
    return made


def acts():
    return list(AuditEntry.objects.filter(action__startswith="dpia.").order_by("seq").values_list("action", flat=True))


def test_the_register_fills_what_was_not_written(world, activity):
    content = whole(description={"purposes": "Our own words."})

    dpia = begun(world, content, activities=(activity,))

    written = content_of(dpia)
    assert dpia.reference.startswith("DPIA-")
    assert written.text("purposes") == "Our own words."
    assert written.text("categories") == "contact details\ninterests"
    assert written.text("transfers") == "Postbird Inc. (US): Clauses"
    assert acts() == ["dpia.begun"]


def test_a_later_change_of_the_register_is_told_with_what(world, activity):
    dpia = begun(world, activities=(activity,))
    assert changes_since(content_of(dpia)) == []

    ProcessingActivity.objects.filter(pk=activity.pk).update(retention="Ten years.")

    (change,) = changes_since(content_of(dpia))
    assert (change.place, change.before, change.now) == ("Marketing", "Two years.", "Ten years.")


def test_an_entry_that_was_removed_is_told_and_stays_in_the_assessment(world, activity):
    dpia = begun(world, activities=(activity,))

    activity.delete()

    assert [one.now for one in changes_since(content_of(dpia))] == ["removed"]
    assert content_of(Dpia.objects.get(pk=dpia.pk)).register[0]["purpose"] == "Sending offers."


def test_a_colleague_who_reads_another_language_sees_no_change_where_there_is_none(world, activity):
    activity.has_automated_decisions = False
    activity.save()
    dpia = begun(world, activities=(activity,))

    with translation.override("fr"):
        assert changes_since(content_of(dpia)) == []


def test_taking_the_register_over_again_settles_the_difference(world, activity):
    dpia = begun(world, activities=(activity,))
    ProcessingActivity.objects.filter(pk=activity.pk).update(retention="Ten years.")

    dpia = services.take_register(dpia=dpia, activities=[activity], actor=world.handler)

    activity.refresh_from_db()
    dpia = services.take_register(dpia=dpia, activities=ProcessingActivity.objects.all(), actor=world.handler)
    assert changes_since(content_of(dpia)) == []


def test_references_run_on_and_are_never_given_twice(world):
    numbers = [begun(world).reference.split("-")[2] for _each in range(3)]

    assert numbers == ["0001", "0002", "0003"]


def test_two_people_write_at_different_parts_and_both_stay(world):
    dpia = begun(world)
    checks = {"legal_basis": Checked("met", "Contract.")}

    services.save_views(dpia=dpia, views=Views("no", "", "Secret launch."), revision=0, actor=world.handler)
    dpia = services.save_necessity(dpia=dpia, checks=checks, revision=0, actor=world.dpo)

    assert content_of(dpia).views.words == "Secret launch."
    assert content_of(dpia).check("legal_basis").words == "Contract."


def test_the_slower_of_two_at_one_part_is_told_who_was_faster(world):
    dpia = begun(world)
    services.save_views(dpia=dpia, views=Views("no", "", "First."), revision=0, actor=world.dpo)

    with pytest.raises(Conflict, match="Dana Poe") as refused:
        services.save_views(dpia=dpia, views=Views("no", "", "Second."), revision=0, actor=world.handler)

    assert refused.value.code == "part_changed"
    assert content_of(Dpia.objects.get(pk=dpia.pk)).views.words == "First."


def test_risks_and_measures_are_added_changed_and_taken_out(world):
    dpia = begun(world)

    dpia = services.save_risk(dpia=dpia, risk=a_risk(""), revision=0, actor=world.handler)
    dpia = services.save_measure(dpia=dpia, measure=a_measure("", risks=("R2",)), revision=0, actor=world.handler)
    dpia = services.remove_risk(dpia=dpia, risk_id="R1", revision=1, actor=world.handler)
    dpia = services.remove_measure(dpia=dpia, measure_id="M1", revision=1, actor=world.handler)

    content = content_of(dpia)
    assert [one.id for one in content.risks] == ["R2"]
    assert [(one.id, one.risks) for one in content.measures] == [("M2", ("R2",))]
    assert (dpia.before, dpia.after, dpia.open_measures) == (9, 3, 1)


@pytest.mark.parametrize("who", ["approver", "admin", "auditor", "intake"])
def test_only_who_writes_assessments_begins_one(world, who):
    with pytest.raises(NotPermitted):
        services.begin(new=services.NewDpia(world.controller, "Cameras"), actor=getattr(world, who))


def test_advice_is_of_the_dpo_and_not_following_it_needs_reasons(world):
    dpia = begun(world)
    with pytest.raises(NotPermitted):
        decision_services.advise(dpia=dpia, text="Go on.", actor=world.handler)
    decision_services.advise(dpia=dpia, text="Leave out the yard.", actor=world.dpo)

    with pytest.raises(RuleRefused) as refused:
        decision_services.answer_advice(dpia=dpia, followed="no", reasons="No.", actor=world.handler)

    assert refused.value.code == "advice_reasons"


def test_what_lacks_something_is_not_put_forward(world):
    dpia = begun(world, whole(description={}))

    with pytest.raises(RuleRefused) as refused:
        decision_services.submit(dpia=dpia, actor=world.handler)

    assert refused.value.code == "incomplete_description"


def test_the_controller_approves_and_the_text_is_frozen(world):
    dpia = approved(world)

    assert (dpia.state, dpia.approver, dpia.adviser) == ("approved", world.approver, world.dpo)
    assert dpia.digest == digest_of(Dpia.objects.get(pk=dpia.pk))
    with pytest.raises(Conflict):
        services.save_views(dpia=dpia, views=Views("no", "", "Later."), revision=0, actor=world.handler)
    assert acts() == ["dpia.begun", "dpia.advised", "dpia.advice_answered", "dpia.submitted", "dpia.approved"]
    assert verify().is_whole


def test_content_that_was_changed_behind_our_back_does_not_match_its_digest(world):
    dpia = approved(world)

    dpia.content = {**dpia.content, "views": {"sought": "yes", "how": "", "words": "Everybody agreed."}}
    dpia.save()

    assert digest_of(Dpia.objects.get(pk=dpia.pk)) != dpia.digest


@pytest.mark.parametrize("who", ["dpo", "handler", "admin"])
def test_neither_the_dpo_nor_who_writes_approves(world, who):
    dpia = submitted(world)

    with pytest.raises(NotPermitted):
        approve(dpia, getattr(world, who))


def test_an_approver_who_wrote_does_not_approve_unless_the_team_is_small(world):
    dpia = submitted(world)
    dpia.writers.add(world.approver)
    review_on = today_of(world.controller) + LATER
    with pytest.raises(NotPermitted):
        approve(dpia, world.approver, review_on)

    world.controller.small_team, world.controller.small_team_reason = True, "Three of us."
    world.controller.save()
    dpia = approve(dpia, world.approver, review_on)

    assert dpia.is_alone
    assert dpia.record["decision"]["alone_reason"] == "Three of us."


def test_an_approval_names_what_was_read(world):
    dpia = submitted(world)
    read, day = fingerprint_of(Dpia.objects.get(pk=dpia.pk)), today_of(world.controller) + LATER
    decision_services.take_back(dpia=dpia, actor=world.handler)
    services.save_views(dpia=dpia, views=Views("no", "", "Secret."), revision=0, actor=world.handler)
    decision_services.submit(dpia=dpia, actor=world.handler)

    with pytest.raises(RuleRefused) as silent:
        decision_services.approve(dpia=dpia, words="", review_on=day, read="", actor=world.approver)
    with pytest.raises(Conflict) as stale:
        decision_services.approve(dpia=dpia, words="", review_on=day, read=read, actor=world.approver)

    assert (silent.value.code, stale.value.code) == ("version_needed", "stale")
    assert approve(dpia, world.approver, day).state == "approved"


def test_a_dpo_who_is_approver_too_does_not_approve(world):
    world.dpo.role_grants.create(role="approver")
    dpia = submitted(world)

    with pytest.raises(NotPermitted, match="Art. 38"):
        approve(dpia, world.dpo)


@pytest.mark.parametrize(
    "wrong",
    [
        {"approver_id": "handler"},
        {"approver_id": "dpo"},
        {"review_on": None},
        {"digest": ""},
        {"approved_at": None},
    ],
)
def test_the_database_refuses_an_approval_that_is_none(world, wrong):
    dpia = approved(world)
    values = {name: getattr(world, value).pk if name == "approver_id" else value for name, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Dpia.objects.filter(pk=dpia.pk).update(**values)


def test_approval_without_a_day_of_review_is_refused(world):
    dpia = submitted(world)

    with pytest.raises(RuleRefused) as refused:
        approve(dpia, world.approver, today_of(world.controller))

    assert refused.value.code == "review_on"


def test_the_approver_sends_it_back_with_words_and_the_writer_goes_on(world):
    dpia = submitted(world)

    dpia = decision_services.send_back(dpia=dpia, words="Say who watches.", actor=world.approver)

    assert (dpia.state, dpia.record["sent_back"]["words"]) == ("draft", "Say who watches.")
    assert services.save_views(dpia=dpia, views=Views("no", "", "So."), revision=0, actor=world.handler)


def consulted(world, dpia, *, days_ago, **more):
    values = ConsultationValues(today_of(world.controller) - dt.timedelta(days=days_ago), "ICO", **more)
    return decision_services.record_consultation(dpia=dpia, values=values, actor=world.handler)


def test_high_residual_risk_is_not_put_forward_before_the_authority_has_answered(world):
    dpia = begun(world, HIGH)
    decision_services.advise(dpia=dpia, text="Ask the authority.", actor=world.dpo)
    decision_services.answer_advice(dpia=dpia, followed="yes", reasons="", actor=world.handler)
    with pytest.raises(RuleRefused) as first:
        decision_services.submit(dpia=dpia, actor=world.handler)
    dpia = consulted(world, dpia, days_ago=10)
    with pytest.raises(RuleRefused) as second:
        decision_services.submit(dpia=dpia, actor=world.handler)

    answered_on = today_of(world.controller)
    dpia = consulted(world, dpia, days_ago=10, answer="advice", answered_on=answered_on, words="Add a mask.")

    assert [one.value.code for one in (first, second)] == ["consultation_missing", "consultation_unanswered"]
    assert decision_services.submit(dpia=dpia, actor=world.handler).state == "in_approval"


def test_silence_counts_only_when_the_time_of_the_authority_has_run_out(world):
    dpia = begun(world, HIGH)
    with pytest.raises(RuleRefused) as refused:
        consulted(world, dpia, days_ago=30, answer="silence")
    dpia.refresh_from_db()
    assert "consultation" not in dpia.record

    dpia = consulted(world, dpia, days_ago=70, answer="silence")

    assert refused.value.code == "silence"
    assert clock_of(dpia).is_over(today_of(world.controller))


@pytest.mark.parametrize(
    "more",
    [
        {"extended_on": dt.date(2020, 1, 1)},
        {"answer": "advice", "words": "No."},
        {"answer": "advice", "answered_on": dt.date(2120, 1, 1), "words": "No."},
        {"suspensions": ((dt.date(2120, 1, 1), None),)},
    ],
)
def test_days_that_cannot_be_are_refused(world, more):
    with pytest.raises(RuleRefused):
        consulted(world, begun(world, HIGH), days_ago=10, **more)


def test_a_new_version_starts_from_the_approved_one_and_replaces_it_at_approval(world):
    first = approved(world)
    second = review_services.begin_version(dpia=first, actor=world.handler)
    with pytest.raises(Conflict):
        review_services.begin_version(dpia=first, actor=world.handler)
    changed = replace(content_of(second).risks[0], severity=4)
    second = services.save_risk(dpia=second, risk=changed, revision=0, actor=world.handler)
    decision_services.advise(dpia=second, text="Good.", actor=world.dpo)
    decision_services.answer_advice(dpia=second, followed="yes", reasons="", actor=world.handler)
    decision_services.submit(dpia=second, actor=world.handler)
    review_on = today_of(world.controller) + LATER
    approve(second, world.approver, review_on)

    first.refresh_from_db()
    (change,) = compare(content_of(first), content_of(Dpia.objects.get(pk=second.pk)))

    assert (second.reference, second.number, first.state) == (first.reference, 2, "superseded")
    assert (change.label, change.before, change.now) == ("R1 Risk R1: Severity", "3 – Serious", "4 – Grave")


def test_progress_of_a_measure_lowers_the_risk_of_today_and_not_what_was_approved(world):
    dpia = approved(world)
    assert (dpia.today, dpia.open_measures) == (9, 1)

    moved = review_services.move_measure(dpia=dpia, measure_id="M1", state="done", actor=world.handler)

    assert (moved.today, moved.open_measures, moved.measure_due_on) == (3, 0, None)
    assert from_json(moved.content).measures[0].state == "planned"
    assert digest_of(Dpia.objects.get(pk=dpia.pk)) == dpia.digest


def test_a_review_sets_the_next_day_and_a_changed_risk_is_due_at_once(world):
    dpia, today = approved(world), today_of(world.controller)

    review_services.review(
        dpia=dpia, kind="still_right", words="All as it was.", next_on=today + LATER, actor=world.dpo
    )
    review_services.review(dpia=dpia, kind="risk_changed", words="Faces are matched.", next_on=None, actor=world.dpo)

    dpia.refresh_from_db()
    assert dpia.review_on == today
    assert [one.kind for one in dpia.reviews.all()] == ["risk_changed", "still_right"]


def test_a_template_of_our_own_keeps_words_and_no_judgement(world):
    dpia = begun(world)

    made = review_services.save_template(dpia=dpia, name="Our cameras", words="Shops", actor=world.handler)

    content = from_json(DpiaTemplate.objects.get(pk=made.pk).content)
    assert (content.risks[0].title, content.risks[0].likelihood) == ("Risk R1", None)
    assert (content.measures[0].owner, content.measures[0].due_on, content.register) == ("", None, ())
    assert {one.state for one in content.necessity.values()} == {""}
    with pytest.raises(Conflict):
        review_services.save_template(dpia=dpia, name="Our cameras", words="", actor=world.handler)


def test_what_people_wrote_is_sealed(world):
    dpia = begun(world, whole([a_risk(threat="The recorder has the password 1234")]))
    decision_services.advise(dpia=dpia, text="Change that password.", actor=world.dpo)

    raw = Dpia.objects.filter(pk=dpia.pk).extra(select={"a": "content", "b": "record"}).values_list("a", "b")[0]

    assert not any(word in bytes(cell) for cell in raw for word in (b"1234", b"password"))


def test_remarks_are_left_by_readers_and_settled(world):
    dpia = begun(world)

    made = services.comment(dpia=dpia, part="risks", text="And children?", actor=world.auditor)
    services.settle_comment(comment=made, actor=world.handler)

    assert (made.text, made.settled_by) == ("And children?", world.handler)
    with pytest.raises(Conflict):
        services.settle_comment(comment=made, actor=world.handler)


def test_what_was_typed_is_kept_for_its_person_until_it_is_saved(world):
    dpia = begun(world)
    services.keep_draft(dpia=dpia, part="views", fields={"words": "half a sen"}, actor=world.handler)
    kept = services.keep_draft(dpia=dpia, part="views", fields={"words": "half a sentence"}, actor=world.handler)

    services.save_views(dpia=dpia, views=Views("no", "", "Whole."), revision=0, actor=world.handler)

    assert kept.fields == {"words": "half a sentence"}
    assert dpia.drafts.count() == 0
    assert clock.now() >= kept.kept_at
