"""Which lengths the numbering plans allow, read once from the metadata of the `phonenumbers` library (ITU-T E.164)."""

from __future__ import annotations

import functools
from typing import Final

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

_LONGEST_CODE: Final = 3


@functools.lru_cache(maxsize=512)
def lengths_behind(code: int) -> frozenset[int]:
    """The lengths of national numbers behind a country calling code; empty for a code that does not exist."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    if "001" in regions:
        found = PhoneMetadata.metadata_for_nongeo_region(code, None)
    else:
        found = PhoneMetadata.metadata_for_region(regions[0], None) if regions else None
    return frozenset(found.general_desc.possible_length) if found and found.general_desc else frozenset()


@functools.lru_cache(maxsize=512)
def national_plan(region: str) -> tuple[str, frozenset[int]]:
    """The trunk prefix of a region and the lengths of its national numbers without it."""
    found = PhoneMetadata.metadata_for_region(region, None)
    if found is None or found.general_desc is None:
        return "", frozenset()
    return found.national_prefix or "", frozenset(found.general_desc.possible_length)


def is_possible_abroad(digits: str) -> bool:
    """Whether digits that begin with a country calling code have a length that its plan allows.

    The trunk zero that many write in brackets, "+44 (0)20 …", may stand behind the code.
    """
    for size in range(1, _LONGEST_CODE + 1):
        lengths = lengths_behind(int(digits[:size] or 0))
        rest = len(digits) - size
        if lengths:
            return rest in lengths or (digits[size : size + 1] == "0" and rest - 1 in lengths)
    return False


def is_possible_at_home(digits: str, regions: tuple[str, ...]) -> bool:
    """Whether one of the regions has national numbers of this length, with or without its trunk prefix."""
    for region in regions:
        prefix, lengths = national_plan(region)
        if len(digits) in lengths:
            return True
        if prefix and digits.startswith(prefix) and len(digits) - len(prefix) in lengths:
            return True
    return False
