"""Asking an owner, and the owner's answer through the private link."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.audit.models import AuditEntry
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.registry import gate_fact, next_acts
from dsar.commissioning import answering_services as acts
from dsar.commissioning.models import Commission
from dsar.commissioning.selectors import log_rows, waiting_for_owners
from dsar.commissioning.services import Wanted, call_off, move_due, renew_link, reply
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from dsar.search.models import Exhibit, PlannedSystem
from dsar.search.services import leave_out
from dsar.search.upload_models import CaseUpload
from dsar.search.upload_services import read_waiting_files
from tests.dsar.commissioning.conftest import WANTED, ask, token_of, upload
from tests.dsar.search.conftest import run

pytestmark = pytest.mark.django_db


def signed(commission, name="Mo Ruiz", statement="Searched by e-mail address, in all years."):
    return {"commission": commission, "name": name, "statement": statement}


def test_the_mail_holds_the_link_and_nothing_about_the_person(commission, crm):
    mail = Notice.objects.get(code="search_task")

    assert mail.recipient == "mo.ruiz@example.org"
    assert f"/part/{token_of(commission)}/" in mail.body
    assert "Ana" not in mail.body + mail.subject
    assert "ana@example.com" not in mail.body
    assert mail.is_secret
    assert PlannedSystem.objects.get(pk=crm.pk).state == "asked"


def test_only_what_was_chosen_is_told_and_the_link_is_stored_nowhere(commission):
    assert commission.asked["terms"] == [{"label": "E-mail", "value": "ana@example.com"}]
    assert token_of(commission).encode() not in bytes(commission.token_digest)
    assert acts.commission_at(token_of(commission)) == commission
    assert acts.commission_at(token_of(commission)[:-1] + "x") is None


def test_files_are_read_only_once_the_answer_is_signed_and_become_exhibits(commission, crm, case):
    acts.give_files(commission=commission, uploads=[upload()])
    assert read_waiting_files() == 0

    acts.sign_files(**signed(commission))
    assert read_waiting_files() == 1
    run(case)

    assert PlannedSystem.objects.get(pk=crm.pk).state == "done"
    exhibit = Exhibit.objects.get(case=case)
    assert exhibit.planned_id == crm.pk
    assert exhibit.decision == "confirmed"
    assert CaseUpload.objects.get().given_by == "Mo Ruiz"
    assert gate_fact("G9", case).is_met


def test_a_file_is_taken_back_before_signing_and_not_after(commission):
    first, _second = acts.give_files(commission=commission, uploads=[upload(), upload("wrong.csv", b"a,b\n")])
    acts.take_back(commission=commission, upload_id=first.pk)
    acts.sign_files(**signed(commission))
    kept = CaseUpload.objects.get()

    acts.take_back(commission=commission, upload_id=kept.pk)

    assert CaseUpload.objects.filter(pk=kept.pk, is_kept=True).exists()


def test_nothing_held_is_signed_with_name_statement_and_time(commission, crm, case):
    acts.sign_nil(**signed(commission))

    row = Commission.objects.get()
    assert (row.state, row.answer["name"]) == ("nil", "Mo Ruiz")
    assert row.answered_at is not None
    line = PlannedSystem.objects.get(pk=crm.pk)
    assert (line.state, line.signed_by) == ("nil", None)
    assert "Mo Ruiz" in line.reason
    assert gate_fact("G9", case).is_met


@pytest.mark.parametrize("name, statement", [("", "Looked."), ("Mo", " ")])
def test_an_answer_without_name_or_statement_is_none(commission, name, statement):
    with pytest.raises(RuleRefused):
        acts.sign_nil(**signed(commission, name=name, statement=statement))

    assert Commission.objects.get().state == "waiting"


def test_files_cannot_be_signed_where_there_are_none(commission):
    with pytest.raises(RuleRefused) as refusal:
        acts.sign_files(**signed(commission))

    assert refusal.value.code == "no_file"


def test_not_ours_leaves_the_line_open_and_asks_staff_to_decide(commission, case, world):
    acts.say_not_ours(**signed(commission))

    assert not gate_fact("G9", case).is_met
    assert any("CRM" in act.label for act in next_acts(case, world.handler))


def test_an_open_commission_keeps_the_gate_shut(commission, case):
    fact = gate_fact("G9", case)

    assert not fact.is_met


def test_a_question_is_answered_behind_the_same_link(commission, case, world):
    acts.ask_back(commission=commission, text="Also the archive of 2019?")
    assert Commission.objects.get().state == "question"
    assert any("CRM" in act.label for act in next_acts(case, world.handler))

    reply(commission=commission, text="Yes, please.", actor=world.handler)

    assert Commission.objects.get().state == "waiting"
    assert [words.text for words in commission.words.all()] == ["Also the archive of 2019?", "Yes, please."]
    assert token_of(commission) in Notice.objects.get(code="search_reply").body


def test_a_system_is_asked_once_at_a_time(commission, crm, world):
    with pytest.raises(Conflict):
        ask(crm, world)

    again = Commission(
        case=crm.case, planned=crm, owner={}, asked={}, answer={}, due_on=commission.due_on,
        sent_on=commission.sent_on, sent_at=commission.sent_at,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)


def test_an_owner_who_must_not_know_is_not_asked(crm, case, world):
    ConflictOfInterest.objects.create(
        case=case, system=crm.system, reason="Their manager is the person.", set_by=world.dpo, set_at=clock.now()
    )

    with pytest.raises(RuleRefused) as refusal:
        ask(crm, world)

    assert refusal.value.code == "must_not_know"
    assert not Notice.objects.filter(code="search_task").exists()


def test_nobody_is_asked_before_the_search(crm, case, world):
    case.stage = "identity"
    case.save(update_fields=["stage"])

    with pytest.raises(RuleRefused) as refusal:
        ask(crm, world)

    assert refusal.value.code == "not_searching"


def test_there_must_be_something_to_look_for(crm, world):
    with pytest.raises(RuleRefused) as refusal:
        ask(crm, world, wanted=Wanted([], " "))

    assert refusal.value.code == "terms_missing"


@pytest.mark.parametrize("days", [-1, 60])
def test_the_day_lies_between_today_and_the_day_of_the_case(crm, world, days):
    with pytest.raises(RuleRefused) as refusal:
        ask(crm, world, days=days)

    assert refusal.value.code == "due_out_of_range"


def test_called_off_ends_the_link_and_frees_the_line(commission, crm, world):
    call_off(commission=commission, reason="Found elsewhere.", actor=world.handler)

    assert acts.commission_at(token_of(commission)) is None
    assert PlannedSystem.objects.get(pk=crm.pk).state == "planned"
    assert ask(crm, world).state == "waiting"


def test_what_somebody_here_has_answered_is_asked_of_the_owner_no_longer(commission, crm, world):
    leave_out(planned=crm, reason="Holds invoices of companies only.", actor=world.handler)

    assert acts.commission_at(token_of(commission)) is None
    assert waiting_for_owners(world.handler).count() == 0


def test_a_new_link_makes_the_old_one_void(commission, world):
    old = token_of(commission)

    fresh = renew_link(commission=commission, actor=world.handler)

    assert acts.commission_at(old) is None
    assert acts.commission_at(token_of(fresh)) == commission


def test_a_link_ends_thirty_days_after_the_day(commission, world):
    move_due(commission=commission, due_on=commission.due_on + dt.timedelta(days=1), actor=world.handler)
    Commission.objects.update(link_ends_at=clock.now())

    assert acts.commission_at(token_of(commission)) is None


def test_somebody_without_a_grant_asks_nobody(crm, world):
    world.handler = User.objects.get(pk=world.stranger.pk)

    with pytest.raises(NotPermitted):
        ask(crm, world)


def test_who_is_waited_for_is_counted_for_those_who_see_the_case(commission, world):
    assert waiting_for_owners(world.handler).count() == 1
    assert waiting_for_owners(world.stranger).count() == 0

    acts.sign_nil(**signed(commission))

    assert waiting_for_owners(world.handler).count() == 0


def test_the_log_tells_who_searched_what_for_what_and_with_which_result(commission, case):
    acts.sign_nil(**signed(commission))

    (row,) = [row for row in log_rows(case) if row.where == "CRM"]

    assert "Mo Ruiz" in row.who
    assert "ana@example.com" in row.terms
    assert "Nothing held" in row.result
    assert "all years" in row.note


def test_every_act_of_the_owner_leaves_an_entry_without_names(commission):
    acts.note_opened(commission=commission)
    acts.note_opened(commission=commission)
    acts.give_files(commission=commission, uploads=[upload()])
    acts.sign_files(**signed(commission))

    entries = AuditEntry.objects.filter(action__startswith="commissioning.").order_by("seq")
    assert [entry.action for entry in entries] == [
        "commissioning.sent",
        "commissioning.opened",
        "commissioning.files_given",
        "commissioning.answered",
    ]
    assert not any(b"Ruiz" in bytes(entry.body) or b"ana@" in bytes(entry.body) for entry in entries)
    assert WANTED.terms
