"""Names, streets and towns of which invented people are made. Every entry can be written in Windows-1252."""

from __future__ import annotations

import json
from pathlib import Path

_WORDS: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))

GIVEN, FAMILY, STREETS = _WORDS["given"], _WORDS["family"], _WORDS["streets"]
TOWNS = _WORDS["towns"]
"""Postcode (in the United Kingdom its first half) and town, as "LS6|Leeds"."""
PARTICLES = {"uk": ("",), "de": ("", "", "", "von ", "von der ", "zu "), "fr": ("", "", "", "de ", "de la ", "d'")}
COUNTRY = {"uk": "United Kingdom", "de": "Germany", "fr": "France"}
COUNTRY_CODE = {"uk": "GB", "de": "DE", "fr": "FR"}
