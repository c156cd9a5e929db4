"""The language in which letters are written: variables and optional sections, and nothing else. Plain Python.

    {{ name }}                               the value of a variable
    {% if name %} … {% else %} … {% endif %}  a section that stands only where the variable has a value

There are no filters, attributes, calls, loops, includes or comments, so a text can neither run nor read anything. What
a variable holds is put in as it is and never read as language again.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 300
DEEPEST = 4
BULLET = "– "

_MARK = re.compile(r"\{\{(?P<variable>.*?)\}\}|\{%(?P<tag>.*?)%\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_IF = re.compile(r"if\s+(\S+)")


class TextWrong(ValueError):
    """A text of a letter is not written in the language; `line` counts from 1, `reason` is fit for the screen."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class Variable:
    """The place of a value."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch that stands where the variable has a value, and what stands there otherwise."""

    name: str
    line: int
    then: "Nodes"
    otherwise: "Nodes" = ()


Nodes = tuple["str | Variable | Section", ...]


@dataclass(slots=True)
class _Open:
    name: str
    line: int
    then: list[Any]
    otherwise: list[Any] | None = None

    def add(self, node: Any) -> None:
        (self.then if self.otherwise is None else self.otherwise).append(node)


def parse(source: str) -> Nodes:
    """The text as nodes.

    Raises:
        TextWrong: the first thing that is not of the language.
    """
    if len(source) > LONGEST_TEXT:
        raise TextWrong(1, f"the text is longer than {LONGEST_TEXT} characters.")
    _refuse_odd_signs(source)
    stack = [_Open("", 1, [])]
    place = 0
    for mark in _MARK.finditer(source):
        line = source.count("\n", 0, mark.start()) + 1
        stack[-1].add(_plain(source, place, mark.start()))
        place = mark.end()
        if mark["variable"] is not None:
            stack[-1].add(Variable(_name(mark["variable"], line), line))
        else:
            _take_tag(stack, mark["tag"].strip(), line)
    stack[-1].add(_plain(source, place, len(source)))
    if len(stack) > 1:
        raise TextWrong(stack[-1].line, "this section is not closed: write {% endif %} after it.")
    return tuple(stack[0].then)


def render(nodes: Nodes, values: Mapping[str, Any]) -> str:
    """The text with its values; a list becomes one line an entry. An empty or unknown value is empty."""
    return "".join(_pieces(nodes, values))


def faults(source: str, *, required: Iterable[str], known: Iterable[str]) -> list[TextWrong]:
    """What keeps a text from being used: not of the language, a variable it may not use, one that it has to use.

    Args:
        source: the text.
        required: variables that must be told in every letter, so outside any section; the law wants them.
        known: all variables that may be used.
    """
    try:
        nodes = parse(source)
    except TextWrong as wrong:
        return [wrong]
    allowed = frozenset(known)
    found = [
        TextWrong(line, f"“{name}” is not a variable of this letter.")
        for name, line in _named(nodes)
        if name not in allowed
    ]
    told = {node.name for node in nodes if isinstance(node, Variable)}
    missing = sorted(set(required) - told)
    last = source.count("\n") + 1
    found += [
        TextWrong(last, f"{{{{ {name} }}}} must stand in this letter, outside optional sections.") for name in missing
    ]
    return found


def variables_in(source: str) -> set[str]:
    """The names of all variables that the text uses, also as conditions. Raises TextWrong."""
    return {name for name, _line in _named(parse(source))}


def _refuse_odd_signs(source: str) -> None:
    for number, line in enumerate(source.split("\n"), 1):
        for sign in line:
            if sign != "\t" and (unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _TURNING):
                raise TextWrong(number, "it holds an invisible control character. Type the line anew.")


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _plain(source: str, start: int, end: int) -> str:
    stray = _STRAY.search(source, start, end)
    if stray:
        line = source.count("\n", 0, stray.start()) + 1
        raise TextWrong(line, f"“{stray[0]}” stands alone. Variables are written {{{{ name }}}}.")
    return source[start:end]


def _name(inside: str, line: int) -> str:
    name = inside.strip()
    if not _NAME.fullmatch(name):
        raise TextWrong(line, "between the braces stands more than the name of a variable.")
    return name


def _take_tag(stack: list[_Open], tag: str, line: int) -> None:
    if found := _IF.fullmatch(tag):
        if len(stack) > DEEPEST:
            raise TextWrong(line, f"sections stand inside each other more than {DEEPEST} deep.")
        stack.append(_Open(_name(found[1], line), line, []))
    elif tag == "else" and len(stack) > 1 and stack[-1].otherwise is None:
        stack[-1].otherwise = []
    elif tag == "endif" and len(stack) > 1:
        done = stack.pop()
        stack[-1].add(Section(done.name, done.line, tuple(done.then), tuple(done.otherwise or ())))
    elif tag in {"else", "endif"}:
        raise TextWrong(line, f"{{% {tag} %}} has no {{% if … %}} before it.")
    else:
        raise TextWrong(line, "only {% if name %}, {% else %} and {% endif %} are known here.")


def _named(nodes: Nodes) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, str):
            continue
        yield node.name, node.line
        if isinstance(node, Section):
            yield from _named(node.then)
            yield from _named(node.otherwise)


def _pieces(nodes: Nodes, values: Mapping[str, Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Variable):
            yield _told(values.get(node.name, ""))
        else:
            yield from _pieces(node.then if values.get(node.name) else node.otherwise, values)


def _told(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(f"{BULLET}{entry}" for entry in value)
    return str(value)
