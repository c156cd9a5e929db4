"""What reviewers do with suggestions is a verdict on the engine; the words stay in the case."""

import pytest
from django.db import connection
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.keys import destroy_data_key
from dsar.pii.models import DetectionVerdict, VerdictKind
from dsar.pii.quality import quality, verdicts_of
from dsar.pii.threshold_services import change_policy
from dsar.review.feedback_services import judge_passages
from dsar.review.models import Passage, PassageStatus, Verdict
from dsar.review.services import Place, add_passage, decide, mark_passages
from tests.dsar.review.exhibits import add_item, in_review
from tests.world import make_case

pytestmark = pytest.mark.django_db
TEXT = "Erik Berg rang about the invoice of Tuesday."


@pytest.fixture
def item(world):
    return add_item(in_review(make_case(world)), TEXT)


def suggested(item, start=0, end=9, **changes):
    given = {"kind": "person", "recogniser": "", "score": 0.78, "status": PassageStatus.SUGGESTED}
    return Passage.objects.create(
        case=item.case, item=item, block=0, start=start, end=end, text=TEXT[start:end], **given | changes
    )


def verdict_of(passage):
    return DetectionVerdict.objects.get(passage_id=passage.pk)


def test_redacting_a_suggestion_says_that_it_was_right(item, world):
    passage = suggested(item)

    mark_passages(item=item, passage_ids=[passage.pk], status="redact", actor=world.handler)

    told = verdict_of(passage)
    assert (told.verdict, told.kind, told.score, told.is_explicit) == (VerdictKind.RIGHT, "person", 0.78, False)
    assert told.given_by == world.handler


def test_redacting_all_suggestions_with_the_decision_counts_too(item, world):
    first, second = suggested(item), suggested(item, 25, 32, kind="organisation")

    decide(item=item, verdict=Verdict.REDACT, actor=world.handler, version=item.version, accept_suggestions=True)

    assert {verdict_of(one).verdict for one in (first, second)} == {VerdictKind.RIGHT}


def test_keeping_visible_is_neither_right_nor_wrong(item, world):
    mark_passages(item=item, passage_ids=[suggested(item).pk], status="keep", actor=world.handler)

    [row] = quality(verdicts_of())
    assert (row.right, row.wrong, row.kept, row.share) == (0, 0, 1, None)


def test_taking_a_decision_back_forgets_the_verdict(item, world):
    passage = suggested(item)
    mark_passages(item=item, passage_ids=[passage.pk], status="redact", actor=world.handler)

    mark_passages(item=item, passage_ids=[passage.pk], status="suggested", actor=world.handler)

    assert not DetectionVerdict.objects.exists()


def test_a_mark_set_by_hand_is_no_verdict(item, world):
    passage = add_passage(item=item, place=Place(0, 0, 9), actor=world.handler)

    mark_passages(item=item, passage_ids=[passage.pk], status="keep", actor=world.handler)

    assert not DetectionVerdict.objects.exists()


def test_no_personal_data_is_a_false_alarm_and_stays_visible(item, world):
    passage = suggested(item, 25, 32, kind="organisation")

    judge_passages(item=item, passage_ids=[passage.pk], verdict="wrong", actor=world.handler)

    passage.refresh_from_db()
    assert passage.status == PassageStatus.KEEP
    assert (verdict_of(passage).verdict, verdict_of(passage).is_explicit) == (VerdictKind.WRONG, True)
    assert AuditEntry.objects.filter(action="review.suggestion_judged").count() == 1


def test_another_kind_is_noted_and_the_passage_stays_to_be_decided(item, world):
    passage = suggested(item, kind="organisation")

    judge_passages(item=item, passage_ids=[passage.pk], verdict="other_kind", meant="person", actor=world.handler)

    passage.refresh_from_db()
    assert passage.status == PassageStatus.SUGGESTED
    assert verdict_of(passage).meant == "person"
    [row] = quality(verdicts_of())
    assert (row.key, row.other, row.share) == ("organisation", 1, 0.0)


def test_a_wrong_stretch_counts_as_found(item, world):
    judge_passages(item=item, passage_ids=[suggested(item, 0, 4).pk], verdict="wrong_span", actor=world.handler)

    [row] = quality(verdicts_of())
    assert (row.span, row.share) == (1, 1.0)


def test_what_was_said_outright_is_not_undone_by_keeping(item, world):
    passage = suggested(item)
    judge_passages(item=item, passage_ids=[passage.pk], verdict="wrong_span", actor=world.handler)

    mark_passages(item=item, passage_ids=[passage.pk], status="keep", actor=world.handler)

    assert verdict_of(passage).verdict == VerdictKind.WRONG_SPAN


@pytest.mark.parametrize(
    ("verdict", "meant", "code"),
    [("right", "", "no_such_verdict"), ("other_kind", "nonsense", "kind_missing"), ("wrong", "", "not_suggested")],
)
def test_a_verdict_that_says_nothing_is_refused(item, world, verdict, meant, code):
    passage = suggested(item, score=None if code == "not_suggested" else 0.5)

    with pytest.raises(RuleRefused) as refused:
        judge_passages(item=item, passage_ids=[passage.pk], verdict=verdict, meant=meant, actor=world.handler)

    assert refused.value.code == code


def test_only_who_works_the_case_judges(item, world):
    with pytest.raises(NotPermitted):
        judge_passages(item=item, passage_ids=[suggested(item).pk], verdict="wrong", actor=world.stranger)


def test_no_words_are_kept_with_a_verdict(item, world):
    mark_passages(item=item, passage_ids=[suggested(item).pk], status="redact", actor=world.handler)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dsar_detectionverdict")
        stored = repr(cursor.fetchall())
    assert "Erik" not in stored
    assert DetectionVerdict.objects.get().kept is None


def test_words_are_kept_sealed_where_the_organisation_wants_it(item, world):
    change_policy(values={"keeps_passages": True}, why="We train a model", based_on=0, actor=world.dpo)

    mark_passages(item=item, passage_ids=[suggested(item).pk], status="redact", actor=world.handler)

    row = DetectionVerdict.objects.get()
    assert row.kept == {"before": "", "text": "Erik Berg", "after": TEXT[9:]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dsar_detectionverdict")
        assert "Erik" not in repr(cursor.fetchall())
    assert row.key_id == item.case.key_id


def test_kept_words_die_with_the_case(item, world):
    from dsar.foundation.errors import KeyDestroyed

    change_policy(values={"keeps_passages": True}, why="We train a model", based_on=0, actor=world.dpo)
    mark_passages(item=item, passage_ids=[suggested(item).pk], status="redact", actor=world.handler)

    destroy_data_key(item.case.key_id)

    with pytest.raises(KeyDestroyed):
        _words = DetectionVerdict.objects.get().kept
    assert [row.right for row in quality(verdicts_of())] == [1]


def test_precision_stands_by_kind_and_by_recogniser(item, world):
    for number in range(30):
        DetectionVerdict.objects.create(
            passage_id=item.pk.__class__(int=number), key_id=item.case.key_id, kind="health", score=0.5,
            recogniser="diagnosis" if number % 3 else "medication", given_at=item.exhibit.found_at,
            verdict=VerdictKind.WRONG if number % 5 == 0 else VerdictKind.RIGHT,
        )  # fmt: skip

    rows = quality(verdicts_of(kind="health"))

    assert [(row.recogniser, row.right, row.wrong) for row in rows] == [
        ("", 24, 6), ("diagnosis", 16, 4), ("medication", 8, 2),
    ]  # fmt: skip
    assert rows[0].low < rows[0].share == 0.8 < rows[0].high


def test_the_page_of_an_item_takes_the_verdict(item, world, client):
    passage = suggested(item)
    client.force_login(world.handler)
    address = reverse("dsar:case-review-item", args=[item.case.reference, item.exhibit.number])

    before = client.get(address).content.decode()
    client.post(
        reverse("dsar:case-review-judge", args=[item.case.reference, item.exhibit.number]),
        {"passage": str(passage.pk), "verdict": "wrong"},
    )
    after = client.get(address).content.decode()

    assert "Not personal data" in before
    assert "Said of this suggestion: Not personal data" in after


def test_the_screen_shows_shares_without_words(item, world, client):
    mark_passages(item=item, passage_ids=[suggested(item).pk], status="redact", actor=world.handler)
    client.force_login(world.auditor)

    page = client.get(reverse("dsar:pii-feedback")).content.decode()

    assert "Name of a person" in page
    assert "100 %" in page
    assert "Erik" not in page
