"""What a pattern cannot be without, for the automaton that is asked first; and the form in which it starts quickest."""

from __future__ import annotations

import functools
import re
import re._parser as sre_parser  # type: ignore[import-not-found]
from typing import Final

from discovery.detection.patterns import expression

_FIRST_ATOM: Final = re.compile(r"(?P<sign>\\d|\[(?:\\.|[^\]\\])+\])(?:\{(?P<times>\d+)\})?")
_ONE_SIGN: Final = re.compile(r"\\[wds]|\[(?!\^)(?:\\.|[^\]\\])+\]|[^\\\[\](){}.*+?|^$]")
_CODEPOINT: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_COUNTED: Final = re.compile(r"(?P<escaped>\\)?\{(?P<least>\d*),(?P<most>\d+)\}")
_GAP: Final = re.compile(r"(?:\.|\[\^\\n\])(?:\*|\+|\{\d+,\d*\})\??")
_DIGIT: Final = re.compile(r"\\d|[0-9]|\[[0-9](?:-?[0-9])*\]")
_COARSE: Final = re.compile(
    r"\\x\{[^}]*\}|\\.|\{[\d,]+\}|\[:\w+:\]|(?P<class>\[(?:\\.|[^\]\\])+\])|(?P<digit>[0-9])", re.DOTALL
)
_LETTER_FIRST: Final = re.compile(r"[A-Za-z](?![?*+{])")
_ASCII_SPACE: Final = re.compile(r"\\[^s]|\\s|(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])", re.DOTALL)
_LOOKS: Final = ("(?<!", "(?!", "(?<=", "(?=")


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, in the form in which it starts quickest."""
    return re.compile(first_sign_first(pattern))


@functools.cache
def compiled_for_ascii(pattern: str) -> re.Pattern[str]:
    """What finds in an ASCII text the same as `compiled`, in half the time: no look into the tables of Unicode."""
    return expression(_ASCII_SPACE.sub(_wider_space, first_sign_first(_first_letter_first(pattern))), re.ASCII)


@functools.cache
def widest(pattern: str) -> int:
    """The most signs that a find of the pattern has."""
    return int(sre_parser.parse(pattern).getwidth()[1])


def first_sign_first(pattern: str) -> str:
    r"""An equal pattern that takes its first sign before it looks back: `(?<!\w)\d{3}` becomes `\d(?<!\w.)\d{2}`.

    Python's engine skips quickly to the signs that a pattern may begin with, but not past a look-behind. Patterns that
    do not begin with look-behinds for one sign, followed by one class, stay as they are.
    """
    flags, rest = _flags(pattern)
    looks, at = "", 0
    while rest.startswith("(?<!", at):
        closing = _closing(rest, at)
        looks += rest[at:closing] + r"[\s\S])"
        at = closing + 1
    atom = _FIRST_ATOM.match(rest, at)
    if not looks or atom is None or rest[atom.end() :].startswith(("*", "?", "+", "{")) or _has_branches(rest):
        return pattern
    sign, times = atom.group("sign"), int(atom.group("times") or 1)
    left = f"{sign}{{{times - 1}}}" if times > 1 else ""
    return f"{flags}{sign}{looks}{left}{rest[atom.end() :]}"


def _first_letter_first(pattern: str) -> str:
    r"""A pattern that finds in an ASCII text the same as a list of words in any case, and asks for few of them a place.

    `(?i)(?<!\w)(?:asthma|autism|cancer)` becomes, in short, `[aAcC](?<!\w.)(?:(?<=a)(?:sthma|utism)|(?<=c)ancer)`:
    Python's engine skips quickly to the letters, and tries only words that begin with the one that it met. All other
    patterns stay as they are.
    """
    flags, rest = _flags(pattern)
    looks, at = "", 0
    while rest.startswith("(?<!", at):
        closing = _closing(rest, at)
        looks += rest[at:closing] + r"[\s\S])"
        at = closing + 1
    if not flags or not rest.startswith("(?:", at) or _has_branches(rest):
        return pattern
    closing = _closing(rest, at)
    words = _branches(rest[at + 3 : closing])
    if rest[closing + 1 : closing + 2] in {"?", "*", "+", "{"} or not all(map(_LETTER_FIRST.match, words)):
        return pattern
    by_letter: dict[str, list[str]] = {}
    for word in words:
        by_letter.setdefault(word[0].lower(), []).append(word[1:])
    letters = "".join(letter + letter.upper() for letter in by_letter)
    grouped = "|".join(f"(?<={letter})(?:{'|'.join(ends)})" for letter, ends in by_letter.items())
    return f"{flags}(?-i:[{letters}]){looks}(?:{grouped}){rest[closing + 1 :]}"


def without_lookaround(pattern: str) -> str:
    r"""A pattern for RE2 that occurs wherever the given one does: named groups plain, look-arounds loosened.

    A look at one sign where a branch begins or ends becomes that sign, `(?<![\w-])` so `(?:^|[^\w-])`: without it the
    automaton would track every place of a long run of letters at once, and base64 would cost seconds a megabyte; and
    longer numbers would trigger for nothing. Other look-arounds are left out.
    """
    flags, rest = _flags(_CODEPOINT.sub(r"\\x{\1}", pattern))
    return flags + "|".join(_branch(branch) for branch in _branches(rest))


def loosened(trigger: str, far: int = 12) -> str:
    """An RE2 pattern that occurs wherever the given one does, without counting as far as `far`.

    An automaton for many patterns that each count up to 80 signs has a state for every way to be in the midst of them.
    """
    return _COUNTED.sub(functools.partial(_uncounted, far=far), trigger)


def coarse(trigger: str) -> str:
    r"""An RE2 pattern that occurs wherever the given one does and does not tell digits from each other.

    Dozens of numbers have a month, a day or a first digit of their own somewhere: an automaton that tells `0[1-9]` from
    `1[0-2]` in all of them has another state for nearly every number it meets, and each has to be made first.
    """
    return _COARSE.sub(_coarser, trigger)


def _coarser(hit: re.Match[str]) -> str:
    is_digit = hit.lastgroup == "digit" or (hit.lastgroup == "class" and _DIGIT.fullmatch(hit.group()))
    return r"\d" if is_digit else hit.group()


def gapless(trigger: str) -> list[tuple[str, ...]]:
    """Each branch of a trigger as the pieces that stand between its gaps; all of them occur wherever the branch does.

    A gap is any number of any signs of a line. Branches without one are put together again.
    """
    flags, rest = _flags(trigger)
    whole: list[str] = []
    cut: list[tuple[str, ...]] = []
    for branch in _branches(rest):
        pieces = [flags + piece for piece in _pieces(branch) if piece]
        if len(pieces) > 1:
            cut.append(tuple(pieces))
        else:
            whole.append(branch)
    return [(flags + "|".join(whole),), *cut] if whole else cut


def _pieces(branch: str) -> list[str]:
    pieces, at, begin = [], 0, 0
    while at < len(branch):
        if gap := _GAP.match(branch, at):
            pieces.append(branch[begin:at])
            at = begin = gap.end()
        else:
            at = _closing(branch, at) + 1 if branch[at] in "([" else at + 1 + (branch[at] == "\\")
    return [*pieces, branch[begin:]]


def needs_digit(trigger: str) -> bool:
    """Whether every text in which the trigger occurs has an ASCII digit; no where that is not plain to see."""
    return all(map(_branch_needs_digit, _branches(_flags(trigger)[1])))


def _branch_needs_digit(branch: str) -> bool:
    at = 0
    while at < len(branch):
        end = _closing(branch, at) + 1 if branch[at] in "([" else at + 1 + (branch[at] == "\\")
        atom = branch[at:end]
        optional = branch[end : end + 1] in {"?", "*"} or branch.startswith(("{0", "{,"), end)
        if not optional and (_DIGIT.fullmatch(atom) or _group_needs_digit(atom)):
            return True
        at = branch.index("}", end) + 1 if branch[end : end + 1] == "{" else end
    return False


def _group_needs_digit(atom: str) -> bool:
    inside = next((atom[len(opening) : -1] for opening in ("(?:", "(?i:") if atom.startswith(opening)), "")
    return bool(inside) and all(map(_branch_needs_digit, _branches(inside)))


def _uncounted(hit: re.Match[str], far: int) -> str:
    least, most = int(hit.group("least") or 0), int(hit.group("most"))
    if hit.group("escaped") or most - least < far:
        return hit.group()
    return "*" if least == 0 else "+" if least == 1 else f"{{{least},}}"


def _wider_space(hit: re.Match[str]) -> str:
    r"""The spaces of Unicode have four signs of ASCII more than `\s` has under `re.ASCII`."""
    if hit["class"]:
        return hit.group().replace(r"\s", r"\s\x1c-\x1f")
    return {r"\s": r"[\s\x1c-\x1f]", r"\S": r"[^\s\x1c-\x1f]"}.get(hit.group(), hit.group())


def _flags(pattern: str) -> tuple[str, str]:
    return ("(?i)", pattern[4:]) if pattern.startswith("(?i)") else ("", pattern)


def _branch(branch: str) -> str:
    out, at, begins = [], 0, True
    while at < len(branch):
        if branch.startswith(_LOOKS, at):
            closing = _closing(branch, at)
            if begins and branch.startswith("(?<!", at) and (sign := _only(branch[at + 4 : closing])):
                out.append(f"(?:^|{_other_than(sign)})")
                begins = False
            elif closing + 1 == len(branch) and branch.startswith("(?!", at) and (sign := _first(branch[at + 3 :])):
                out.append(f"(?:{_other_than(sign)}|$)")
            at = closing + 1
            continue
        begins = False
        if branch.startswith("(?P<", at):
            out.append("(?:")
            at = branch.index(">", at) + 1
        elif branch.startswith("(?P=", at):
            out.append(".?")  # RE2 has no back-references; ours repeat one separator
            at = branch.index(")", at) + 1
        elif branch[at] == "\\":
            out.append(branch[at : at + 2])
            at += 2
        elif branch[at] == "[":
            closing = _closing(branch, at)
            out.append(branch[at : closing + 1])
            at = closing + 1
        else:
            out.append(branch[at])
            at += 1
    return "".join(out)


def _only(inside: str) -> str:
    """The one sign or class that a look-around is for; "" where it is for more than that."""
    return inside if _ONE_SIGN.fullmatch(inside) else ""


def _first(inside: str) -> str:
    """The one sign or class that is the first of the things that a look-ahead refuses; "" where it is more."""
    sign = _ONE_SIGN.match(inside)
    return sign.group() if sign and inside[sign.end() : sign.end() + 1] in {"|", ")"} else ""


def _other_than(sign: str) -> str:
    return f"[^{sign[1:-1] if sign.startswith('[') else sign}]"


def _branches(pattern: str) -> list[str]:
    """The pattern cut at every | that stands outside every group."""
    found, at, begin = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            found.append(pattern[begin:at])
            begin = at + 1
        at = _closing(pattern, at) if pattern[at] in "([" else at + (pattern[at] == "\\")
        at += 1
    return [*found, pattern[begin:]]


def _has_branches(pattern: str) -> bool:
    """Whether a | stands outside every group."""
    return len(_branches(pattern)) > 1


def _closing(pattern: str, opening: int) -> int:
    """Where the group or the class that opens here is closed."""
    depth, at, in_class = 0, opening, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
            if not in_class and depth == 0:
                return at
        elif sign == "[":
            in_class = True
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    message = "a group of the pattern is not closed"
    raise ValueError(message)
