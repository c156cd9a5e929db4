"""Public references such as DSAR-2026-0042-K: plain, unique, with a check character, never an access right."""

# Letters and digits that are not mistaken for one another when read aloud or written by hand.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PREFIX = "DSAR"


def make_reference(year: int, number: int, prefix: str = PREFIX) -> str:
    """The reference of the `number`-th case of a year in the controller's zone; other records have their own prefix."""
    body = f"{prefix}-{year:04d}-{number:04d}"
    return f"{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """A weighted sum over the body: one wrong or two swapped neighbouring characters change it."""
    total = sum((index * 2 + 1) * ord(character) for index, character in enumerate(body))
    return ALPHABET[total % 31]


EXAMPLE = make_reference(2026, 42)


def is_reference(text: str) -> bool:
    """Whether the text has the form of a reference and its check character is right."""
    body, _, check = text.strip().upper().rpartition("-")
    parts = body.split("-")
    well_formed = len(parts) == 3 and parts[0] == PREFIX and parts[1].isdigit() and parts[2].isdigit()
    return well_formed and check == check_character(body)
