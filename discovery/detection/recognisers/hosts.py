"""Names of hosts that stand in a text without scheme and path."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

# Top levels that are no ending of a file and no word: "main.py", "readme.md" and "e.g" are no hosts.
_ENDS: Final = (
    r"com|org|net|edu|gov|info|biz|eu|(?:co|com|org|net|ac|gov)\.(?:uk|il|jp|nz|za|kr|in|au|br|tr|mx|sg)"
    r"|de|fr|nl|be|at|ch|es|it|pt|pl|ie|se|no|dk|fi|cz|ca|us|uk|io|app|dev|online|site|shop|example"
)

RECOGNISERS: Final = (
    PatternRecogniser(
        name="host",
        kind=Kind.URL,
        what="the name of a host",
        pattern=rf"(?i)(?<![\w@./:\\-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:{_ENDS})(?![\w@/-]|\.\w)",
        score=0.45,
        source="RFC 1034: labels and a top level of the IANA root zone",
        check=lambda value: len(value.split(".")[0]) > 1 and not value[0].isdigit(),
        trigger=rf"(?i)[a-z0-9]\.(?:{_ENDS})(?:[^0-9A-Za-z_]|$)",
    ),
)
