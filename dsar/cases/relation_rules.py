"""How cases belong together, and how each kind of link reads from the other side. Plain Python."""

from dataclasses import dataclass

from dsar.foundation.words import Words as _


@dataclass(frozen=True, slots=True)
class LinkKind:
    """A kind of link, as it reads from this case; `inverse` is its code on the other one."""

    code: str
    label: str
    inverse: str


LINKS: dict[str, LinkKind] = {
    kind.code: kind
    for kind in (
        LinkKind("related", _("Related"), "related"),
        LinkKind("duplicate", _("Duplicate of"), "duplicated_by"),
        LinkKind("duplicated_by", _("Has a duplicate"), "duplicate"),
        LinkKind("earlier", _("Earlier request"), "later"),
        LinkKind("later", _("Later request"), "earlier"),
        LinkKind("same_request", _("Another right asked in the same request"), "same_request"),
        LinkKind("own_request", _("The parent's own request"), "child_request"),
        LinkKind("child_request", _("The request about the child"), "own_request"),
    )
}


def inverse_of(code: str) -> str:
    """How the link reads from the other case; a kind that is not known reads the same from both."""
    kind = LINKS.get(code)
    return kind.inverse if kind else code


def label_of(code: str) -> str:
    """The words of a kind of link."""
    kind = LINKS.get(code)
    return kind.label if kind else code
