"""What Set-up offers to whom. A card appears when its route exists and the person's role opens it."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Act


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the index."""

    title: Any
    words: Any
    icon: str
    url: str


_CARDS: tuple[tuple[str, Any, Any, str, tuple[Act, ...]], ...] = (
    (
        "dsar:systems",
        _("Systems and sources"),
        _("Where personal data lie, who answers for it, and how each system is searched."),
        "hdd-stack",
        (Act.SEE_REGISTER, Act.EDIT_SOURCES),
    ),
    (
        "dsar:register",
        _("Register of processing"),
        _("Purposes, recipients, periods: what every answer is built from (Art. 30)."),
        "journal-text",
        (Act.SEE_REGISTER,),
    ),
    (
        "dsar:controllers",
        _("Controllers"),
        _("Name, DPO, authority, time zone, holidays and our target for each organisation."),
        "building",
        (Act.SEE_REGISTER,),
    ),
    (
        "dsar:erasure-targets",
        _("Erasure targets"),
        _("Where people are erased from, with credentials of their own, and what law keeps in each table."),
        "eraser",
        (Act.EDIT_SOURCES,),
    ),
    (
        "dsar:restriction-flags",
        _("Flags in targets"),
        _("How each system says that a person's data are restricted, or that they get no direct marketing."),
        "lock",
        (Act.EDIT_SOURCES,),
    ),
    (
        "dsar:suppression",
        _("Suppression list"),
        _("Who was erased, as keyed digests, so that no import and no backup brings them back."),
        "shield-check",
        (Act.EDIT_REGISTER,),
    ),
    (
        "dsar:breaches",
        _("Breaches"),
        _("Register of personal data breaches: the 72 hours, scans of what was lost, notices, proof (Art. 33, 34)."),
        "shield-exclamation",
        (Act.SEE_BREACHES, Act.SEE_SKELETON),
    ),
    (
        "dsar:retention",
        _("Retention"),
        _("How long our own records are kept, what a sweep would take today, what it took, legal holds."),
        "clock-history",
        (Act.SEE_RETENTION,),
    ),
    (
        "dsar:mailboxes",
        _("Mailboxes"),
        _("Where requests come in by e-mail, and whether each mailbox can be read."),
        "inbox",
        (Act.EDIT_SOURCES,),
    ),
    (
        "dsar:letters",
        _("Letters"),
        _("Every mail and letter that goes out: read, change and preview its text."),
        "envelope-paper",
        (Act.SEE_REGISTER,),
    ),
    (
        "dsar:pii-tools",
        _("PII tools"),
        _("Own kinds of numbers, thresholds, how right the suggestions are, tools to try on text."),
        "tools",
        (Act.SEE_REGISTER, Act.VIEW_CASE),
    ),
    (
        "dsar:consent",
        _("Consent and opt-outs"),
        _("Purposes and wordings, who agreed to what and when, opt-outs, privacy notices."),
        "ui-checks",
        (Act.SEE_CONSENT, Act.EDIT_SOURCES),
    ),
    (
        "dsar:dpias",
        _("Impact assessments"),
        _("Which processing needs an assessment, its risks and measures, advice, approval and reviews (Art. 35)."),
        "clipboard-check",
        (Act.SEE_DPIA,),
    ),
    (
        "dsar:people",
        _("People and teams"),
        _("Who works here, in which role, and who shares cases."),
        "people",
        (Act.EDIT_PEOPLE,),
    ),
    (
        "dsar:audit",
        _("Audit"),
        _("Every act in a chain that cannot be changed unseen, and its verification."),
        "shield-check",
        (Act.READ_AUDIT,),
    ),
    (
        "dsar:break-glass",
        _("Emergency access"),
        _("Read one case without a grant for four hours; every Data Protection Officer is told."),
        "life-preserver",
        (Act.BREAK_GLASS,),
    ),
)


def cards_for(user: User) -> list[Card]:
    """The cards that this person may open."""
    return [
        Card(title, words, icon, url)
        for route, title, words, icon, acts in _CARDS
        if any(user.may(act) for act in acts) and (url := _address(route))
    ]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
