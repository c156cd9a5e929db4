"""The matcher of texts that database sweeps use: the same clues and the same decisions as for files."""

from __future__ import annotations

from discovery.documents import Decision, Locator, SubjectProfile, TextBlock
from discovery.matching import match_blocks
from discovery.sources.sql import TextHit


class ProfileMatcher:
    """Finds the subject in the text of one cell; a hit is strong where the cell alone would be confirmed."""

    def __init__(self, profile: SubjectProfile) -> None:
        self._profile = profile

    def find(self, text: str) -> list[TextHit]:
        """The hits in order of their start; nothing for excluded namesakes."""
        matches = match_blocks([TextBlock(text, Locator({}))], self._profile)
        hits = [
            TextHit(match.identifier, match.value, span.start, span.end, strong=match.decision is Decision.CONFIRMED)
            for match in matches
            if match.decision in (Decision.CONFIRMED, Decision.REVIEW)
            for span in match.spans
        ]
        return sorted(hits, key=lambda hit: hit.start)
