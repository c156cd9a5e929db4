"""Taking a request in: what is held is kept, and look-alikes are told apart before the search starts."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.registry import gate_fact
from dsar.cases.services import NewRequest, PersonEntry, link_cases, register_case
from dsar.cases.triage_services import take_in
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from tests.world import make_case


def from_the_portal(world, subject="Ana Lindqvist", email="ana@example.com", asker=None, words="Everything."):
    """A request that nobody here has logged."""
    about = {"name": subject, "emails": [email] if asker is None else []}
    people = [PersonEntry(PersonRole.SUBJECT, about)]
    if asker is None:
        people.append(PersonEntry(PersonRole.REQUESTER, about))
    else:
        people.append(PersonEntry(PersonRole.REQUESTER, {"name": asker, "emails": [email]}, Relation.SOLICITOR))
    request = NewRequest(world.controller, "form", clock.now(), tuple(people), words)
    case = register_case(request=request, actor=None, actor_kind="requester")
    permissions.grant(case, to=world.handler, acts=permissions.WORKERS)
    return case


def test_whoever_logs_a_request_takes_it_in(world):
    assert gate_fact("G3", make_case(world)).is_met


def test_a_request_from_the_portal_waits_for_somebody_to_take_it_in(client, world):
    case = from_the_portal(world)
    client.force_login(world.handler)
    page = reverse("dsar:case-take-in", args=[case.reference])

    before = gate_fact("G3", case)
    offered = client.get(reverse("dsar:case", args=[case.reference])).content.decode()
    client.post(page)

    assert not before.is_met
    assert before.url == page
    assert f'href="{page}"' in offered
    assert gate_fact("G3", Case.objects.get(pk=case.pk)).is_met
    assert AuditEntry.objects.filter(case_id=case.pk, action="case.taken_in").count() == 1


def test_a_request_without_words_is_none(world):
    with pytest.raises(RuleRefused) as refused:
        from_the_portal(world, words=" ")

    assert refused.value.code == "G1"
    assert not Case.objects.exists()


def test_look_alikes_are_looked_at_before_the_request_is_taken_in(client, world):
    first, second = make_case(world), from_the_portal(world)
    client.force_login(world.handler)
    page = reverse("dsar:case-take-in", args=[second.reference])

    shown = client.get(page).content.decode()
    silent = client.post(page)
    said = client.post(page, {"are_others": "on"})

    assert first.reference in shown
    assert (silent.status_code, said.status_code) == (422, 302)
    assert gate_fact("G2", Case.objects.get(pk=second.pk)).is_met


def test_a_linked_request_is_told_apart(world):
    first, second = make_case(world), from_the_portal(world)
    before = gate_fact("G2", second).is_met

    link_cases(case=second, other=first, kind="related", actor=world.handler)

    assert not before
    assert gate_fact("G2", second).is_met


def test_two_clients_of_one_solicitor_are_no_look_alikes(world):
    from_the_portal(world, subject="Client One", email="firm@example.org", asker="Sol Icitor")
    second = from_the_portal(world, subject="Client Two", email="firm@example.org", asker="Sol Icitor")
    same = from_the_portal(world, subject="One Client", email="firm@example.org", asker="Sol Icitor")

    assert gate_fact("G2", second).is_met
    assert not gate_fact("G2", same).is_met


def test_a_closed_request_is_no_look_alike(world):
    first, second = make_case(world), from_the_portal(world)
    Case.objects.filter(pk=first.pk).update(stage="closed", outcome="withdrawn")

    assert gate_fact("G2", second).is_met


@pytest.mark.parametrize("who", ["intake", "approver", "stranger"])
def test_only_who_works_the_case_takes_it_in(world, who):
    with pytest.raises(NotPermitted):
        take_in(case=from_the_portal(world), actor=getattr(world, who))
