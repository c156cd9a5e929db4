"""A database as large offices have it: 100,000 cases of twenty teams, most of them not the user's to see."""

import datetime as dt
import random

from django.contrib.auth.models import Permission
from django.db import connection

from dsar.access.models import Team, User
from dsar.cases.models import Case, CasePerson, CaseTeamPermission, CaseUserPermission
from dsar.foundation import clock
from dsar.foundation.keys import create_data_key
from tests.world import World, make_case, make_world

TEAMS = 20
BATCH = 1000
STAGES = ("triage", "identity", "search", "review", "sign_off", "ready")
CHANCE = random.Random(20261122)


def fill(cases: int, visible: int) -> User:
    """Make the cases; gives the handler who sees exactly `visible` of them, by two teams and by grants in person."""
    world = make_world()
    model = make_case(world)
    teams = [Team.objects.create(name=f"Team {number:02d}") for number in range(TEAMS)]
    user = world.stranger
    teams[0].user_set.add(user)
    teams[1].user_set.add(user)
    for number in range(60):  # colleagues, each in two teams
        person = User.objects.create_user(f"c{number}@example.org", f"Colleague {number:02d}")
        person.groups.add(teams[number % TEAMS], teams[(number + 7) % TEAMS])
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # filling is no request
        _foreign(cursor, model, cases - visible, teams[2:])
    _visible(world, model, user, teams[:2], visible)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")
    return user


def _visible(world: World, model: Case, user: User, teams: list[Team], count: int) -> None:
    """The user's own cases, whole: with keys, sealed names and tokens; four in five by a team, the others in person."""
    today = dt.date.today()
    made = [_case(world, model, number, today) for number in range(count)]
    permissions = list(Permission.objects.filter(codename__in=("view_case", "work_case", "decide_case")))
    Case.objects.bulk_create(made, batch_size=BATCH)
    people = ((case, {"name": f"Ana Lindqvist {number}"}) for number, case in enumerate(made))
    CasePerson.objects.bulk_create(
        [CasePerson(case=case, role="subject", details=details) for case, details in people], batch_size=BATCH
    )
    for team in teams:
        rows = [
            CaseTeamPermission(content_object=case, group=team, permission=permission)
            for number, case in enumerate(made)
            if number % 5 and number % 2 == teams.index(team)
            for permission in permissions
        ]
        CaseTeamPermission.objects.bulk_create(rows, batch_size=BATCH)
    rows = [
        CaseUserPermission(content_object=case, user=user, permission=permission)
        for case in made[::5]
        for permission in permissions[:2]
    ]
    CaseUserPermission.objects.bulk_create(rows, batch_size=BATCH)


def _case(world: World, model: Case, number: int, today: dt.date) -> Case:
    due_on = today + dt.timedelta(days=CHANCE.randint(-20, 60))
    return Case(
        reference=f"DSAR-2031-{number:06d}-A",
        controller=world.controller,
        key=create_data_key(),
        regime_id=model.regime_id,
        ruleset_version=model.ruleset_version,
        channel="email",
        stage=CHANCE.choice(STAGES),
        received_at=clock.now() - dt.timedelta(days=CHANCE.randint(1, 60)),
        created_at=clock.now(),
        handler=CHANCE.choice((world.handler, world.dpo, world.stranger, None)),
        due_on=due_on,
        statutory_due_on=due_on + dt.timedelta(days=CHANCE.randint(0, 3)),
        request_text="Send me everything you hold about me, please. " * 8,
    )


def _foreign(cursor, model: Case, count: int, teams: list[Team]) -> None:  # type: ignore[no-untyped-def]  # a raw cursor
    """Everybody else's cases, written by the database itself: what is sealed in them opens for nobody."""
    cursor.execute(
        f"CREATE TEMP TABLE wanted AS SELECT n, gen_random_uuid() AS pk, gen_random_uuid() AS key"
        f" FROM generate_series(1, {count}) AS n"
    )
    cursor.execute(
        "INSERT INTO dsar_datakey SELECT (jsonb_populate_record(d, jsonb_build_object('id', w.key))).*"
        " FROM wanted w JOIN dsar_datakey d ON d.id = %s",
        [model.key_id],
    )
    cursor.execute(
        "INSERT INTO dsar_case SELECT (jsonb_populate_record(c, jsonb_build_object("
        "'id', w.pk, 'key_id', w.key, 'reference', 'DSAR-2030-' || lpad(w.n::text, 6, '0') || '-A',"
        f"'stage', (ARRAY{[*STAGES, 'closed', 'closed', 'sent']}::text[])[1 + mod(w.n, 9)],"
        "'outcome', CASE WHEN mod(w.n, 9) IN (6, 7) THEN 'disclosed_in_full' ELSE '' END,"
        "'due_on', current_date + (mod(w.n, 90) - 30), 'statutory_due_on', current_date + (mod(w.n, 90) - 28)"
        "))).* FROM wanted w JOIN dsar_case c ON c.id = %s",
        [model.pk],
    )
    cursor.execute(
        "INSERT INTO dsar_caseperson SELECT (jsonb_populate_record(p, jsonb_build_object("
        "'id', gen_random_uuid(), 'case_id', w.pk))).*"
        " FROM wanted w JOIN dsar_caseperson p ON p.case_id = %s AND p.role = 'subject'",
        [model.pk],
    )
    cursor.execute(
        "INSERT INTO dsar_casetoken (case_id, kind, digest)"
        " SELECT w.pk, 'name', decode(md5(random()::text), 'hex') FROM wanted w, generate_series(1, 4)"
    )
    ids = [team.pk for team in teams]
    cursor.execute(
        "INSERT INTO dsar_caseteampermission (content_object_id, group_id, permission_id)"
        f" SELECT w.pk, (ARRAY{ids})[1 + mod(w.n, {len(ids)})], p.id FROM wanted w, auth_permission p"
        " WHERE p.codename IN ('view_case', 'work_case', 'decide_case')"
    )
    cursor.execute("DROP TABLE wanted")
