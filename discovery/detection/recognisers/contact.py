"""E-mail addresses, plain and written out to hide them from robots."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_FIRST = r"[A-Za-z0-9À-ÖØ-öø-ÿ_]"
_LOCAL = r"[A-Za-z0-9À-ÖØ-öø-ÿ!#$%*+_^~'-]"
_LABEL = r"[A-Za-z0-9À-ÖØ-öø-ÿ](?:[A-Za-z0-9À-ÖØ-öø-ÿ-]{0,61}[A-Za-z0-9À-ÖØ-öø-ÿ])?"

RECOGNISERS: Final = (
    PatternRecogniser(
        name="email",
        kind=Kind.EMAIL_ADDRESS,
        what="an e-mail address",
        pattern=rf"(?<![\w.+%-]){_FIRST}{_LOCAL}{{0,63}}(?:\.{_LOCAL}{{1,63}}){{0,8}}@(?:{_LABEL}\.){{1,6}}"
        rf"(?:[A-Za-z]{{2,24}}|xn--[a-z0-9-]{{2,40}})(?![\w@])",
        score=0.99,
        source="RFC 5321 section 4.1.2, without quoted local parts; RFC 6531 for accents",
        context=("e-mail", "email", "mail"),
        trigger="@",
    ),
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
)
