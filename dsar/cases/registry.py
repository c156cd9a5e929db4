"""The hallway learns from the rooms: they register what gates know, what the case page shows, what to do next.

Rooms call these in their module when dsar.config.rooms imports them. A gate that nobody registered counts as not met.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from django.urls import reverse

from dsar.access.models import User
from dsar.cases.lifecycle import Move, path_of
from dsar.cases.models import Case

GateProvider = Callable[[Case], "GateFact"]
PanelProvider = Callable[[Case, Any], "CasePanel | None"]
NextActProvider = Callable[[Case, Any], "list[NextAct]"]
ProofProvider = Callable[[Case], "dict[UUID, Proof]"]
Follower = Callable[[Case, "User | None"], None]
Provider = TypeVar("Provider", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class GateFact:
    """Whether a gate of the lifecycle is met, and if not, what to do about it and on which page (`url`)."""

    gate: str
    is_met: bool
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """How the proof of a person stands, in words: "Identity proved" is only said where somebody proved it.

    `is_proved` is None where no proof was needed: that is neither proved nor still open.
    """

    words: str
    is_proved: bool | None
    tone: str = "quiet"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class CasePanel:
    """A card on the case page: a template with its context. `order` sorts; `page` links to the room's own page."""

    title: str
    template: str
    context: dict[str, Any]
    order: int = 50
    page: str = ""


@dataclass(frozen=True, slots=True)
class NextAct:
    """Something the person may do now, or may not and why. `url` opens it; a refused act has a `reason` instead.

    `is_primary` is the one strong act of the page; `in_header` puts the act beside it. `gates` are the facts that keep
    a refused act from being done, each with what to do.
    """

    label: str
    url: str = ""
    reason: str = ""
    is_primary: bool = False
    order: int = 50
    in_header: bool = False
    gates: tuple[GateFact, ...] = ()


_gates: dict[str, GateProvider] = {}
_gate_pages: dict[str, str] = {}
_followers: dict[tuple[Move, str], list[Follower]] = {}
_proofs: list[ProofProvider] = []
_panels: list[PanelProvider] = []
_next_acts: list[NextActProvider] = []
_tabs: dict[str, list[tuple[Any, tuple[str, ...]]]] = {}


def register_gate(gate: str, provider: GateProvider, *, page: str = "") -> None:
    """Say who knows whether a gate is met; a gate has one provider. `page` is the route of a case's page to meet it."""
    if gate in _gates and _gates[gate] is not provider:
        message = f"gate {gate} is registered twice"
        raise ValueError(message)
    _gates[gate], _gate_pages[gate] = provider, page


def registered_gates() -> frozenset[str]:
    """The gates that some room knows."""
    return frozenset(_gates)


def register_follower(move: Move, source: str, follower: Follower) -> None:
    """Have a room follow a move that starts at the stage `source`: called within the move's transaction."""
    _followers.setdefault((move, source), []).append(follower)


def follow(move: Move, source: str, case: Case, actor: User | None) -> None:
    """Let the rooms follow a move that has just been made."""
    for follower in _followers.get((move, source), []):
        follower(case, actor)


def register_proof(provider: ProofProvider) -> None:
    """Say who knows how the people of a case are proved: called with the case, answers by the person's id."""
    _proofs.append(provider)


def proofs(case: Case) -> dict[UUID, Proof]:
    """How the people of a case are proved, by id; asked once for a case as it was loaded."""
    known: dict[UUID, Proof] | None = case.__dict__.get("_proofs")
    if known is None:
        known = {pk: proof for provider in _proofs for pk, proof in provider(case).items()}
        case.__dict__["_proofs"] = known
    return known


def register_panel(provider: PanelProvider) -> None:
    """Add a card to the case page: called with the case and the user; None shows nothing."""
    _panels.append(provider)


def register_next_acts(provider: NextActProvider) -> None:
    """Add acts to the case page's rail: called with the case and the user."""
    _next_acts.append(provider)


def register_tab(right: str, label: Any, *routes: str) -> None:
    """Add a tab after "ID and authority" to the cases about a right: its page, and how its other routes begin."""
    _tabs.setdefault(right, []).append((label, routes))


def own_tabs(case: Case) -> list[tuple[Any, tuple[str, ...]]]:
    """The tabs that only cases about this right have."""
    return _tabs.get(case.right, [])


def gate_fact(gate: str, case: Case) -> GateFact:
    """What is known about a gate of this case."""
    provider = _gates.get(gate)
    if provider is None:
        return GateFact(gate, is_met=False, reason="This part of the product is not installed.")
    fact, page = provider(case), _gate_pages[gate]
    if fact.is_met or fact.url or not page:
        return fact
    return replace(fact, url=reverse(page, args=[case.reference]))


def panels(case: Case, user: Any) -> Iterator[CasePanel]:
    """The cards of the case page in order."""
    shown = [panel for provider in _taking_part(_panels, case) if (panel := provider(case, user)) is not None]
    return iter(sorted(shown, key=lambda panel: panel.order))


def next_acts(case: Case, user: Any) -> list[NextAct]:
    """The acts of the rail in order, permitted ones first."""
    acts = [act for provider in _taking_part(_next_acts, case) for act in provider(case, user)]
    return sorted(acts, key=lambda act: (bool(act.reason), act.order))


def _taking_part(providers: Iterable[Provider], case: Case) -> Iterator[Provider]:
    """The providers whose room has a part in a case about this right: its module says which room it is of."""
    without = path_of(case.right).without
    return (one for one in providers if one.__module__.split(".")[1] not in without)
