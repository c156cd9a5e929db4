"""How a token is spelt, and how a changed one is told from a true one. Plain Python.

A token is twenty random letters and eight of a keyed check over the kind and the letters: whoever changes a letter, or
the kind in front of it, makes a token that is refused before anything is looked up.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from discovery.detection.anonymising.forms import TOKEN_PATTERN, spelt
from dsar.foundation import cipher

NAME_LETTERS: Final = 20
CHECK_LETTERS: Final = 8


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token in a text: half-open offsets, the kind it names, its letters, and whether its check holds."""

    start: int
    end: int
    kind: str
    name: str
    is_true: bool


def new_token(kind: str, key: bytes) -> str:
    """A fresh token for a value of a kind."""
    name = spelt(secrets.token_hex(NAME_LETTERS // 2))
    return name + _check(kind, name, key)


def tokens_in(text: str, key: bytes) -> list[FoundToken]:
    """All tokens of a text in order."""
    return [
        FoundToken(hit.start(), hit.end(), hit[1], hit[2], is_true=_holds(hit[1], hit[2], key))
        for hit in TOKEN_PATTERN.finditer(text)
    ]


def _holds(kind: str, token: str, key: bytes) -> bool:
    name, check = token[:NAME_LETTERS], token[NAME_LETTERS:]
    return len(check) == CHECK_LETTERS and hmac.compare_digest(check, _check(kind, name, key))


def _check(kind: str, name: str, key: bytes) -> str:
    return spelt(cipher.digest(key, "vault-token", f"{kind}|{name}").hex()[:CHECK_LETTERS])
