"""Why something could not be read, and why something stays, as colleagues say it; the tools have stable words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_GAPS = {
    "no_stable_key": gettext_lazy("a row has no key by which it could be found again"),
    "key_holds_identifier": gettext_lazy("the person stands in the key of a row"),
    "not_read": gettext_lazy("too much, or of a kind that is not read"),
    "too_large": gettext_lazy("too large"),
    "vanished": gettext_lazy("it was gone before it was read"),
    "permission_denied": gettext_lazy("this user may not read it"),
    "encrypted": gettext_lazy("it is encrypted"),
    "timed_out": gettext_lazy("reading took too long"),
    "damaged": gettext_lazy("it is damaged"),
    "too_far": gettext_lazy("rows farther away were not followed"),
}
_STAYS = {
    "left": gettext_lazy("decided: it is not theirs, or it stays"),
    "by_hand": gettext_lazy("somebody takes it out by hand, and signs it"),
    "others": gettext_lazy("it is other people's"),
    "policy": gettext_lazy("the policy of the target"),
    "shared": gettext_lazy("it is somebody else's too"),
}


def gap_words(reason: str) -> str:
    """Why something could not be read, in words."""
    return str(_GAPS.get(reason, reason.replace("_", " ")))


def stay_words(reason: str) -> str:
    """Why something stays, in words, where nobody gave a reason of their own."""
    return str(_STAYS.get(reason, reason.replace("_", " ") or _("decided")))


def place_words(locator: Mapping[str, Any]) -> str:
    """Where one thing stands: a row by its key, a file or object by its path; "" where only a machine could read it."""
    key = locator.get("key", locator)
    if isinstance(key, str):
        return key if "version" in locator else ""
    shown = {name: value for name, value in key.items() if isinstance(value, str | int) and name != "message"}
    return ", ".join(str(value) if name == "path" else f"{name} {value}" for name, value in shown.items())
