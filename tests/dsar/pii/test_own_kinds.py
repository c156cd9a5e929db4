"""The organisation's own kinds on the screen: saved in versions, tried, refused with the reason, looked for in review."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.pii.models import OwnKindVersion
from dsar.pii.own_kind_services import OwnKindValues, restore_own_kind, save_own_kind, switch_own_kind
from dsar.pii.own_kind_templates import TEMPLATES
from dsar.pii.steering import options_now, own_kinds_on, version_now
from dsar.pii.trial import try_own_kind
from dsar.review.models import Passage, ReviewItem
from dsar.review.preparation_services import prepare
from tests.dsar.review.exhibits import add_exhibit, in_review
from tests.world import make_case

pytestmark = pytest.mark.django_db

LOCKER = OwnKindValues("Locker number", r"\bLKR-\d{3,5}\b", "business", 2)
FORM = {
    "label": "Locker number", "pattern": r"\bLKR-\d{3,5}\b", "counts_as": "own_kind", "category": "business", "risk": "2",
    "context": "Locker, hall", "score": "0.8", "least": "0.5", "why": "", "trial": "", "based_on": "0",
}  # fmt: skip


def test_an_own_kind_is_looked_for_from_the_moment_it_is_saved(world):
    before = version_now()

    row = save_own_kind(values=LOCKER, actor=world.dpo)

    assert (row.slug, row.number, row.is_on) == ("locker_number", 1, True)
    assert [one.recogniser for one in own_kinds_on()] == ["own:locker_number"]
    assert ("own:locker_number", 0.5) in options_now().thresholds
    assert version_now() != before
    assert AuditEntry.objects.filter(action="pii.own_kind_saved", actor_id=world.dpo.pk).count() == 1


def test_a_change_makes_a_version_and_the_earlier_one_comes_back(world):
    save_own_kind(values=LOCKER, actor=world.dpo)
    wider = OwnKindValues("Locker number", r"\bLKR-\d{3,7}\b", "business", 3)
    save_own_kind(values=wider, actor=world.dpo, slug="locker_number", based_on=1, why="Longer ones since May")

    restored = restore_own_kind(slug="locker_number", number=1, based_on=2, actor=world.dpo)

    assert [(row.number, row.pattern) for row in OwnKindVersion.objects.order_by("number")] == [
        (1, LOCKER.pattern), (2, wider.pattern), (3, LOCKER.pattern),
    ]  # fmt: skip
    assert (restored.based_on, restored.risk) == (1, 2)


def test_one_that_is_off_is_not_looked_for(world):
    save_own_kind(values=LOCKER, actor=world.dpo)

    switch_own_kind(slug="locker_number", is_on=False, based_on=1, actor=world.dpo)

    assert own_kinds_on() == []
    assert options_now().custom == ()


def test_a_newer_version_is_not_overwritten(world):
    save_own_kind(values=LOCKER, actor=world.dpo)
    switch_own_kind(slug="locker_number", is_on=False, based_on=1, actor=world.dpo)

    with pytest.raises(Conflict):
        switch_own_kind(slug="locker_number", is_on=True, based_on=1, actor=world.dpo)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (OwnKindValues("Digits", r"\d+", "business", 2), "matches_too_much"),
        (OwnKindValues("Ahead", r"(?=x)y", "business", 2), "look_around"),
        (OwnKindValues("…", r"LKR\d{4}", "business", 2), "name_missing"),
    ],
)
def test_what_is_refused_leaves_no_trace(world, values, code):
    with pytest.raises(RuleRefused) as refused:
        save_own_kind(values=values, actor=world.dpo)

    assert refused.value.code == code
    assert not OwnKindVersion.objects.exists()


def test_a_name_stands_once(world):
    save_own_kind(values=LOCKER, actor=world.dpo)

    with pytest.raises(RuleRefused, match="name already"):
        save_own_kind(values=LOCKER, actor=world.dpo)


def test_handlers_do_not_change_what_is_looked_for(world):
    with pytest.raises(NotPermitted):
        save_own_kind(values=LOCKER, actor=world.handler)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.code)
def test_every_template_can_be_saved_and_finds_its_example(world, template):
    values = template.initial()
    trial = try_own_kind(
        OwnKindValues(
            values["label"], values["pattern"], values["category"], values["risk"], template.context
        ).own_kind("x"),
        template.example,
    )

    assert trial.hits >= 1
    assert trial.ordinary == ()


def test_an_own_kind_is_suggested_in_review_with_the_engine_that_found_it(world):
    save_own_kind(values=LOCKER, actor=world.dpo)
    case = in_review(make_case(world))
    add_exhibit(case, "The key of LKR-4471 was handed in at the desk.")

    prepare(case.pk)

    passage = Passage.objects.get(item__case=case)
    assert (passage.text, passage.kind, passage.recogniser, passage.score) == (
        "LKR-4471", "own_kind", "own:locker_number", 0.8,
    )  # fmt: skip
    assert "Locker number" in passage.why
    assert ReviewItem.objects.get(case=case).engine == version_now()


def test_the_form_saves_and_leads_to_the_kind(client, world):
    client.force_login(world.dpo)

    response = client.post(reverse("dsar:own-kind-new"), FORM)

    assert response.status_code == 302
    assert OwnKindVersion.objects.get().context == ["locker", "hall"]
    page = client.get(response.url).content.decode()
    assert "Version 1" in page


def test_a_refused_pattern_stays_in_the_form_with_the_reason(client, world):
    client.force_login(world.dpo)

    response = client.post(reverse("dsar:own-kind-new"), FORM | {"pattern": r"(\d)\1+"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "Back-references" in page
    assert r"(\d)\1+" in page


def test_trying_marks_the_text_and_keeps_nothing(client, world):
    client.force_login(world.dpo)
    given = FORM | {"trial": "Hand in LKR-4471 <b>", "try": "1"}

    response = client.post(reverse("dsar:own-kind-new"), given)
    fragment = client.post(reverse("dsar:own-kind-new"), given, headers={"HX-Request": "true"})

    assert response.status_code == 200
    for page in (response.content.decode(), fragment.content.decode()):
        assert ">LKR-4471</mark>" in page
        assert "<b>" not in page
    assert "<html" not in fragment.content.decode()
    assert not OwnKindVersion.objects.exists()


def test_trying_a_pattern_that_cannot_be_read_says_why(client, world):
    client.force_login(world.dpo)

    response = client.post(reverse("dsar:own-kind-new"), FORM | {"pattern": "LKR[0-9"}, headers={"HX-Request": "true"})

    assert "cannot be read" in response.content.decode()
