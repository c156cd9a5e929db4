"""Whom a reminder is told: the handler or who covers for them, the DPO where it is late or nobody's, else an admin."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.cases.cover_selectors import readers_of
from dsar.cases.models import Case

# Kinds of which the DPO is told beside the handler.
ESCALATED = ("overdue",)


@dataclass(slots=True)
class Readers:
    """Who reads what on one day; people and what they may see are asked for once a sweep.

    Attributes:
        case_ids: the cases with something to tell.
    """

    today: dt.date
    case_ids: Iterable[UUID]
    _visible: dict[UUID, set[UUID]] = field(default_factory=dict)
    _overseers: list[User] | None = None
    _admins: list[User] | None = None
    _stand_ins: dict[UUID, User] = field(default_factory=dict)

    def of(self, case_id: UUID, handler: User | None, kind: str) -> list[User]:
        """The people who are told of this step of the case, each once; nobody who may not see it."""
        wanted = [handler] if handler is not None and handler.may(Act.WORK_CASE) else []
        if kind in ESCALATED or not wanted:
            wanted += self._people(Role.DPO)
        told = self._who_may_see(case_id, wanted) or self._who_may_see(case_id, self._people(Role.DPO))
        return told or self._people(Role.ADMIN)

    def _who_may_see(self, case_id: UUID, people: Iterable[User]) -> list[User]:
        found: dict[UUID, User] = {}
        for person in people:
            reader = self._stand_in(person)
            if case_id in self._seen_by(reader):
                found[reader.pk] = reader
        return list(found.values())

    def _stand_in(self, person: User) -> User:
        if person.pk not in self._stand_ins:
            self._stand_ins[person.pk] = readers_of([person], self.today)[person.pk]
        return self._stand_ins[person.pk]

    def _seen_by(self, person: User) -> set[UUID]:
        if person.pk not in self._visible:
            visible = Case.objects.visible_to(person).filter(pk__in=list(self.case_ids))
            self._visible[person.pk] = set(visible.values_list("pk", flat=True))
        return self._visible[person.pk]

    def _people(self, role: Role) -> list[User]:
        known = self._overseers if role is Role.DPO else self._admins
        if known is None:
            found = User.objects.filter(is_active=True, role_grants__role=role).prefetch_related("role_grants")
            known = list(found.order_by("pk"))
            if role is Role.DPO:
                self._overseers = known
            else:
                self._admins = known
        return list(known)
