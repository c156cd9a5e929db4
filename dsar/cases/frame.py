"""The head of every case page: title, badges, chip, acts, tabs. Templates get it by the tag `case_frame`."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.cases import registry
from dsar.cases.clock_view import Chip, chip_of, today_for
from dsar.cases.keeping_badges import cover_badges, keeping_badges
from dsar.cases.lifecycle import path_of
from dsar.cases.models import Case, CasePerson
from dsar.cases.vocabulary import Outcome, PersonRole, Relation, RightAsked, Stage
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.keys import keys_at_hand
from dsar.templatetags.desk_words import date_words

RIGHT_WORDS = {
    RightAsked.ACCESS: gettext_lazy("Access request"),
    RightAsked.RECTIFICATION: gettext_lazy("Rectification request"),
    RightAsked.ERASURE: gettext_lazy("Erasure request"),
    RightAsked.RESTRICTION: gettext_lazy("Restriction request"),
    RightAsked.PORTABILITY: gettext_lazy("Portability request"),
    RightAsked.OBJECTION: gettext_lazy("Objection"),
    RightAsked.WITHDRAWAL: gettext_lazy("Withdrawal of consent"),
}
# Each tab with the routes that it may have, best first: a tab appears when its route exists.
TABS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("Overview"), ("dsar:case",)),
    (gettext_lazy("ID and authority"), ("dsar:case-identity",)),
    (gettext_lazy("Search"), ("dsar:case-search",)),
    (gettext_lazy("Review"), ("dsar:case-review",)),
    (gettext_lazy("Sign-off"), ("dsar:case-sign-off", "dsar:case-response")),
    (gettext_lazy("Delivery"), ("dsar:case-delivery",)),
    (gettext_lazy("Messages"), ("dsar:case-messages", "dsar:case-message")),
    (gettext_lazy("Notes"), ("dsar:case-note",)),
    (gettext_lazy("Files"), ("dsar:case-attach", "dsar:case-file")),
    (gettext_lazy("Checklist"), ("dsar:case-checklist",)),
    (gettext_lazy("History"), ("dsar:case-history",)),
)
HEADER_ACTS = 3


@dataclass(frozen=True, slots=True)
class CaseFrame:
    """What the layout of case pages shows around the content."""

    title: str
    badges: list[dict[str, str]]
    meta: str
    chip: Chip
    actions: list[dict[str, Any]]
    tabs: list[dict[str, Any]]
    crumbs: list[dict[str, str]]
    acts: list[registry.NextAct]


def frame_of(case: Case, user: User, route: str, path: str = "") -> CaseFrame:
    """The head of the page at `route` and `path` for this person, who may see the case."""
    people = {person.role: person for person in case.people.all()}
    acts = _one_strong(registry.next_acts(case, user))
    with keys_at_hand([case.key_id]):
        title = title_of(case, people)
        badges = _badges(case, people) + cover_badges(case, user)
    tabs = _tabs(case, route)
    received = {"day": date_words(case.received_at), "channel": case.get_channel_display()}
    return CaseFrame(
        title=title,
        badges=badges,
        meta=_("received %(day)s · %(channel)s") % received,
        chip=chip_of(case, today_for(case)),
        actions=_header_actions(acts, _own_paths(tabs, path)),
        tabs=tabs,
        crumbs=[{"label": _("Cases"), "url": reverse("dsar:case-list")}, {"label": case.reference, "url": ""}],
        acts=acts,
    )


def title_of(case: Case, people: dict[str, CasePerson]) -> str:
    """The title of the page: "… request from …", and "about …" where somebody else asks."""
    subject, requester = people.get(PersonRole.SUBJECT), people.get(PersonRole.REQUESTER)
    words = {"right": str(RIGHT_WORDS[RightAsked(case.right)]), "name": name_of(subject)}
    if requester is not None and requester.relation != Relation.SELF:
        return _("%(right)s about %(name)s") % words
    return _("%(right)s from %(name)s") % words


def name_of(person: CasePerson | None) -> str:
    """How the person is addressed; an erased name reads as "…"."""
    if person is None:
        return "…"
    try:
        return person.name or "…"
    except KeyDestroyed:
        return "…"


def _badges(case: Case, people: dict[str, CasePerson]) -> list[dict[str, str]]:
    tone = "quiet" if case.stage in (Stage.SENT, Stage.CLOSED) else "info"
    badges = [{"tone": tone, "text": stage_label(case), "icon": ""}]
    if case.outcome != Outcome.NONE:
        badges.append({"tone": "quiet", "text": case.get_outcome_display(), "icon": "flag"})
    subject = people.get(PersonRole.SUBJECT)
    proof = registry.proofs(case).get(subject.pk) if subject is not None else None
    if proof is not None and proof.is_proved is not False:
        badges.append({"tone": proof.tone, "text": proof.words, "icon": proof.icon})
    if case.is_extended:
        badges.append({"tone": "quiet", "text": _("Extended"), "icon": "calendar-plus"})
    return badges + keeping_badges(case)


def stage_label(case: Case) -> str:
    """Where the work stands, in the words of the case's right."""
    return str(path_of(case.right).stages.get(case.stage, case.get_stage_display()))


def _one_strong(acts: list[registry.NextAct]) -> list[registry.NextAct]:
    """The first strong act stays strong: a page has one."""
    first = next((act for act in acts if act.is_primary and act.url), None)
    return [act if act is first else replace(act, is_primary=False) for act in acts]


def _own_paths(tabs: list[dict[str, Any]], path: str) -> tuple[str, ...]:
    """The addresses of this page: its own and, below the overview, that of its tab."""
    current = [str(tab["url"]) for tab in tabs[1:] if tab["is_current"]]
    return tuple(one for one in [path, *current] if one)


def _header_actions(acts: list[registry.NextAct], own: tuple[str, ...]) -> list[dict[str, Any]]:
    """At most three: the ones before the strong act that matter most, then the strong act itself at the end.

    An act that is done on this very page is not offered in its head again: one place for each act.
    """
    open_acts = [act for act in acts if act.url and urlsplit(act.url).path not in own]
    strong = next((act for act in open_acts if act.is_primary), None)
    others = [act for act in open_acts if act is not strong and act.in_header][: HEADER_ACTS - 1]
    shown = [*others, strong] if strong else others
    return [{"label": act.label, "url": act.url, "is_primary": act is strong} for act in shown]


def _tabs(case: Case, route: str) -> list[dict[str, Any]]:
    tabs, away = [], path_of(case.right).tabs
    for label, candidates in (*TABS[:2], *registry.own_tabs(case), *TABS[2:]):
        if away.intersection(candidates):
            continue
        found = next(((name, url) for name in candidates if (url := _address(name, case))), None)
        if found:
            is_current = route == found[0] if found[0] == "dsar:case" else route.startswith(candidates)
            tabs.append({"label": label, "url": found[1], "is_current": is_current})
    return tabs


def _address(name: str, case: Case) -> str:
    try:
        return reverse(name, kwargs={"ref": case.reference})
    except NoReverseMatch:
        return ""
