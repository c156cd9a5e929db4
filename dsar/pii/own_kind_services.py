"""Acts on own kinds: save, switch, go back. Every change is a new version; what stood before stays to be seen."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from discovery.detection import Category, Risk
from discovery.detection.own_kinds import OwnKind, PatternRefused, check_own_kind
from discovery.documents import Kind
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.pii.line_rules import renew_after_commit
from dsar.pii.models import OwnKindVersion
from dsar.pii.steering import own_kind_of

catalogue.declare(
    pii_own_kind_saved="Own kind “{label}” saved, version {number}",
    pii_own_kind_switched="Own kind “{label}” turned {state}, version {number}",
    pii_own_kind_restored="Own kind “{label}” as in version {based_on} again, version {number}",
)

_CONTENT: Final = ("label", "pattern", "counts_as", "category", "risk", "context", "score", "least")
_FIELDS: Final = {"bad_scores": "least", "bad_words": "context"}


@dataclass(frozen=True, slots=True)
class OwnKindValues:
    """What a person writes into the form of an own kind."""

    label: str
    pattern: str
    category: str
    risk: int
    context: tuple[str, ...] = ()
    score: float = 0.8
    least: float = 0.5
    counts_as: str = Kind.OWN_KIND.value

    def own_kind(self, slug: str, number: int = 1) -> OwnKind:
        """As the engine takes it."""
        return OwnKind(
            slug, self.label, self.pattern, Category(self.category), Risk(self.risk), self.score, self.least,
            self.context, Kind(self.counts_as), number,
        )  # fmt: skip


@transaction.atomic
def save_own_kind(
    *, values: OwnKindValues, actor: User, slug: str = "", based_on: int = 0, why: str = ""
) -> OwnKindVersion:
    """Keep a new version of an own kind, or its first one; it is looked for from now on.

    Args:
        values: checked against what a pattern may be.
        actor: needs Act.EDIT_SOURCES.
        slug: of the kind that is changed; "" for a new one.
        based_on: number of the version that was on the screen; a newer one is not overwritten.
        why: the reason for the change.

    Raises:
        RuleRefused: the pattern is refused (codes of `check_own_kind`), the name is missing or taken, nothing changed.
        Conflict: somebody else has saved a version meanwhile.
        NotPermitted: the actor's role does not set up detection.
    """
    demand_setup(actor)
    label = values.label.strip()
    if not re.search(r"\w", label):
        message = _("Give the kind a name.")
        raise RuleRefused(message, code="name_missing", fields={"label": message})
    chosen = slug or slug_of(label)
    newest = newest_of(chosen)
    if newest is not None and not slug:
        message = _("There is a kind of this name already. Change that one, or take another name.")
        raise RuleRefused(message, code="name_taken", fields={"label": message})
    seconds = checked(values, chosen)
    fresh = OwnKindVersion(slug=chosen, seconds=seconds, why=why.strip(), **_content(values, label))
    if newest is not None and newest.is_on and _same(newest, fresh):
        message = _("Nothing is changed.")
        raise RuleRefused(message, code="nothing_changed")
    _keep(fresh, newest, based_on, actor)
    facts = {"label": label, "slug": chosen, "number": fresh.number, "pattern": fresh.pattern}
    record("pii.own_kind_saved", actor=actor, about=fresh, facts=facts)
    return fresh


@transaction.atomic
def switch_own_kind(*, slug: str, is_on: bool, based_on: int, actor: User) -> OwnKindVersion:
    """Look for an own kind again, or no more; nothing else changes.

    Raises:
        RuleRefused: there is no such kind, or it stands so already.
        Conflict, NotPermitted: as for saving.
    """
    demand_setup(actor)
    newest = _known(slug)
    if newest.is_on == is_on:
        message = _("Nothing is changed.")
        raise RuleRefused(message, code="nothing_changed")
    fresh = _copy(newest, newest)
    fresh.is_on = is_on
    _keep(fresh, newest, based_on, actor)
    facts = {"label": fresh.label, "slug": slug, "number": fresh.number, "state": "on" if is_on else "off"}
    record("pii.own_kind_switched", actor=actor, about=fresh, facts=facts)
    return fresh


@transaction.atomic
def restore_own_kind(*, slug: str, number: int, based_on: int, actor: User) -> OwnKindVersion:
    """Take up an earlier version again: its content becomes the newest version.

    Raises:
        RuleRefused: there is no such version, or it is the newest one; its pattern is refused by now.
        Conflict, NotPermitted: as for saving.
    """
    demand_setup(actor)
    newest = _known(slug)
    former = OwnKindVersion.objects.filter(slug=slug, number=number).first()
    if former is None or former.number == newest.number:
        message = _("There is no such earlier version.")
        raise RuleRefused(message, code="no_such_version")
    try:
        check_own_kind(own_kind_of(former))
    except PatternRefused as refusal:
        raise RuleRefused(str(refusal), code=refusal.code, fields={"pattern": str(refusal)}) from refusal
    fresh = _copy(former, newest)
    fresh.based_on = number
    _keep(fresh, newest, based_on, actor)
    facts = {"label": fresh.label, "slug": slug, "number": fresh.number, "based_on": number}
    record("pii.own_kind_restored", actor=actor, about=fresh, facts=facts)
    return fresh


def checked(values: OwnKindValues, slug: str = "trial") -> float:
    """Seconds a megabyte of hostile text; writes nothing.

    Raises:
        RuleRefused: with the field that is wrong.
    """
    try:
        return round(check_own_kind(values.own_kind(slug)), 4)
    except PatternRefused as refusal:
        name = _FIELDS.get(refusal.code, "pattern")
        raise RuleRefused(str(refusal), code=refusal.code, fields={name: str(refusal)}) from refusal


def slug_of(label: str) -> str:
    """A name for machines: letters a–z, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "kind_" + label.encode().hex()[:12]


def newest_of(slug: str) -> OwnKindVersion | None:
    """The newest version of a kind."""
    return OwnKindVersion.objects.filter(slug=slug).order_by("-number").first()


def demand_setup(actor: User) -> None:
    """Refuse whoever's role does not set up detection.

    Raises:
        NotPermitted
    """
    if not actor.may(Act.EDIT_SOURCES):
        message = "Your role does not change how personal data is looked for. Ask an administrator or the DPO."
        raise NotPermitted(message)


def _known(slug: str) -> OwnKindVersion:
    newest = newest_of(slug)
    if newest is None:
        message = _("There is no such kind.")
        raise RuleRefused(message, code="no_such_kind")
    return newest


def _content(values: OwnKindValues, label: str) -> Mapping[str, Any]:
    written = {name: getattr(values, name) for name in _CONTENT}
    return written | {"label": label, "context": list(values.context)}


def _same(one: OwnKindVersion, other: OwnKindVersion) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _CONTENT)


def _copy(former: OwnKindVersion, newest: OwnKindVersion) -> OwnKindVersion:
    content = {name: getattr(former, name) for name in _CONTENT}
    return OwnKindVersion(slug=newest.slug, seconds=former.seconds, is_on=True, **content)


def _keep(fresh: OwnKindVersion, newest: OwnKindVersion | None, based_on: int, actor: User) -> None:
    message = _("Somebody else has changed this meanwhile. Look at their version, then change it again.")
    last = newest.number if newest else 0
    if last != based_on:
        raise Conflict(message)
    fresh.number, fresh.written_by, fresh.written_at = last + 1, actor, clock.now()
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(message) from error
    renew_after_commit()
