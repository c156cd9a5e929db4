"""Selecting cases. `visible_to` is the only way from a user to cases: pages, API, search, counts and export use it."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import connections, models
from django.db.models import F, Func, Q, Subquery

from dsar.cases.rules import search_terms
from dsar.cases.vocabulary import OPEN_STAGES, ClockState, PersonRole, Relation, Stage
from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key

if TYPE_CHECKING:
    from dsar.access.models import User
    from dsar.cases.models import Case  # noqa: F401 - named in a string below


class _Keys(Subquery):
    template = "ARRAY(%(subquery)s)"


class _EqualsAny(Func):
    template, arg_joiner = "%(expressions)s)", " = ANY("
    output_field = models.BooleanField()


class CaseQuerySet(models.QuerySet["Case"]):
    """Chains of adjectives."""

    def visible_to(self, user: "User") -> Self:
        """Cases granted to the user, a team of theirs or a colleague they cover today; none that they must not know."""
        if not user.is_active:
            return self.none()
        # One union read from the person's side: the cost grows with what the person sees, not with all cases.
        personal = _rows("CaseUserPermission").filter(user=user).values("content_object")
        shared = _rows("CaseTeamPermission").filter(group__user=user).values("content_object")
        away = _rows("Absence").filter(deputy=user, ended_at__isnull=True)
        away = away.filter(from_on__lte=clock.today(user.time_zone), until_on__gte=clock.today(user.time_zone))
        covered = _rows("Case").filter(handler__in=away.values("user")).values("pk")
        # Who must not know of a case does not find it, whatever was granted to them or their teams.
        hidden = _rows("ConflictOfInterest").filter(user=user, lifted_at__isnull=True).values("case")
        return self.among(personal.union(shared, covered)).exclude(pk__in=hidden)

    def among(self, keys: models.QuerySet[Any, Any]) -> Self:
        """Cases whose primary key the other query gives.

        PostgreSQL is handed the keys as one array: it then walks them through the primary key, where it would read
        the whole table for a join whose size it cannot know.
        """
        if connections[self.db].vendor != "postgresql":
            return self.filter(pk__in=keys)
        return self.filter(_EqualsAny(F("pk"), _Keys(keys, output_field=models.UUIDField())))

    def open(self) -> Self:
        """Cases whose response has not been provided."""
        return self.filter(stage__in=OPEN_STAGES)

    def with_running_clock(self) -> Self:
        """Open cases whose clock runs."""
        return self.open().filter(clock_state=ClockState.RUNNING)

    def past_the_statute(self, today: dt.date) -> Self:
        """Running cases past their statutory date: these alone are called overdue."""
        return self.with_running_clock().filter(statutory_due_on__lt=today)

    def past_target(self, today: dt.date) -> Self:
        """Running cases past our own target and still within the statute; never called a breach."""
        return self.with_running_clock().filter(due_on__lt=today, statutory_due_on__gte=today)

    def due_within(self, today: dt.date, days: int) -> Self:
        """Running cases due from today on within so many days."""
        return self.with_running_clock().filter(due_on__gte=today, due_on__lte=today + dt.timedelta(days=days))

    def notice_window_closing(self, today: dt.date, days: int) -> Self:
        """Cases not extended yet whose last day for the notice of extension comes within so many days."""
        last = today + dt.timedelta(days=days)
        return self.open().filter(is_extended=False, notice_by__gte=today, notice_by__lte=last)

    def waiting_for_identity(self) -> Self:
        """Open cases that wait for proof of identity or authority, whether their clock is paused or has not started."""
        return self.open().filter(waiting_for__in=("identity", "authority"))

    def closed(self) -> Self:
        """Cases that are sent or closed."""
        return self.filter(stage__in=(Stage.SENT, Stage.CLOSED))

    def on_hold(self) -> Self:
        """Cases under an internal hold, which moves no clock."""
        return self.filter(pk__in=_rows("CaseHold").filter(lifted_at__isnull=True).values("case"))

    def with_unread_replies(self) -> Self:
        """Cases to which somebody wrote what nobody has read yet."""
        return self.filter(pk__in=_rows("IncomingMessage").filter(read_at__isnull=True).values("case"))

    def mentioning(self, user: "User") -> Self:
        """Cases with a note that names the person and that they have not seen."""
        unseen = _rows("NoteMention").filter(user=user, seen_at__isnull=True)
        return self.filter(pk__in=unseen.values("note__case"))

    def with_safe_contact(self) -> Self:
        """Cases in which somebody is reached by a protected way only."""
        return self.filter(pk__in=_rows("CasePerson").filter(is_safe_contact=True).values("case"))

    def asked_by_another(self) -> Self:
        """Cases in which somebody asks for the data subject: a parent, an agent, a solicitor."""
        others = _rows("CasePerson").filter(role=PersonRole.REQUESTER).exclude(relation=Relation.SELF)
        return self.filter(pk__in=others.values("case"))

    def handled_by_team_of(self, user: "User") -> Self:
        """Cases whose handler shares a team with the person."""
        mates = apps.get_model("dsar", "User")._default_manager.filter(groups__user=user)
        return self.filter(handler__in=mates.values("pk"))

    def matching(self, words: str) -> Self:
        """Cases by reference, or by e-mail, phone or exact name tokens through the blind index; all words must hit."""
        found = self
        for term in search_terms(words):
            kinds = {kind for kind, _form in term.forms}  # the index begins with them
            digests = [digest for _kind, digest in token_digests(term.forms)]
            tokens = _rows("CaseToken").filter(kind__in=kinds, digest__in=digests)
            hit = Q(pk__in=tokens.values("case"))
            found = found.filter(hit | Q(reference__contains=term.reference) if term.reference else hit)
        return found


def _rows(model: str) -> models.QuerySet[models.Model]:
    found: models.QuerySet[models.Model] = apps.get_model("dsar", model)._default_manager.order_by()
    return found


def token_digests(forms: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    """The keyed digests under which normalised forms stand in the blind index."""
    key = installation_key("index")
    return [(kind, cipher.digest(key, kind, form)) for kind, form in forms]
