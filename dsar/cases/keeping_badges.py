"""The badges in the head of a case that say: this is kept, this is complained about, this is another one's."""

from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.cover_selectors import covers
from dsar.cases.hold_selectors import keeping_of
from dsar.cases.models import Case


def keeping_badges(case: Case) -> list[dict[str, str]]:
    """A badge each for a legal hold and for an open complaint."""
    keeping, badges = keeping_of(case), []
    if keeping.holds or keeping.person_holds:
        badges.append({"tone": "warn", "text": _("Legal hold"), "icon": "lock"})
    if keeping.complaints:
        badges.append({"tone": "warn", "text": _("Complaint open"), "icon": "flag"})
    return badges


def cover_badges(case: Case, user: User) -> list[dict[str, str]]:
    """A badge where the person sees the case because they stand in for its handler today."""
    if case.handler is None or case.handler_id == user.pk or not covers(user, case.handler.pk):
        return []
    words = _("Covering for %(name)s") % {"name": case.handler.full_name}
    return [{"tone": "info", "text": words, "icon": "people"}]
