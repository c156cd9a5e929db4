"""E-mail addresses, plain and written out to hide them from robots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.recogniser import PatternRecogniser, Stretch, stretch
from discovery.documents import Detection, Kind

_LOCAL = r"[\w!#$%*+^~'-]"
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"

_SIGNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_!#$%*+^~'-." + "".join(
    chr(code) for code in range(0xC0, 0x180) if chr(code).isalpha()
)
_PATTERN: Final = (
    rf"(?<![\w.+%-])\w{_LOCAL}{{0,63}}(?:\.{_LOCAL}{{1,63}}){{0,8}}@(?:{_LABEL}\.){{1,6}}"
    rf"(?:[^\W\d_]{{2,24}}|xn--[a-z0-9-]{{2,40}})(?![\w@])"
)
_ADDRESS: Final = expression(_PATTERN)
_ADDRESS_IN_ASCII: Final = expression(_PATTERN, re.ASCII)
_OTHER_SCRIPT: Final = expression(r"[\w!#$%*+^~'.-]{1,64}$")
_LONGEST_LOCAL: Final = 320
_NEVER_FIRST: Final = "!#$%*+^~'-."


@dataclass(frozen=True, slots=True)
class EmailFinder:
    """Finds e-mail addresses (RFC 5321 section 4.1.2, without quoted local parts; RFC 6531 for other
    letters).

    It looks from the @ to the left, which is many times faster than trying every letter of a text as a beginning.
    """

    name: str = "email"
    trigger: str = "@"

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The addresses that start in [low, high)."""
        found: list[Detection] = []
        self.seek(stretch(text, low, high), found)
        yield from found

    def seek(self, where: Stretch, found: list[Detection]) -> None:
        """Append the addresses that start in [low, high)."""
        text, low, high, begin, end, is_ascii = where
        address = _ADDRESS_IN_ASCII if is_ascii else _ADDRESS
        at = text.find("@", low, end)
        while at >= 0:
            before = text[max(begin, at - _LONGEST_LOCAL) : at]
            local = before[len(before.rstrip(_SIGNS)) :].lstrip(_NEVER_FIRST)
            start = at - len(local)
            if start and not text[start - 1].isascii() and (other := _OTHER_SCRIPT.search(before)):
                start = at - len(local := other.group().lstrip(_NEVER_FIRST))
            hit = address.match(text, start, end) if local else None
            if hit and low <= start < high:
                found.append(Detection(start, hit.end(), Kind.EMAIL_ADDRESS, 0.99, "looks like an e-mail address"))
            at = text.find("@", max(at + 1, hit.end() if hit else 0), end)


RECOGNISERS: Final = (
    EmailFinder(),
    PatternRecogniser(
        name="email_in_words",
        kind=Kind.EMAIL_ADDRESS,
        what="an e-mail address in words",
        pattern=r"(?i)(?<![\w.])[a-z0-9][a-z0-9._+-]{0,63} ?(?:\[at\]|\(at\)|\{at\}) ?[a-z0-9-]{1,63}"
        r"(?: ?(?:\.|\[dot\]|\(dot\)|\{dot\}) ?[a-z0-9-]{1,63}){0,4} ?(?:\.|\[dot\]|\(dot\)"
        r"|\{dot\}) ?[a-z]{2,24}(?!\w)",
        score=0.85,
        source="common ways to hide an address from robots",
        trigger=r"(?i)[\[({]at[\])}]",
    ),
    PatternRecogniser(
        name="email_in_plain_words",
        kind=Kind.EMAIL_ADDRESS,
        what="an e-mail address in words",
        pattern=r"(?i)(?<![\w.])[a-z0-9][a-z0-9._+-]{0,63}(?: dot [a-z0-9_-]{1,63}){0,3}"
        r"(?: at (?!the |an? )|@| ?<at> ?|_at_)"
        r"[a-z0-9-]{1,63}(?: dot [a-z0-9-]{1,63}){0,3} dot (?:com|org|net|edu|gov|info|io|eu|co|uk|de|fr|es|it|nl|be|ch"
        r"|at|ie|pl|pt|ca|us|example)(?!\w)",
        score=0.8,
        source="common ways to say an address, or to hide it from robots",
        trigger=r"(?i) dot (?:com|org|net|edu|gov|info|io|eu|co|uk|de|fr|es|it|nl|be|ch|at|ie|pl|pt|ca|us|example)\b",
    ),
)
