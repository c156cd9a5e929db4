"""Names of hosts that stand in a text without scheme and path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.recogniser import reading_bounds
from discovery.documents import Detection, Kind

# Top levels that are no ending of a file and no word: "main.py", "readme.md" and "e.g" are no hosts.
_ENDS: Final = (
    r"com|org|net|edu|gov|info|biz|eu|(?:co|com|org|net|ac|gov)\.(?:uk|il|jp|nz|za|kr|in|au|br|tr|mx|sg)"
    r"|de|fr|nl|be|at|ch|es|it|pt|pl|ie|se|no|dk|fi|cz|ca|us|uk|io|app|dev|online|site|shop|example"
)
_END: Final = expression(rf"(?i)\.(?:{_ENDS})(?![\w@/-]|\.\w)")
_LABELS: Final = expression(r"(?i)[a-z](?:[a-z0-9-]{0,61}[a-z0-9])(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,4}")
_SIGNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class HostFinder:
    """Finds host names (RFC 1034) by their top level, and reads from there to the left."""

    name: str = "host"
    trigger: str = (
        rf"(?i)(?:^|[^0-9A-Za-z@_/:.\\-])[a-z][a-z0-9-]*[a-z0-9](?:\.[a-z0-9-]+)*\.(?:{_ENDS})(?:[^0-9A-Za-z_@/-]|$)"
    )

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The host names that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        for hit in _END.finditer(text, begin, end):
            before = text[max(begin, hit.start() - _LONGEST) : hit.start()]
            start = hit.start() - len(before) + len(before.rstrip(_SIGNS))
            glued = start > 0 and text[start - 1] in "@/:\\_"
            # "[e-mail address at example.org]" is what stands for an address that was made coarser.
            stands_for = text.startswith("]", hit.end()) and text.endswith(" at ", 0, start)
            if low <= start < high and not glued and not stands_for and _LABELS.fullmatch(text, start, hit.start()):
                yield Detection(start, hit.end(), Kind.URL, 0.45, "looks like the name of a host", recogniser="host")


RECOGNISERS: Final = (HostFinder(),)
