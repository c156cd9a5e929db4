"""What an answer under Article 15 says, point by point, and when a point is answered. Plain Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dsar.foundation.words import Words
from dsar.foundation.words import Words as _
from dsar.response.wording import said

LEGITIMATE = ("6(1)(f)", "6(1)(e)", "legitimate", "public task")
CONSENT_OR_CONTRACT = ("6(1)(a)", "6(1)(b)", "consent", "contract")
UK = "UK"
# Claims to have sent everything, which an answer in part may not make.
ALL_OF_IT = ("all personal data", "toutes les données", "alle personenbezogenen daten", "sämtliche personenbezogenen")
VAGUE = (
    "various purposes",
    "various recipients",
    "diverses finalités",
    "divers destinataires",
    "verschiedene zwecke",
    "verschiedene empfänger",
)
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the answer: key, article, the question it answers, what makes it acceptable."""

    key: str
    article: str
    title: str
    hint: str


POINTS: tuple[Point, ...] = (
    Point("confirmation", "Art. 15(1)", _("Whether personal data are processed"), _("A plain yes or no.")),
    Point("purposes", "Art. 15(1)(a)", _("Why the data are used"), _("Name each activity that touches this person.")),
    Point("categories", "Art. 15(1)(b)", _("What kinds of data there are"), _("The categories that were found.")),
    Point(
        "recipients",
        "Art. 15(1)(c)",
        _("Who has received the data, or will"),
        _("Name actual recipients (C-154/21); a category only with the reason why nobody can be named."),
    ),
    Point(
        "retention", "Art. 15(1)(d)", _("How long the data are kept"), _("A period, or criteria, for each category.")
    ),
    Point("rights", "Art. 15(1)(e)", _("The rights the person has"), _("Those that apply here, by legal basis.")),
    Point(
        "complaint", "Art. 15(1)(f)", _("How to complain"), _("The competent authority; in the UK all three routes.")
    ),
    Point("source", "Art. 15(1)(g)", _("Where the data come from"), _("For each set not collected from the person.")),
    Point(
        "automated",
        "Art. 15(1)(h)",
        _("Automated decisions and profiling"),
        _("The logic and consequences; 'none' only where the owner of the activity has said so."),
    ),
    Point(
        "transfers",
        "Art. 15(2)",
        _("Transfers to other countries"),
        _("The safeguard for each; 'none' only where the register names the country of every recipient."),
    ),
)
KEYS = tuple(point.key for point in POINTS)


@dataclass(frozen=True, slots=True)
class RecipientFacts:
    """A recipient as the register has it."""

    name: str
    role: str = ""
    country: str = ""
    safeguard: str = ""
    is_category: bool = False
    category_reason: str = ""


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """A processing activity that touches the person, as the register has it."""

    name: str
    purpose: str
    legal_basis: str
    categories: Sequence[str] = ()
    retention: str = ""
    source: str = ""
    has_automated_decisions: bool | None = None
    automated_decisions: str = ""
    recipients: Sequence[RecipientFacts] = ()


@dataclass(frozen=True, slots=True)
class ControllerFacts:
    """The controller as the letters name it."""

    name: str
    country: str
    authority: str
    authority_contact: str
    complaints_contact: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A point drafted from the register: the text, and what the register does not say."""

    text: str = ""
    missing: tuple[str, ...] = field(default=())


def drafts(
    activities: Sequence[ActivityFacts],
    controller: ControllerFacts,
    *,
    regime: str,
    holds_data: bool,
    language: str = "en",
) -> dict[str, Draft]:
    """Every point as far as the register answers it, in the language of the case; nothing is claimed besides."""
    say = partial(said, language=language)
    return {
        "confirmation": Draft(_confirmation(say, controller, holds_data=holds_data)),
        "purposes": _listed(activities, lambda one: _purpose(say, one), _("a purpose")),
        "categories": _categories(activities),
        "recipients": _recipients(activities),
        "retention": _listed(activities, lambda one: one.retention, _("how long its data are kept")),
        "rights": Draft(_rights(say, activities)),
        "complaint": _complaint(say, controller, regime),
        "source": _listed(activities, lambda one: one.source, _("where its data come from")),
        "automated": _automated(say, activities),
        "transfers": _transfers(say, activities, controller),
    }


def missing_points(answers: Mapping[str, Any]) -> list[Point]:
    """Points that have neither a text nor a reasoned "not applicable" (gate G12)."""
    return [point for point in POINTS if not is_answered(answers.get(point.key))]


def is_answered(answer: Any) -> bool:
    """Whether a point has content, or says with a reason that it does not apply."""
    if not isinstance(answer, Mapping):
        return False
    if answer.get("not_applicable"):
        return len(str(answer.get("reason", "")).strip()) > 10
    return bool(str(answer.get("text", "")).strip())


def lint(answers: Mapping[str, Any], *, regime: str, is_partial: bool) -> list[str]:
    """Claims that a letter may not make; each with what to change. They block like a missing point."""
    whole = " ".join(str(answer.get("text", "")) for answer in answers.values() if isinstance(answer, Mapping)).lower()
    found: list[str] = []
    if is_partial and any(words in whole for words in ALL_OF_IT):
        found.append(_("Something is withheld or redacted, so the answer cannot speak of 'all personal data'."))
    if regime != UK and "information commissioner" in whole:
        found.append(_("The Information Commissioner is competent in the United Kingdom only."))
    if any(words in whole for words in VAGUE):
        found.append(_("'Various' names nothing: list the purposes and the recipients."))
    return found


def _confirmation(say: Say, controller: ControllerFacts, *, holds_data: bool) -> str:
    yes = "Yes. %(controller)s processes personal data about you; a copy is enclosed."
    no = "No. %(controller)s searched the systems listed below and found no personal data about you."
    return say(yes if holds_data else no, controller=controller.name)


def _purpose(say: Say, activity: ActivityFacts) -> str:
    return say("%(purpose)s Legal basis: %(basis)s.", purpose=activity.purpose, basis=activity.legal_basis)


def _listed(activities: Sequence[ActivityFacts], words: Any, wanted: str) -> Draft:
    told = [(one.name, words(one).strip()) for one in activities]
    missing = tuple(
        _("The register does not state {wanted} for “{activity}”.").filled(
            wanted=Words.translated_by(wanted), activity=name
        )
        for name, text in told
        if not text
    )
    return Draft("\n".join(f"{name}: {text}" for name, text in told if text), missing or _nothing(activities))


def _nothing(activities: Sequence[ActivityFacts]) -> tuple[str, ...]:
    if activities:
        return ()
    return (_("No activity of the register is linked to the systems in which data were found."),)


def _categories(activities: Sequence[ActivityFacts]) -> Draft:
    names = sorted({category for one in activities for category in one.categories})
    missing = tuple(
        _("The register names no categories for “{activity}”.").filled(activity=one.name)
        for one in activities
        if not one.categories
    )
    return Draft(", ".join(names).capitalize() + "." if names else "", missing or _nothing(activities))


def _recipients(activities: Sequence[ActivityFacts]) -> Draft:
    lines: list[str] = []
    missing: list[str] = []
    for one in activities:
        if not one.recipients:
            missing.append(
                _("The register names no recipients for “{activity}”; state them, or that there are none.").filled(
                    activity=one.name
                )
            )
        for recipient in one.recipients:
            words = ", ".join(part for part in (recipient.name, recipient.role, recipient.country) if part)
            lines.append(f"{one.name}: {words}" + (f" ({recipient.category_reason})" if recipient.is_category else ""))
    return Draft("\n".join(dict.fromkeys(lines)), tuple(missing) or _nothing(activities))


def _rights(say: Say, activities: Sequence[ActivityFacts]) -> str:
    bases = " ".join(one.legal_basis.lower() for one in activities)
    rights = ["to have wrong data corrected (Art. 16)", "to have data erased where a ground of Art. 17 applies"]
    rights.append("to have processing restricted (Art. 18)")
    if any(word in bases for word in LEGITIMATE):
        rights.append("to object to processing that rests on legitimate interests or a public task (Art. 21)")
    if any(word in bases for word in CONSENT_OR_CONTRACT):
        rights.append("to receive the data you provided in a machine-readable form (Art. 20)")
    if "consent" in bases or "6(1)(a)" in bases:
        rights.append("to withdraw consent at any time (Art. 7(3))")
    return say("You have the right ") + "; ".join(say(right) for right in rights) + "."


def _complaint(say: Say, controller: ControllerFacts, regime: str) -> Draft:
    if not controller.authority:
        return Draft("", (_("The controller's entry does not name the supervisory authority."),))
    contact = f" ({controller.authority_contact})" if controller.authority_contact else ""
    authority = f"{controller.authority}{contact}"
    if regime != UK:
        words = "You can complain to %(authority)s, and you can go to court (Art. 77 and 79)."
        return Draft(say(words, authority=authority))
    if not controller.complaints_contact:
        return Draft("", (_("The controller's entry has no address for complaints (DPA 2018 s. 164A)."),))
    words = (
        "You can complain to us (%(contact)s; Data Protection Act 2018 s. 164A), to the %(authority)s (s. 165), and "
        "you can apply to the court (s. 167)."
    )
    return Draft(say(words, contact=controller.complaints_contact, authority=authority))


def _automated(say: Say, activities: Sequence[ActivityFacts]) -> Draft:
    missing = tuple(
        _("The owner of “{activity}” has not said whether it makes automated decisions.").filled(activity=one.name)
        for one in activities
        if one.has_automated_decisions is None or (one.has_automated_decisions and not one.automated_decisions)
    )
    told = [
        f"{one.name}: {one.automated_decisions}" if one.has_automated_decisions else f"{one.name}: {say('none.')}"
        for one in activities
        if one.has_automated_decisions is not None
    ]
    return Draft("\n".join(told), missing or _nothing(activities))


def _transfers(say: Say, activities: Sequence[ActivityFacts], controller: ControllerFacts) -> Draft:
    abroad, missing = [], []
    for one in activities:
        for recipient in one.recipients:
            if not recipient.country:
                missing.append(
                    _("The register does not name the country of {recipient}.").filled(recipient=recipient.name)
                )
            elif recipient.country != controller.country and recipient.safeguard:
                words = {"name": recipient.name, "country": recipient.country, "safeguard": recipient.safeguard}
                abroad.append(say("%(name)s in %(country)s: %(safeguard)s", **words))
            elif recipient.country != controller.country:
                missing.append(
                    _("No safeguard or adequacy decision is stated for {recipient}.").filled(recipient=recipient.name)
                )
    known = any(one.recipients for one in activities)
    text = "\n".join(dict.fromkeys(abroad)) or (say("No recipient is in another country.") if known else "")
    unique = tuple(dict.fromkeys(missing))
    return Draft("" if missing else text, unique or (() if known else (_("The register names no recipients."),)))
