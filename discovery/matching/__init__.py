"""Is this the data subject? Matches of texts and values with a profile, with reasons. Pure: no Django, no clock."""

from __future__ import annotations

from discovery.matching.decisions import match_blocks
from discovery.matching.values import LookupVariants, match_value, variants

__all__ = ["LookupVariants", "match_blocks", "match_value", "variants"]
