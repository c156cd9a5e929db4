"""Closed cases for the tests of retention: answered in time, ended so many days ago."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from dsar.cases.models import Case
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation import clock, storage
from dsar.foundation.models import SealedFile
from dsar.retention.rule_services import approve_rule, set_rule
from dsar.retention.rules import Mode, Period, Unit
from dsar.search.models import Exhibit
from tests.world import ZONE, World, ago, make_case


def closed_case(world: World, *, days_ago: int, name: str = "Ana Lindqvist", **extra: Any) -> Case:
    """A case that was received thirty days before it was answered and closed, so many days ago."""
    closed_at = ago(days=days_ago)
    case = make_case(world, name=name, received=closed_at - dt.timedelta(days=20), **extra)
    day = closed_at.astimezone(ZoneInfo(ZONE)).date()
    Case.objects.filter(pk=case.pk).update(
        stage=Stage.CLOSED,
        outcome=Outcome.FULL,
        closed_at=closed_at,
        responded_on=day,
        clock_state="stopped",
        retain_until=day + dt.timedelta(days=36 * 31),
    )
    case.refresh_from_db()
    return case


def switched_on(world: World, code: str, number: int, unit: Unit = Unit.DAYS, mode: Mode = Mode.ON) -> None:
    """A rule of that length, written by the administrator and approved by the DPO where that is needed."""
    row = set_rule(
        code=code, period=Period(number, unit), mode=mode, why="Agreed in the board", based_on=_last(code),
        actor=world.admin,
    )  # fmt: skip
    if row.wants_approval:
        approve_rule(row=row, actor=world.dpo)


def _last(code: str) -> int:
    from dsar.retention.models import RetentionRule

    return RetentionRule.objects.filter(category=code).count()


def with_exhibit(case: Case, content: bytes = b"Dear Ana Lindqvist") -> SealedFile:
    """A sealed copy that the search took."""
    stored = storage.store(content, key_id=case.key_id, name="letter.txt", media_type="text/plain")
    row = Exhibit(
        case=case, number=1, source_name="Files", form="document", media_type="text/plain", title="Ana's letter",
        locator={"path": "ana.txt"}, decision="confirmed", reasons=[], original=stored, sha256=stored.sha256,
        item_digest=b"x", found_at=clock.now(), expires_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return stored
