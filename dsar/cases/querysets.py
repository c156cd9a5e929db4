"""Selecting cases. `visible_to` is the only way from a user to cases: pages, API, search, counts and export use it."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dsar.cases.rules import normal_email, normal_name, normal_phone
from dsar.cases.vocabulary import OPEN_STAGES, ClockState, Stage
from dsar.foundation import cipher
from dsar.foundation.keys import installation_key

if TYPE_CHECKING:
    from dsar.access.models import User
    from dsar.cases.models import Case  # noqa: F401 - named in a string below


class CaseQuerySet(models.QuerySet["Case"]):
    """Chains of adjectives."""

    def visible_to(self, user: "User") -> Self:
        """Cases on which the user, or a team of theirs, has been granted anything."""
        if not user.is_active:
            return self.none()
        personal = _grants("CaseUserPermission").filter(content_object=OuterRef("pk"), user=user)
        shared = _grants("CaseTeamPermission").filter(content_object=OuterRef("pk"), group__user=user)
        return self.filter(Exists(personal) | Exists(shared))

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

    def matching(self, words: str) -> Self:
        """Cases by reference, or by e-mail, phone or exact name tokens through the blind index; all words must hit."""
        found = self
        for word in words.split():
            digests = [digest for _kind, digest in token_digests(token_forms(word))]
            found = found.filter(Q(reference__icontains=word) | Q(tokens__digest__in=digests))
        return found.distinct() if words.split() else found


def _grants(model: str) -> models.QuerySet[models.Model]:
    found: models.QuerySet[models.Model] = apps.get_model("dsar", model)._default_manager.all()
    return found


def token_forms(word: str) -> list[tuple[str, str]]:
    """The normalised forms under which a word may stand in the blind index, with their kinds."""
    forms = [("name", normal_name(word)), ("reference", word.strip().casefold())]
    if "@" in word:
        forms.append(("email", normal_email(word)))
    if phone := normal_phone(word):
        forms.append(("phone", phone))
    return forms


def token_digests(forms: Iterable[tuple[str, str]]) -> list[tuple[str, bytes]]:
    """The keyed digests under which normalised forms stand in the blind index."""
    key = installation_key("index")
    return [(kind, cipher.digest(key, kind, form)) for kind, form in forms]
