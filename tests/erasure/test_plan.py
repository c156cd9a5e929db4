import dataclasses

from erasure.plan import Action, Change, Gap, Policy, Preview, Question, Stay, Terms, differences

ROW = Change("customer", {"table": "customer", "key": {"id": 1}}, Action.DELETE, "aa")
PLAN = Preview(
    (ROW,), (Stay("orders", {"id": 7}, Action.KEEP, "retention", "Tax law", "2034", 3),),
    (Question("notes|check|row", "notes", 2, "check", samples=("a",)),), (Gap("files/pdf", "damaged"),),
)  # fmt: skip


def test_a_preview_survives_its_json():
    assert Preview.from_json(PLAN.as_json()) == PLAN
    assert Preview.from_json({}) == Preview()


def test_the_fingerprint_does_not_depend_on_the_order_and_sees_every_part():
    other = dataclasses.replace(ROW, locator={"table": "customer", "key": {"id": 2}})
    turned = dataclasses.replace(PLAN, changes=(other, ROW))

    assert turned.fingerprint == dataclasses.replace(PLAN, changes=(ROW, other)).fingerprint
    for part in ("changes", "stays", "questions", "gaps"):
        assert dataclasses.replace(PLAN, **{part: ()}).fingerprint != PLAN.fingerprint


def test_figures_count_what_goes_and_what_stays():
    assert PLAN.counts() == {
        "changes": {"customer": {"delete": 1}}, "stays": {"orders": {"keep": 3}}, "questions": 1, "gaps": 1
    }  # fmt: skip


def test_differences_are_told_by_set_without_content():
    now = dataclasses.replace(
        PLAN, changes=(dataclasses.replace(ROW, before="bb"), dataclasses.replace(ROW, set="orders", locator={"id": 9}))
    )

    assert differences(PLAN, now) == [
        {"set": "customer", "gone": 0, "new": 0, "changed": 1},
        {"set": "orders", "gone": 0, "new": 1, "changed": 0},
    ]
    assert differences(PLAN, PLAN) == []
    assert differences(PLAN, dataclasses.replace(PLAN, gaps=())) == [{"set": "", "gone": 0, "new": 0, "changed": 1}]


def test_a_policy_of_a_set_comes_before_the_one_for_all():
    own, every = Policy("Orders", Action.KEEP), Policy("*", Action.PSEUDONYMISE, columns=("name",))
    terms = Terms((own, every))

    assert terms.policy_of("orders") == own
    assert terms.policy_of("customer") == every
    assert Policy.from_json(every.as_json()) == every
