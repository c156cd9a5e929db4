"""People and teams: invited, given roles, let go; only by administrators."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from dsar.access.models import Team, User
from dsar.access.rules import Role
from dsar.audit.models import AuditEntry
from tests.world import PASSWORD


@pytest.fixture
def admin(client, world):
    """The administrator's browser, the password just given."""
    client.post(reverse("dsar:sign-in"), {"email": world.admin.email, "password": PASSWORD})
    return client


def test_somebody_is_invited_and_chooses_a_password(admin, world):
    answer = admin.post(
        reverse("dsar:person-new"), {"email": "new@example.org", "full_name": "Nia West", "roles": ["handler"]}
    )
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)

    assert answer.status_code == 302
    assert User.objects.get(email="new@example.org").roles == {Role.HANDLER}
    assert mail.outbox[-1].to == ["new@example.org"]
    assert admin.get(link, follow=True).status_code == 200


@pytest.mark.parametrize(
    "changes", [{"email": "handler@example.org"}, {"email": "nobody"}, {"roles": []}, {"roles": ["king"]}]
)
def test_a_wrong_invitation_is_refused(admin, world, changes):
    given = {"email": "new@example.org", "full_name": "Nia West", "roles": ["handler"]} | changes

    answer = admin.post(reverse("dsar:person-new"), given)

    assert answer.status_code == 422
    assert "Nia West" in answer.content.decode()
    assert mail.outbox == []


def test_roles_are_changed_and_told(admin, world):
    admin.post(reverse("dsar:person", args=[world.stranger.pk]), {"roles": ["auditor", "intake"]})

    assert User.objects.get(pk=world.stranger.pk).roles == {"auditor", "intake"}
    assert AuditEntry.objects.filter(action="people.roles_changed").count() == 1


def test_nobody_takes_the_administrators_role_from_themselves(admin, world):
    answer = admin.post(reverse("dsar:person", args=[world.admin.pk]), {"roles": ["dpo"]})

    assert answer.status_code == 422
    assert User.objects.get(pk=world.admin.pk).roles == {"admin"}


def test_access_ends_at_once(admin, client, world, django_user_model):
    from django.test import Client

    other = Client()
    other.force_login(world.stranger)

    admin.post(reverse("dsar:person-let-go", args=[world.stranger.pk]))

    assert other.get(reverse("dsar:home")).status_code == 302
    assert not User.objects.get(pk=world.stranger.pk).is_active


def test_nobody_ends_their_own_access(admin, world):
    answer = admin.post(reverse("dsar:person-let-go", args=[world.admin.pk]))

    assert answer.status_code == 422
    assert User.objects.get(pk=world.admin.pk).is_active


def test_changing_roles_asks_for_the_password_again(client, world):
    client.force_login(world.admin)

    answer = client.post(reverse("dsar:person", args=[world.stranger.pk]), {"roles": ["dpo"]})

    assert answer.status_code == 302
    assert reverse("dsar:reauthenticate") in answer["Location"]
    assert User.objects.get(pk=world.stranger.pk).roles == {"handler"}


def test_a_team_gets_its_members_and_keeps_its_name(admin, world):
    admin.post(reverse("dsar:team-new"), {"name": "Night shift", "members": [str(world.handler.pk)]})
    team = Team.objects.get(name="Night shift")

    admin.post(reverse("dsar:team", args=[team.pk]), {"name": "Other", "members": [str(world.stranger.pk)]})
    twice = admin.post(reverse("dsar:team-new"), {"name": "night shift"})

    assert list(team.user_set.all()) == [world.stranger]
    assert not Team.objects.filter(name="Other").exists()
    assert twice.status_code == 422


@pytest.mark.parametrize("who", ["dpo", "handler", "auditor", "intake", "approver"])
def test_only_administrators_see_people(client, world, who):
    client.force_login(getattr(world, who))

    assert client.get(reverse("dsar:people")).status_code == 403


def test_the_list_shows_people_roles_and_teams(admin, world):
    page = admin.get(reverse("dsar:people")).content.decode()

    assert "Hanna Dler" in page
    assert "Privacy team" in page
    assert "Has not signed in yet" in page
