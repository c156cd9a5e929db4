"""Acts on saved views: keeping, changing, deleting, and choosing the one with which the list opens."""

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.queue_filters import kept
from dsar.cases.queue_models import DefaultView, SavedView
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused

catalogue.declare(
    queue_view_saved="View of the list of cases saved (shared: {shared})",
    queue_view_changed="View of the list of cases changed (shared: {shared})",
    queue_view_deleted="View of the list of cases deleted (shared: {shared})",
    queue_view_chosen="The list of cases opens with a view of one's own choice",
)

MOST_VIEWS = 30


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, actor: User) -> SavedView:
    """Keep filters and order under a name; what was searched for is left out, because it may be somebody's name.

    Raises:
        RuleRefused: the name is taken, or the person has too many views ("too_many").
    """
    if SavedView.objects.filter(owner=actor).count() >= MOST_VIEWS:
        message = "You have many views already. Delete one that you do not use."
        raise RuleRefused(message, code="too_many", fields={"name": message})
    _demand_free(name, actor)
    view = SavedView.objects.create(
        owner=actor, name=name.strip(), query=kept(query), is_shared=is_shared, created_at=clock.now()
    )
    record("queue.view_saved", actor=actor, about=view, facts={"shared": is_shared})
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, is_shared: bool, actor: User) -> SavedView:
    """Rename a view, or share it or no longer.

    Raises:
        NotPermitted: it is somebody else's.
        RuleRefused: the name is taken.
    """
    demand_own(view, actor)
    _demand_free(name, view.owner, other_than=view)
    if view.is_shared and not is_shared:
        DefaultView.objects.filter(view=view).exclude(user=view.owner).delete()
    view.name, view.is_shared = name.strip(), is_shared
    view.save(update_fields=["name", "is_shared"])
    record("queue.view_changed", actor=actor, about=view, facts={"shared": is_shared})
    return view


@transaction.atomic
def delete_view(*, view: SavedView, actor: User) -> None:
    """Delete a view; lists that opened with it open plainly again. Raises NotPermitted for somebody else's."""
    demand_own(view, actor)
    record("queue.view_deleted", actor=actor, about=view, facts={"shared": view.is_shared})
    view.delete()


@transaction.atomic
def open_with(*, view: SavedView | None, actor: User) -> None:
    """Let the list open with this view for this person; None: plainly."""
    if view is None:
        DefaultView.objects.filter(user=actor).delete()
    else:
        DefaultView.objects.update_or_create(user=actor, defaults={"view": view})
    record("queue.view_chosen", actor=actor, about=view)


def may_change(view: SavedView, user: User) -> bool:
    """The owner may; so may the DPO where it is shared, so that views of people who left do not stay for ever."""
    return view.owner_id == user.pk or (view.is_shared and user.may(Act.GIVE_OPINION))


def demand_own(view: SavedView, user: User) -> None:
    """Refuse a change of somebody else's view. Raises NotPermitted."""
    if not may_change(view, user):
        message = "This view belongs to somebody else. Save one of your own with the same filters."
        raise NotPermitted(message)


def _demand_free(name: str, owner: User, *, other_than: SavedView | None = None) -> None:
    taken = SavedView.objects.filter(owner=owner, name__iexact=name.strip())
    if other_than is not None:
        taken = taken.exclude(pk=other_than.pk)
    if taken.exists():
        message = "A view of yours has this name already."
        raise RuleRefused(message, code="name_taken", fields={"name": message})
