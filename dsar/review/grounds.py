"""On what a redaction rests: the provision for each, from whose data it is, what kind, and what was approved. Pure.

What may be left out of a copy is what is not the data subject's own personal data (the right of Art. 15(1) GDPR does
not reach it), what would adversely affect others (Art. 15(4)), and what an approved exemption covers. Nothing else is
a ground, so a mark for which nobody gave one is shown as such and counts as other people's data until somebody does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from discovery.detection import KIND_FACTS
from discovery.detection.kinds import Category
from discovery.documents import Kind
from dsar.review.exemptions import find
from dsar.review.people import OUT_OF_SCOPE, Role

_FACTS: Final = {kind.value: told for kind, told in KIND_FACTS.items()}
QUEBEC: Final = "Act respecting the protection of personal information in the private sector (Quebec)"
# By regime; the row of the catalogue that carries other people's data, where the catalogue has one.
_OTHERS: Final = {
    "EU": "eu.rights_of_others", "UK": "uk.third_party", "CCPA": "ccpa.others", "PIPEDA": "ca.third_party",
    "QC": "qc.third_party", "CH": "ch.third_party",
}  # fmt: skip
# Who the right of access belongs to, and what personal data are.
_SCOPE: Final = {
    "EU": "GDPR Art. 15(1) with Art. 4(1)",
    "UK": "UK GDPR Art. 15(1) with Art. 4(1)",
    "CCPA": "Cal. Civ. Code § 1798.110(a) with § 1798.140(v)",
    "PIPEDA": "PIPEDA Sch. 1 cl. 4.9 with s. 2(1)",
    "QC": f"{QUEBEC} s. 27 with s. 2",
    "LGPD": "LGPD Art. 18 with Art. 5(I)",
    "CH": "FADP Art. 25(1) with Art. 5(a)",
}
# Added where it is about somebody else's health, belief and the like, or about offences.
_SPECIAL: Final = {
    "EU": "Art. 9(1)", "UK": "UK GDPR Art. 9(1)", "LGPD": "Art. 11", "CH": "Art. 5(c)",
    "CCPA": "§ 1798.140(ae)",
}  # fmt: skip
_CRIMINAL: Final = {"EU": "Art. 10", "UK": "UK GDPR Art. 10", "CH": "Art. 5(c)"}
# Passwords and keys: handing them out would open what security of processing has to keep shut.
_SECRET: Final = {
    "EU": "GDPR Art. 15(4) with Art. 32(1)",
    "UK": "UK GDPR Art. 15(4) with Art. 32(1)",
    "CCPA": "Cal. Code Regs. tit. 11 § 7024(d)",
    "PIPEDA": "PIPEDA Sch. 1 cl. 4.7",
    "QC": f"{QUEBEC} s. 10",
    "LGPD": "LGPD Art. 46",
    "CH": "FADP Art. 8(1)",
}
# Of the provisions outside the EU and the UK those that were compared with the texts we work by; of all others nobody
# says that they are right before a lawyer of the place has looked (docs/casework.md).
_OURS: Final = frozenset({"EU", "UK"})
_COMPARED: Final = frozenset(
    {("CCPA", "secret"), ("PIPEDA", "others"), ("QC", "others"), ("CH", "others")}
)  # fmt: skip
_ROWS_NOT_COMPARED: Final = frozenset({"ccpa.others", "qc.health"})
_WORDS: Final[dict[str, Any]] = {
    "others": _("Another person's data"),
    "special": _("Another person's data of a special category"),
    "criminal": _("Data on another person's offences"),
    "scope": _("Not this person's personal data"),
    "secret": _("A secret, such as a password or key"),
    "own": _("The person's own data: only an approved exemption takes them out"),
    "unsaid": _("Marked by hand; nobody has said why yet"),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a redaction rests on.

    Attributes:
        code: others, special, criminal, scope, secret, unsaid or exemption.
        article: the provision, as it stands in schedules that stay inside.
        words: the ground in a few words.
        is_stated: somebody decided on it; else it is assumed, and a person should say.
        is_checked: the provision was compared with the texts we work by; else it is named, not checked by us.
    """

    code: str
    article: str
    words: str
    is_stated: bool = True
    is_checked: bool = True


def ground_of(regime_id: str, *, kind: str = "", person_role: str = "", exemptions: Sequence[str] = ()) -> Ground:
    """The ground of one redaction.

    Args:
        regime_id: of the case, as in dsar.deadlines.
        kind: the kind of personal data, "" for a mark by hand.
        person_role: a Role, or OUT_OF_SCOPE; "" where nobody said.
        exemptions: ids of the approved exemptions that cover the passage; they win.
    """
    if exemptions:
        rows = [find(one) for one in dict.fromkeys(exemptions)]
        is_checked = _ROWS_NOT_COMPARED.isdisjoint(exemptions)
        basis, label = "; ".join(row.basis for row in rows), "; ".join(row.label for row in rows)
        return Ground("exemption", basis, label, is_checked=is_checked)
    if person_role == Role.SECRET or kind == Kind.SECRET:
        return _ground("secret", _SECRET, regime_id)
    if person_role == Role.SUBJECT:
        article, is_checked = _SCOPE.get(regime_id, _SCOPE["EU"]), regime_id in _OURS
        return Ground("unsaid", article, str(_WORDS["own"]), is_stated=False, is_checked=is_checked)
    if person_role == OUT_OF_SCOPE:
        return _ground("scope", _SCOPE, regime_id)
    code = _of_others(kind)
    extra = {"special": _SPECIAL, "criminal": _CRIMINAL}.get(code, {}).get(regime_id, "")
    article = others_article(regime_id) + (f" with {extra}" if extra else "")
    is_checked = regime_id in _OURS or ((regime_id, "others") in _COMPARED and not extra)
    if not kind and not person_role:
        return Ground("unsaid", article, str(_WORDS["unsaid"]), is_stated=False, is_checked=is_checked)
    return Ground(code, article, str(_WORDS[code]), is_checked=is_checked)


def left_out(regime_id: str) -> Ground:
    """The ground of an item that is left out because it is not about the person."""
    return _ground("scope", _SCOPE, regime_id)


def others_article(regime_id: str) -> str:
    """The provision that protects other people; where a law has none, the one that gives access to one's own only."""
    row = _OTHERS.get(regime_id)
    return find(row).basis if row else _SCOPE.get(regime_id, _SCOPE["EU"])


def _ground(code: str, articles: dict[str, str], regime_id: str) -> Ground:
    is_checked = regime_id in _OURS or (regime_id, code) in _COMPARED
    return Ground(code, articles.get(regime_id, articles["EU"]), str(_WORDS[code]), is_checked=is_checked)


def _of_others(kind: str) -> str:
    facts = _FACTS.get(kind)
    if facts is None:
        return "others"
    return {Category.SPECIAL: "special", Category.CRIMINAL: "criminal"}.get(facts.category, "others")
