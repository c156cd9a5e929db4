"""Reading a JSON object element by element, with the line on which each begins. Plain Python."""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any

_SPACE = re.compile(r"[ \t\r\n]*")


class JsonFault(ValueError):
    """The text is no JSON of the form wanted; `line` counts from 1."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(f"line {line}: {words}")
        self.line, self.words = line, words


def elements(text: str, known: Sequence[str]) -> Iterator[tuple[str, int, Any]]:
    """(key, line, value) of an object's values; a list under a key is given element by element.

    Raises:
        JsonFault: the text is not one object, a key is not known or stands twice, or a value cannot be read.
    """
    place = _expect(text, _skip(text, 0), "{", "The file is written as one object in braces.")
    seen: set[str] = set()
    while True:
        place = _skip(text, place)
        if text[place : place + 1] == "}" and not seen:
            break
        line = _line(text, place)
        _expect(text, place, '"', "A key in quotation marks is wanted here.")
        key, place = _value(text, place)
        if key not in known or key in seen:
            words = "stands here twice" if key in seen else "is not a part of a register"
            raise JsonFault(line, f"“{key}” {words}.")
        seen.add(key)
        place = _skip(text, _expect(text, _skip(text, place), ":", "A colon is missing after the key."))
        if text[place : place + 1] == "[":
            place = yield from _list(text, place + 1, key)
        else:
            value, end = _value(text, place)
            yield key, _line(text, place), value
            place = end
        place = _skip(text, place)
        if text[place : place + 1] != ",":
            break
        place += 1
    place = _skip(text, _expect(text, place, "}", "A comma or the closing brace is missing."))
    if place < len(text):
        raise JsonFault(_line(text, place), "Nothing may follow the closing brace.")


def _list(text: str, place: int, key: str) -> Generator[tuple[str, int, Any], None, int]:
    place = _skip(text, place)
    if text[place : place + 1] == "]":
        return place + 1
    while True:
        place = _skip(text, place)
        value, end = _value(text, place)
        yield key, _line(text, place), value
        place = _skip(text, end)
        if text[place : place + 1] != ",":
            return _expect(text, place, "]", "A comma or the closing bracket is missing.")
        place += 1


def _value(text: str, place: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder(object_pairs_hook=_once).raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise JsonFault(error.lineno, f"This cannot be read as JSON ({error.msg}).") from error
    except _Twice as error:
        raise JsonFault(_line(text, place), f"“{error}” stands twice in the entry that begins here.") from error
    except RecursionError as error:
        raise JsonFault(_line(text, place), "This is nested too deeply.") from error


class _Twice(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _expect(text: str, place: int, sign: str, words: str) -> int:
    if text[place : place + 1] != sign:
        raise JsonFault(_line(text, min(place, len(text))), words)
    return place + 1


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
