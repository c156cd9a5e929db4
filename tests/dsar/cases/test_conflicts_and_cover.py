"""Who must not know of a case does not find it anywhere; who is away is covered, for as long as they are away."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.access.rules import Act
from dsar.cases import conflict_services, cover_services, permissions, preservation_services
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.cover_selectors import covered_by, reader_of
from dsar.cases.forms import AssignForm
from dsar.cases.keeping_forms import PreserveForm
from dsar.cases.models import Case
from dsar.cases.relation_services import split_case
from dsar.cases.services import assign_case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.notices.models import Notice
from dsar.processing_records.models import System
from tests.world import ago, local_today, make_case

DAY = dt.timedelta(days=1)


@pytest.fixture
def case(world):
    return make_case(world, received=ago(days=3))


def url(name, case, *more):
    return reverse(f"dsar:{name}", args=[case.reference, *more])


def kept_out(world, case, user):
    return conflict_services.set_conflict(case=case, user=user, reason="She is named in it.", actor=world.dpo)


def fresh(case):
    return Case.objects.select_related("controller").get(pk=case.pk)


def test_the_case_does_not_exist_for_a_colleague_in_conflict_whatever_their_team(client, world, case):
    before = Case.objects.visible_to(world.approver).count()
    kept_out(world, case, world.approver)
    client.force_login(world.approver)

    answer = client.get(url("case", case))
    listed = client.get(reverse("dsar:case-list"), {"q": case.reference}).content.decode()

    assert before == 1
    assert answer.status_code == 404
    assert url("case", case) not in listed
    assert not Case.objects.visible_to(world.approver).exists()
    assert permissions.acts_on(fresh(case), world.approver) == frozenset()


def test_grants_that_are_read_together_know_of_conflicts_too(world, case):
    kept_out(world, case, world.approver)
    listed = [fresh(case), make_case(world, name="Bo Berg")]

    permissions.read_grants(listed, world.approver)

    assert [permissions.may(world.approver, Act.VIEW_CASE, one) for one in listed] == [False, True]


def test_a_handler_in_conflict_loses_the_case_and_cannot_get_it_back(world, case):
    kept_out(world, case, world.handler)

    with pytest.raises(RuleRefused) as no:
        assign_case(case=fresh(case), handler=world.handler, actor=world.dpo)

    assert fresh(case).handler is None
    assert no.value.code == "conflict"
    assert world.handler not in AssignForm(case=fresh(case)).fields["handler"].queryset


def test_only_the_dpo_says_who_must_not_know_and_never_themselves(client, world, case):
    client.force_login(world.handler)

    refused = client.post(url("case-conflicts", case), {"user": world.approver.pk, "reason": "x"}).status_code
    with pytest.raises(RuleRefused) as own:
        kept_out(world, case, world.dpo)

    assert refused == 403
    assert own.value.code == "own_conflict"
    assert not ConflictOfInterest.objects.exists()


def test_a_conflict_is_set_and_lifted_by_the_pages_and_stays_on_record(client, world, case):
    client.force_login(world.dpo)
    client.post(url("case-conflicts", case), {"user": world.approver.pk, "system": "", "reason": "Named in it."})
    row = ConflictOfInterest.objects.get()
    shown = client.get(url("case-conflicts", case)).content.decode()

    client.post(url("case-conflict-lift", case, row.pk), {"reason": "It was another person."})

    row.refresh_from_db()
    assert "Abel Prover" in shown
    assert (row.lifted_by, row.lift_reason) == (world.dpo, "It was another person.")
    assert Case.objects.visible_to(world.approver).exists()


def test_the_same_conflict_is_not_set_twice(world, case):
    kept_out(world, case, world.approver)

    with pytest.raises(Conflict):
        kept_out(world, case, world.approver)


def test_an_owner_who_must_not_know_is_neither_offered_nor_told(world, case):
    barred = System.objects.create(name="HR files", owner="Meg", owner_contact="meg@example.org")
    told = System.objects.create(name="Shop", owner="Sam", owner_contact="sam@example.org")
    conflict_services.set_conflict(case=case, system=barred, reason="The dispute is with her.", actor=world.dpo)

    offered = list(PreserveForm(case=case).fields["systems"].queryset)
    with pytest.raises(RuleRefused) as no:
        preservation_services.ask_owners(case=case, systems=[barred, told], actor=world.handler)

    assert offered == [told]
    assert no.value.code == "conflict"
    assert not Notice.objects.exists()


def test_an_owner_who_is_a_colleague_in_conflict_is_known_by_their_address(world, case):
    own = System.objects.create(name="Ledger", owner="Abel", owner_contact=world.approver.email.upper())
    kept_out(world, case, world.approver)

    assert own not in PreserveForm(case=case).fields["systems"].queryset


def test_cases_made_from_a_guarded_case_are_guarded_too(world, case):
    kept_out(world, case, world.approver)

    made = split_case(case=fresh(case), rights=["erasure"], actor=world.handler)

    assert not Case.objects.visible_to(world.approver).filter(pk=made[0].pk).exists()


def away(world, *, start=0, days=5):
    return cover_services.set_absence(
        person=world.handler,
        deputy=world.stranger,
        from_on=local_today() + start * DAY,
        until_on=local_today() + (start + days) * DAY,
        actor=world.handler,
    )


def test_a_deputy_sees_and_works_the_cases_while_the_colleague_is_away_and_no_longer(client, world, case):
    before = Case.objects.visible_to(world.stranger).count()
    absence = away(world)
    client.force_login(world.stranger)

    during = client.get(url("case", case)).status_code
    may = permissions.may(world.stranger, Act.WORK_CASE, fresh(case))
    cover_services.end_absence(absence=absence, actor=world.handler)

    assert (before, during, may) == (0, 200, True)
    assert client.get(url("case", case)).status_code == 404


@pytest.mark.parametrize("start, days", [(1, 5), (-6, 5)], ids=["tomorrow", "yesterday"])
def test_cover_stands_on_the_days_of_the_absence_alone(world, case, start, days):
    if start < 0:
        with pytest.raises(RuleRefused):
            away(world, start=start, days=days)
    else:
        away(world, start=start, days=days)

    assert not Case.objects.visible_to(world.stranger).exists()
    assert covered_by(world.stranger) == []


def test_a_deputy_who_must_not_know_of_a_case_does_not_get_it(world, case):
    away(world)
    kept_out(world, case, world.stranger)

    assert not Case.objects.visible_to(world.stranger).exists()
    assert not permissions.may(world.stranger, Act.VIEW_CASE, fresh(case))


def test_what_is_meant_for_the_absent_goes_to_the_deputy(world):
    before = reader_of(world.handler, local_today())
    away(world)

    assert before == world.handler
    assert reader_of(world.handler, local_today()) == world.stranger
    assert reader_of(world.handler, local_today() + 6 * DAY) == world.handler


def test_absences_do_not_overlap_and_are_ones_own(world):
    away(world)

    with pytest.raises(RuleRefused) as twice:
        away(world, start=2)
    with pytest.raises(NotPermitted):
        cover_services.set_absence(
            person=world.dpo, deputy=world.handler, from_on=local_today(), until_on=local_today(), actor=world.handler
        )
    assert twice.value.code == "absences_overlap"


def test_the_account_shows_the_absence_and_who_is_covered(client, world, case):
    client.force_login(world.handler)
    values = {
        "deputy": world.stranger.pk,
        "from_on": local_today().isoformat(),
        "until_on": (local_today() + DAY).isoformat(),
    }

    client.post(reverse("dsar:absences"), values)
    mine = client.get(reverse("dsar:absences")).content.decode()
    client.force_login(world.stranger)
    theirs = client.get(reverse("dsar:absences")).content.decode()

    assert "Stan Ger" in mine
    assert "Hanna Dler" in theirs
