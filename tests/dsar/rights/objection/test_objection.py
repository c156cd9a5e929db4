import sqlite3

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consent.catalogue_services import NewText, publish_wording
from consent.ledger_models import Purpose
from consent.selectors import state_for
from consent.services import Said, Source, record_choice
from consent.subjects import Identifier
from consent.vocabulary import Act as Word
from consent.vocabulary import Channel, Method, State, SubjectKind
from dsar.audit.selectors import history
from dsar.cases import registry
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import System
from dsar.rights.decisions import rules, services
from dsar.rights.decisions.models import RightTask
from dsar.rights.decisions.selectors import version_of
from dsar.rights.erasure.targets_services import save_target
from dsar.rights.objection import services as objection
from dsar.rights.objection.models import Objection
from dsar.rights.restriction import flag_services, selectors
from dsar.rights.restriction.models import FlagRule, FlagStep
from dsar.rights.restriction.rule_services import set_flag_rule
from tests.dsar.rights.ways import RightAsked, asked, at_decision, decided, letters_of, sign_all, small_register
from tests.erasure.shop import sqlite_shop

SHE = Identifier(SubjectKind.EMAIL, "mira.holt@example.org")


def note(case, world, kind="general", situation="I am a neighbour of the controller", activities=()):
    return objection.note_objection(
        case=case, kind=kind, situation=situation, activities=activities, actor=world.handler
    )


def weigh(case, world, result):
    return objection.weigh(
        case=case, our_grounds="Fraud was proved", their_interests="Private life", conclusion="Because",
        weighing=result, actor=world.handler,
    )  # fmt: skip


def marketing_purpose(code="news", ground="consent"):
    return Purpose.objects.create(code=code, kind="marketing", ground=ground, created_at=clock.now())


def test_marketing_stops_at_once_without_identity_weighing_or_decision(world):
    orders, _letters = small_register(world)
    marketing_purpose()
    marketing_purpose("ads", "opt_out")
    case = asked(world, RightAsked.OBJECTION)
    note(case, world, kind="marketing", situation="", activities=[orders])

    stopped = objection.stop_marketing(case=case, actor=world.handler)
    again = objection.stop_marketing(case=case, actor=world.handler)

    standings = state_for(SHE).standings
    assert case.stage == "triage"
    assert (standings["news"].state, standings["ads"].state) == (State.DENIED, State.OPTED_OUT)
    assert stopped.stopped_at == again.stopped_at
    assert [task.system_name for task in RightTask.objects.filter(case=case)] == ["Shop"]
    assert case.ledger_words.count() == 2 * len({word.kind for word in case.ledger_words.all()})


def test_marketing_is_never_weighed_and_never_refused(world):
    small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world, kind="marketing", situation="")
    objection.stop_marketing(case=case, actor=world.handler)

    with pytest.raises(RuleRefused) as weighed:
        weigh(case, world, "controller")
    with pytest.raises(RuleRefused) as refused:
        decided(case, world, rules.REFUSED, "compelling_grounds", words="No")
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(case=case).update(weighing="controller")

    assert weighed.value.code == "absolute"
    assert "absolute" in refused.value.message


def test_the_weighing_decides_what_can_be_decided(world):
    orders, _letters = small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world, activities=[orders])
    with pytest.raises(RuleRefused):
        decided(case, world, rules.GRANTED, "no_compelling_grounds")
    weigh(case, world, "controller")
    with pytest.raises(RuleRefused):
        decided(case, world, rules.GRANTED, "no_compelling_grounds")

    weigh(case, world, "person")
    decided(case, world, rules.GRANTED, "no_compelling_grounds")
    sign_all(case, world)
    answered = services.answer(case=case, actor=world.handler)
    closed = services.finish(case=answered, actor=world.handler)

    assert "Orders" in letters_of(case)["objection_upheld"]
    assert closed.outcome == "granted"


def test_a_granted_objection_that_was_taken_back_stops_no_marketing(world, client):
    small_register(world)
    marketing_purpose()
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world)
    weigh(case, world, "person")
    decided(case, world, rules.GRANTED, "no_compelling_grounds")
    services.take_back(case=case, reason="It is about marketing", actor=world.handler)
    client.force_login(world.handler)
    url = reverse("dsar:case-objection", args=[case.reference])
    taken_back = client.get(url).content.decode()

    noted = note(case, world, kind="marketing", situation="")
    page = client.get(url).content.decode()
    with pytest.raises(RuleRefused) as refused:
        decided(case, world, rules.GRANTED, "marketing")

    assert reverse("dsar:case-objection-note", args=[case.reference]) in taken_back
    assert noted.stopped_at is None
    assert "Stop direct marketing now" in page
    assert refused.value.code == "room_wants_more"


def test_our_grounds_win_only_with_grounds_a_second_person_and_the_remedies_told(world):
    small_register(world)
    case = at_decision(world, RightAsked.OBJECTION)
    note(case, world)
    with pytest.raises(RuleRefused):
        objection.weigh(
            case=case, our_grounds=" ", their_interests="x", conclusion="y", weighing="controller", actor=world.handler
        )
    weigh(case, world, "controller")

    row = services.propose(
        case=case, outcome=rules.REFUSED, ground="compelling_grounds", why="Fraud", words="We need it against fraud.",
        actor=world.handler,
    )  # fmt: skip
    services.agree(decision=row, actor=world.approver, read=version_of(row))
    services.answer(case=case, actor=world.handler)

    assert "against fraud" in letters_of(case)["right_refused"]
    assert registry.gate_fact("D3", case).is_met


def test_an_objection_without_a_situation_is_only_heard_about_marketing(world):
    case = asked(world, RightAsked.OBJECTION)

    with pytest.raises(RuleRefused) as refused:
        note(case, world, kind="research", situation=" ")

    assert "situation" in refused.value.fields


@pytest.fixture
def shop(world, settings, tmp_path):
    """The shop's database can be marked against marketing; the newsletter tool cannot."""
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    small_register(world)
    marketing_purpose()
    target = save_target(
        target=None, system=System.objects.get(name="Shop"), name="Shop database", kind="sql",
        values={"url": sqlite_shop(tmp_path / "shop.sqlite")}, secret_name="", is_active=True, actor=world.dpo,
    )  # fmt: skip
    set_flag_rule(
        target=target, set_name="customer", column="restricted", value="9", actor=world.dpo, meaning="marketing"
    )
    return tmp_path / "shop.sqlite"


def marks(path):
    with sqlite3.connect(path) as opened:
        found = dict(opened.execute("SELECT id, restricted FROM customer").fetchall())
    opened.close()
    return found


def stopped(world):
    case = asked(world, RightAsked.OBJECTION)
    note(case, world, kind="marketing", situation="")
    objection.stop_marketing(case=case, actor=world.handler)
    for step in FlagStep.objects.filter(state="waiting"):
        assert flag_services.work_step(step.pk)
    return case


def test_a_stop_of_marketing_marks_the_target_that_can_and_opens_tasks_elsewhere(shop, world, client):
    case = stopped(world)
    before = registry.gate_fact("D2", case).reason
    FlagStep.objects.update(state="failed", verified_at=None)
    failed = selectors.unflagged(case)
    flag_services.try_again(case=case, actor=world.handler)
    again = flag_services.work_step(FlagStep.objects.get().pk)
    client.force_login(world.handler)
    page = client.get(reverse("dsar:case-objection", args=[case.reference])).content.decode()

    step = FlagStep.objects.get()
    assert marks(shop) == {1: 9, 2: 0, 3: 0}
    assert (step.counts["flagged"], step.receipts[0]["before"], bool(step.verified_at), again) == (1, "0", True, True)
    assert [task.system_name for task in RightTask.objects.filter(case=case)] == ["Newsletter tool"]
    assert "could not be flagged" in failed
    assert "Nothing is decided yet" in before
    assert "Flagged and read again" in page
    assert "until the person consents to marketing anew" in page
    told = [line.sentence for line in history(case.pk) if line.action == "objection.flagged"]
    assert told[0] == "No marketing on Shop database: 1 mark stands; said so before: 0 places"


def mail_tool(world, **values):
    """A second target of the shop, which no flag can mark."""
    given = {"system": System.objects.get(name="Shop"), "name": "Shop mail tool", "kind": "manual", "is_active": True}
    settings = {"instructions": "Take them off the lists"}
    return save_target(target=None, values=settings, secret_name="", actor=world.dpo, **(given | values))


def test_each_target_that_carries_no_mark_gets_its_task_though_its_system_has_one_that_does(shop, world):
    tool = mail_tool(world)
    mail_tool(world, name="Old shop", is_active=False)
    case = stopped(world)
    objection.stop_marketing(case=case, actor=world.handler)

    tasks = RightTask.objects.filter(case=case).order_by("system_name")

    assert marks(shop)[1] == 9
    assert [(task.system_name, task.ref) for task in tasks] == [
        ("Newsletter tool", f"stop:{System.objects.get(name='Newsletter tool').pk}"), ("Shop", f"stop:{tool.pk}")
    ]  # fmt: skip
    assert tasks[1].what.startswith("Shop mail tool: Stop direct marketing")


def says_yes(world):
    purpose = Purpose.objects.get(code="news")
    words = [NewText("en", "Our newsletter", "We write to you about new tea once a month.")]
    text = publish_wording(purpose=purpose, texts=words, actor=world.dpo).texts.get()
    said = Said(purpose, Word.GRANTED, Method.TICKED, Channel.WEB, text=text)
    record_choice(identifier=SHE, said=said, source=Source("shop"))


def test_the_marks_go_only_when_the_person_consents_anew(shop, world):
    case = stopped(world)
    with pytest.raises(RuleRefused) as early:
        objection.free_marketing(case=case, actor=world.handler)
    says_yes(world)

    objection.free_marketing(case=case, actor=world.handler)
    flag_services.work_step(FlagStep.objects.get().pk)

    assert early.value.code == "no_new_consent"
    assert marks(shop) == {1: 0, 2: 0, 3: 0}
    assert Objection.objects.get(case=case).freed_at is not None
    assert RightTask.objects.filter(case=case, ref__startswith="free:").count() == 1
    with pytest.raises(Conflict):
        objection.free_marketing(case=case, actor=world.handler)
    with pytest.raises(RuleRefused):
        note(case, world)


def test_a_yes_to_one_purpose_leaves_the_marks_while_the_person_says_no_to_another(shop, world, client):
    marketing_purpose("ads", "opt_out")
    case = stopped(world)
    marketing_purpose("later")
    says_yes(world)
    client.force_login(world.handler)

    page = client.get(reverse("dsar:case-objection", args=[case.reference])).content.decode()
    with pytest.raises(RuleRefused) as refused:
        objection.free_marketing(case=case, actor=world.handler)
    record_choice(
        identifier=SHE, said=Said(Purpose.objects.get(code="ads"), Word.OPTED_IN, Method.TICKED, Channel.WEB),
        source=Source("shop"),
    )  # fmt: skip
    kept = marks(shop)
    objection.free_marketing(case=case, actor=world.handler)

    assert refused.value.code == "some_still_stopped"
    assert "ads" in refused.value.message
    assert "The marks stay while consent is missing to: ads" in page
    assert "Take the marks away" not in page
    assert kept == {1: 9, 2: 0, 3: 0}
    assert FlagStep.objects.get().phase == "lift"


def test_a_restriction_and_a_stop_of_marketing_have_places_of_their_own(shop, world):
    target = FlagRule.objects.get().target
    stopped(world)

    with pytest.raises(RuleRefused) as same_place:
        set_flag_rule(target=target, set_name="customer", column="Restricted", value="1", actor=world.dpo)
    with pytest.raises(IntegrityError), transaction.atomic():
        FlagStep.objects.update(objection=None)

    assert "other meaning" in same_place.value.message
