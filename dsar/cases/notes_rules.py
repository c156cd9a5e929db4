"""Mentions in a note as plain text: @ and the full name of a colleague."""

from collections.abc import Iterable

SIGN = "@"


def mentioned_in(text: str, names: Iterable[str]) -> list[str]:
    """The names that stand in the text after an @, longest first so that "@Ana Li" is not found in "@Ana Lind".

    Case and the kind of space between the words do not matter; an @ inside an e-mail address mentions nobody.
    """
    rest = " ".join(text.split()).casefold()
    found = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        wanted = SIGN + " ".join(name.split()).casefold()
        place, hit = rest.find(wanted), False
        while place >= 0:
            end = place + len(wanted)
            before, after = rest[place - 1 : place], rest[end : end + 1]
            if not before.isalnum() and not after.isalnum():
                hit = True
                rest = rest[:place] + "\n" * len(wanted) + rest[end:]  # a shorter name is not looked for in here
            place = rest.find(wanted, end)
        if hit:
            found.append(name)
    return found
