"""The names of sets, of gaps and of reasons, as people say them; the tools know them by stable words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_FILES = gettext_lazy("%(kind)s files")
_OBJECTS = gettext_lazy("%(kind)s objects")
_OTHER_KEYS = gettext_lazy("Other keys: %(kind)s")
_WHOLE = {
    "mail": gettext_lazy("Mail"),
    "mail/from": gettext_lazy("Mail that the person wrote"),
    "mail/to": gettext_lazy("Mail that was sent to the person"),
    "mail/about": gettext_lazy("Mail of others about the person"),
    "files/other": gettext_lazy("Other files"),
    "objects/other": gettext_lazy("Other objects"),
    "task": gettext_lazy("Task by hand"),
    "*": gettext_lazy("All others"),
}
_REDIS = {
    "string": gettext_lazy("single values"), "hash": gettext_lazy("records"), "list": gettext_lazy("lists"),
    "set": gettext_lazy("sets"), "zset": gettext_lazy("ranked sets"),
}  # fmt: skip
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
    "others": gettext_lazy("it is other people's"),
    "policy": gettext_lazy("the policy of the target"),
    "shared": gettext_lazy("it is somebody else's too"),
}


def set_words(name: str) -> str:
    """A set in words: "files/csv" is "CSV files"; a table, a pattern or a collection keeps its own name."""
    if known := _WHOLE.get(name):
        return str(known)
    prefix, _bar, rest = name.partition("/")
    if prefix == "files" and rest:
        return str(_FILES) % {"kind": rest.upper()}
    if prefix == "objects" and rest:
        return str(_OBJECTS) % {"kind": rest.upper()}
    if prefix == "other keys" and rest:
        return str(_OTHER_KEYS) % {"kind": _REDIS.get(rest, rest)}
    return name


def gap_words(reason: str) -> str:
    """Why something could not be read, in words."""
    return str(_GAPS.get(reason, reason.replace("_", " ")))


def stay_words(reason: str) -> str:
    """Why something stays, in words, where nobody gave a reason of their own."""
    return str(_STAYS.get(reason, reason.replace("_", " ") or _("decided")))
