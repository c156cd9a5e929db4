"""Reads about notes: the notes of a case, who may be mentioned, and the mentions of a person."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from dsar.access.models import User
from dsar.access.rules import ROLE_ACTS, Act
from dsar.cases.conflict_selectors import conflicted_user_ids
from dsar.cases.models import Case, CaseTeamPermission, CaseUserPermission, Note
from dsar.cases.page_models import NoteMention
from dsar.foundation import clock
from dsar.foundation.keys import keys_at_hand


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as the page shows it; `version` is 1 for one that was never corrected."""

    note: Note
    text: str
    version: int
    is_mine: bool


def notes_of(case: Case, user: User, *, limit: int | None = None) -> list[NoteRow]:
    """The notes of the case, newest first."""
    found = case.notes.select_related("author", "case").annotate(earlier=Count("versions"))
    with keys_at_hand([case.key_id]):
        return [
            NoteRow(note, note.text, getattr(note, "earlier", 0) + 1, note.author_id == user.pk)
            for note in found[:limit]
        ]


def colleagues_of(case: Case) -> list[User]:
    """The people who may see the case, in person or through a team, and whose role reads cases; by name."""
    personal = CaseUserPermission.objects.filter(content_object=case).values("user")
    teams = CaseTeamPermission.objects.filter(content_object=case).values("group")
    readers = [role.value for role, acts in ROLE_ACTS.items() if Act.VIEW_CASE in acts]
    found = User.objects.filter(Q(pk__in=personal) | Q(groups__in=teams), is_active=True)
    found = found.filter(role_grants__role__in=readers).exclude(pk__in=conflicted_user_ids(case))
    return list(found.distinct().order_by("full_name"))


def mentions_of(user: User) -> QuerySet[NoteMention]:
    """Mentions that the person has not seen, in cases that they may still see: badge, digest and page count by this."""
    unseen = NoteMention.objects.filter(user=user, seen_at__isnull=True)
    return unseen.filter(note__case__in=Case.objects.visible_to(user)).order_by("-mentioned_at")


def unseen_mentions(user: User) -> int:
    """How many mentions wait for the person; for nearly everybody nearly always none, which costs one short look."""
    if not user.may(Act.VIEW_CASE) or not NoteMention.objects.filter(user=user, seen_at__isnull=True).exists():
        return 0
    return mentions_of(user).count()


def see_mentions(case: Case, user: User) -> None:
    """The person looks at the notes of the case: their mentions there are seen."""
    NoteMention.objects.filter(note__case=case, user=user, seen_at__isnull=True).update(seen_at=clock.now())
