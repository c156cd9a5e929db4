"""The names of sets as people say them, on the pages and on the certificate; the tools know them by stable words."""

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
