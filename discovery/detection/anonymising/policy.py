"""Which form which kind gets, and what remembers pseudonyms and tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from discovery.detection.anonymising.forms import Form, plain, pseudonym
from discovery.documents import Kind


class VaultMissing(LookupError):
    """A form was asked for that needs a key, a vault or a register of pseudonyms, and there is none."""


class Vault(Protocol):
    """Keeps values under tokens. Who may read them back, and the record of it, is the vault's own affair."""

    def token_for(self, kind: Kind, value: str) -> str:
        """The token of a value, made of small letters; the same for the same value of one case."""


class Numbering(Protocol):
    """Gives pseudonyms: the same to the same value of one case."""

    def name_for(self, kind: Kind, value: str) -> str:
        """The pseudonym of a value, such as PERSON_1."""


@dataclass(slots=True)
class Pseudonyms:
    """Numbers given to values, per kind, in the order in which they came: PERSON_1, PERSON_2 …

    One object a case makes them consistent over all its texts. `given` may be stored and handed in again.
    """

    given: dict[tuple[str, str], int] = field(default_factory=dict)

    def name_for(self, kind: Kind, value: str) -> str:
        """The pseudonym of a value; another spelling of the same value gets the same."""
        known = (kind.value, plain(kind, value))
        if known not in self.given:
            self.given[known] = 1 + sum(1 for one, _value in self.given if one == kind.value)
        return pseudonym(kind, self.given[known])


@dataclass(frozen=True, slots=True)
class Policy:
    """How values are replaced.

    Attributes:
        form: of every kind that `by_kind` does not name.
        by_kind: forms of single kinds.
        kept: kinds that stay as they are.
        key: for Form.HASH; of one case, so that cases cannot be joined.
        pseudonyms: for Form.PSEUDONYM.
        vault: for Form.TOKEN.
    """

    form: Form = Form.LABEL
    by_kind: Mapping[Kind, Form] = field(default_factory=dict)
    kept: frozenset[Kind] = frozenset()
    key: bytes = b""
    pseudonyms: Numbering | None = None
    vault: Vault | None = None

    def form_of(self, kind: Kind) -> Form | None:
        """The form of a kind; None where it stays."""
        return None if kind in self.kept else self.by_kind.get(kind, self.form)
