"""The acts that can be recorded, each with the sentence that tells it. Rooms declare theirs; others are refused.

Sentences may name facts and payload entries in braces; what is missing (erased) reads as "…". A number may bring its
words, one form for one and one for more: "{count|flag stands|flags stand}".
"""

import string
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

_SENTENCES: dict[str, str] = {}


def declare(**sentences: str) -> None:
    """Declare acts: the name's first underscore separates the room (`case_registered` is the act `case.registered`)."""
    for name, sentence in sentences.items():
        code = name.replace("_", ".", 1)
        if _SENTENCES.setdefault(code, sentence) != sentence:
            message = f"the act {code} is declared twice"
            raise ValueError(message)


def is_declared(code: str) -> bool:
    """Whether the act may be recorded."""
    return code in _SENTENCES


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """The act told in words, in the language of whoever reads it; the chain keeps the act and its values alone."""
    return _Lenient().vformat(gettext(_SENTENCES.get(code, code)), (), dict(values))


def declared() -> dict[str, str]:
    """All acts with their sentences, for the help page and the tests."""
    return dict(_SENTENCES)


class _Lenient(string.Formatter):
    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "…")

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        name, *forms = field_name.split("|")
        value = self.get_value(name, args, kwargs)
        return f"{value} {forms[value != 1]}" if len(forms) == 2 else value, field_name
