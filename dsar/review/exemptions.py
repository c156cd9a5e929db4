"""The catalogue of exemptions as data: what each rests on, what must be tested, what the data subject is told.

Exemptions attach to an item or a passage, never to a case. Nobody applies one without answering its test, and somebody
else decides (DPA 2018 Schedules 2 to 4; GDPR Art. 15(4) and 23; national law). Plain Python.
"""

from typing import Final

from dsar.review import exemptions_eu, exemptions_uk, exemptions_world
from dsar.review.exemption_kinds import BOTH, REDACT, WITHHOLD, Exemption

__all__ = ["BOTH", "REDACT", "SEVEN", "WITHHOLD", "Exemption", "all_exemptions", "find", "for_regime"]

_ALL: Final = (*exemptions_uk.ROWS, *exemptions_eu.ROWS, *exemptions_world.ROWS)
_BY_ID: Final = {row.id: row for row in _ALL}


def all_exemptions() -> tuple[Exemption, ...]:
    """Every row of the catalogue."""
    return _ALL


def for_regime(regime_id: str, country: str = "") -> tuple[Exemption, ...]:
    """The exemptions that can be put forward under a regime, those of the country included.

    Args:
        regime_id: as in dsar.deadlines ("EU", "UK", …).
        country: ISO code of the controller's country; without it only what holds in every country.
    """
    return tuple(
        row for row in all_exemptions() if row.regime == regime_id and (not row.countries or country in row.countries)
    )


def find(exemption_id: str) -> Exemption:
    """The row of that id.

    Raises:
        KeyError: the catalogue has none.
    """
    return _BY_ID[exemption_id]


# The seven kinds that older lists name, under the provisions that really carry them: (under UK law, in the EU).
# Regulatory functions are paragraphs 7 to 12 (20 is self-incrimination), negotiations 23 (24 is references); a
# recital is no legal basis, so trade secrets rest on Art. 15(4). In the EU the rest is for national law (Art. 23).
SEVEN: Final[dict[str, tuple[str, str]]] = {
    "third_party_data": ("uk.third_party", "eu.rights_of_others"),
    "legal_professional_privilege": ("uk.lpp", "eu.art23_generic"),
    "trade_secrets": ("uk.trade_secrets", "eu.trade_secrets"),
    "crime_prevention": ("uk.crime", "eu.art23_generic"),
    "management_forecasting": ("uk.mgmt", "eu.art23_generic"),
    "negotiations": ("uk.negotiation", "eu.art23_generic"),
    "regulatory_function": ("uk.reg_public", "eu.art23_generic"),
}
