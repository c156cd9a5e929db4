"""How somebody may complain about a decision, in the words of a letter. Plain Python.

GDPR Art. 12(4): whoever is refused, or told of an extension, hears of the complaint to the supervisory authority and
of the judicial remedy. In the United Kingdom three routes are named from 19 June 2026: the controller (Data Protection
Act 2018 s. 164A), the Information Commissioner (s. 165) and the court (s. 167).
"""

import datetime as dt
from dataclasses import dataclass

UK_THREE_ROUTES_FROM = dt.date(2026, 6, 19)
UK, EU = "UK", "EU"


@dataclass(frozen=True, slots=True)
class Routes:
    """Who can be complained to: the authority, how it is reached, and how the controller is."""

    authority: str
    authority_contact: str
    controller_contact: str


_NOBODY = {
    "en": "the supervisory authority",
    "fr": "l’autorité de contrôle compétente",
    "de": "der zuständigen Aufsichtsbehörde",
}
_EU = {
    "en": "You have the right to complain to {authority}{contact}. You also have the right to go to court.",
    "fr": "Vous avez le droit d’introduire une réclamation auprès de {authority}{contact}. Vous avez aussi le droit de "
    "former un recours devant les tribunaux.",
    "de": "Sie haben das Recht, sich bei {authority}{contact} zu beschweren. Sie haben auch das Recht, vor Gericht zu "
    "gehen.",
}
_UK = {
    "en": "If you do not agree, you can do any of these:\n"
    "– complain to us: {ours} (Data Protection Act 2018, section 164A). We acknowledge a complaint within 30 days.\n"
    "– complain to {authority}{contact} (section 165).\n"
    "– apply to the court (section 167).",
    "fr": "Si vous n’êtes pas d’accord, vous pouvez :\n"
    "– nous adresser une réclamation : {ours} (Data Protection Act 2018, article 164A). Nous en accusons réception "
    "dans les 30 jours.\n"
    "– introduire une réclamation auprès de {authority}{contact} (article 165).\n"
    "– saisir la justice (article 167).",
    "de": "Wenn Sie nicht einverstanden sind, können Sie\n"
    "– sich bei uns beschweren: {ours} (Data Protection Act 2018, Abschnitt 164A). Wir bestätigen den Eingang einer "
    "Beschwerde innerhalb von 30 Tagen.\n"
    "– sich bei {authority}{contact} beschweren (Abschnitt 165).\n"
    "– vor Gericht gehen (Abschnitt 167).",
}
_ELSEWHERE = {
    "en": "If you do not agree, you can complain to {authority}{contact}.",
    "fr": "Si vous n’êtes pas d’accord, vous pouvez introduire une réclamation auprès de {authority}{contact}.",
    "de": "Wenn Sie nicht einverstanden sind, können Sie sich bei {authority}{contact} beschweren.",
}


def remedies(routes: Routes, *, regime: str, language: str, on: dt.date) -> str:
    """The routes that are open on the day of the letter; English where the language is not known."""
    spoken = language.split("-", maxsplit=1)[0].lower()
    spoken = spoken if spoken in _EU else "en"
    if regime == UK and on >= UK_THREE_ROUTES_FROM:
        words = _UK[spoken]
    elif regime in (UK, EU):
        words = _EU[spoken]
    else:
        words = _ELSEWHERE[spoken]
    contact = f" ({routes.authority_contact})" if routes.authority_contact else ""
    authority = routes.authority or _NOBODY[spoken]
    if spoken == "en" and authority.startswith("Information Commissioner"):
        authority = f"the {authority}"
    return words.format(authority=authority, contact=contact, ours=routes.controller_contact)
