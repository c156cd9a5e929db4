"""The words of the search for states, decisions and reasons; certainty in words, never in figures."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Badge:
    """Words with a tone, as the badge component takes them."""

    text: Any
    tone: str


STATES: dict[str, Badge] = {
    "planned": Badge(gettext_lazy("Planned"), "quiet"),
    "asked": Badge(gettext_lazy("Owner asked"), "info"),
    "searching": Badge(gettext_lazy("Searching"), "info"),
    "done": Badge(gettext_lazy("Searched"), "good"),
    "nil": Badge(gettext_lazy("Nothing held"), "good"),
    "left_out": Badge(gettext_lazy("Left out"), "quiet"),
    "failed": Badge(gettext_lazy("Needs attention"), "bad"),
    "complete": Badge(gettext_lazy("Read whole"), "good"),
    "partial": Badge(gettext_lazy("Read in part"), "warn"),
    "skipped": Badge(gettext_lazy("Not read"), "warn"),
}
COVERAGE: dict[str, Badge] = {
    **{name: STATES[name] for name in ("complete", "partial", "skipped")},
    "failed": Badge(gettext_lazy("Could not be read"), "bad"),
}
DECISIONS: dict[str, Badge] = {
    "confirmed": Badge(gettext_lazy("Confirmed"), "good"),
    "review": Badge(gettext_lazy("Check"), "warn"),
    "context": Badge(gettext_lazy("Context"), "quiet"),
    "excluded": Badge(gettext_lazy("Somebody else"), "quiet"),
}
TERM_TYPES: dict[str, Any] = {
    "names": gettext_lazy("Name"),
    "emails": gettext_lazy("E-mail"),
    "phones": gettext_lazy("Phone"),
    "addresses": gettext_lazy("Address"),
    "dates_of_birth": gettext_lazy("Date of birth"),
}
_KINDS: dict[str, Any] = {
    "person": gettext_lazy("Name"),
    "email_address": gettext_lazy("E-mail address"),
    "phone_number": gettext_lazy("Phone number"),
    "location": gettext_lazy("Address"),
    "customer_id": gettext_lazy("Customer number"),
    "employee_id": gettext_lazy("Employee number"),
    "iban": gettext_lazy("IBAN"),
    "uk_nino": gettext_lazy("National Insurance number"),
    "uk_nhs": gettext_lazy("NHS number"),
}
_REASONS: dict[str, Any] = {
    "password_protected": gettext_lazy("It is protected by a password."),
    "damaged": gettext_lazy("The file is damaged."),
    "unsupported_format": gettext_lazy("This format is not read."),
    "timed_out": gettext_lazy("Reading took too long."),
    "out_of_memory": gettext_lazy("Reading needed too much memory."),
    "crashed": gettext_lazy("Reading stopped with an error each time."),
    "too_large": gettext_lazy("It is larger than what is read."),
    "too_deep": gettext_lazy("It lies too deep inside other files."),
    "too_many_members": gettext_lazy("It holds more files than are read."),
    "too_much_text": gettext_lazy("It holds more text than is read."),
    "not_read_after_crash": gettext_lazy("It was left out after the file around it could not be read."),
    "no_isolation": gettext_lazy("No safe reading is possible on this machine."),
    "symlink": gettext_lazy("It is a link to another place."),
    "hard_link": gettext_lazy("It has a second name that may lie outside the source."),
    "not_a_regular_file": gettext_lazy("It is not a file."),
    "excluded": gettext_lazy("The settings of the source leave it out."),
    "permission_denied": gettext_lazy("The search may not read it."),
    "vanished": gettext_lazy("It was gone when it should be read."),
    "outside_source": gettext_lazy("It lies outside the source."),
    "name_not_unicode": gettext_lazy("Its name cannot be stored."),
    "source_not_found": gettext_lazy("The source cannot be opened."),
    "unreadable": gettext_lazy("It could not be read from the disk."),
    "secret_missing": gettext_lazy("The secret of the source is not set where the worker runs."),
    "bad_settings": gettext_lazy("The settings of the source are not complete."),
    "unreachable": gettext_lazy("The database cannot be reached."),
    "login_refused": gettext_lazy("The database refused the sign-in."),
    "not_read_only": gettext_lazy("The database could be written; it was not searched."),
    "gave_up": gettext_lazy("No worker could finish it."),
    "ocr_unreliable": gettext_lazy("The text was recognised from an image and is not reliable."),
    "faces_not_looked_for": gettext_lazy("Faces were not looked for in its pictures: look at them yourself."),
    "fingerprints_not_looked_for": gettext_lazy(
        "Fingerprints were not looked for in its pictures: look at them yourself."
    ),
    "language_by_rules_only": gettext_lazy(
        "It is in a language that the detection of names was not made for: only rules read it."
    ),
    "ocr_not_installed": gettext_lazy("Text in images is not recognised on this machine."),
    "too_many_rows": gettext_lazy("More rows were met than are followed."),
    "empty": gettext_lazy("The file is empty."),
    "needs_conversion": gettext_lazy(
        "It is a store of mail that no reader here opens. It is kept: convert it (MBOX, EML) and add the result, "
        "or read it yourself."
    ),
}


def reason_words(code: str) -> str:
    """A reason code as a sentence; an unknown one as its own words."""
    if not code:
        return ""
    known = _REASONS.get(code)
    return str(known) if known else _("Reason: %(code)s.") % {"code": code.replace("_", " ")}


def kind_words(kind: str) -> str:
    """A kind of identifier as people write it."""
    known = _KINDS.get(kind)
    return str(known) if known else kind.replace("_", " ").capitalize()
