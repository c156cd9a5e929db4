"""Lines of made-up text of many sorts, from which automata learn before they are used: prose, forms, logs, exports.

Nothing in them is of a person: words and names come from the lists beside the code, numbers are drawn at random.
"""

from __future__ import annotations

import argparse
import email.message
import http.client
import random
import string
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from pydoc_data.topics import topics
from typing import Final

_LISTS: Final = (  # and how often a word is of each
    ("function_words.txt", 8),
    ("common.txt", 8),
    ("given.txt", 2),
    ("surnames.txt", 2),
    ("towns.txt", 1),
    ("small_words.txt", 1),
)
_CODE: Final = (argparse, email.message, http.client)
_SEPARATORS: Final = ("", " ", "-", ".", "/", ",", ":", "_", " - ", " / ")
_BEHIND_LABELS: Final = (": ", ":", "=", " = ", "\t", " - ", " | ", ", ", " ", ") ", " is ", " no. ", " #", ": #", "; ")
_LEVELS: Final = ("INFO", "WARN", "ERROR", "DEBUG", "info", "[error]", "notice:", "GET", "POST")
_ENDS: Final = (".", ".", ".", ".", "!", "?", ":", ";", " -", "…", '."', ".)", "")
_BETWEEN: Final = (" ",) * 16 + (
    ", ",
    ", ",
    " - ",
    " (",
    ") ",
    "; ",
    ": ",
    " / ",
    "/",
    "-",
    " “",
    "” ",
    "'s ",
    "’s ",
    " & ",
)
_OF_STREETS: Final = (
    "Street",
    "Road",
    "Lane",
    "Avenue",
    "Drive",
    "St",
    "Rd",
    "Way",
    "Close",
    "Court",
    "Square",
    "Place",
)
_NUMBER_SHAPES: Final = (
    "dddd-dd-dd", "dd/dd/dddd", "d.d.dddd", "dd.dd.dddd", "dddd-dd-ddTdd:dd:ddZ", "dddd-dd-dd dd:dd:dd,ddd", "dd:dd",
    "dd:dd:dd", "+dd dd dddd dddd", "+dd (d)d ddd dd dd", "+d ddd-ddd-dddd", "(ddd) ddd-dddd", "0dddd dddddd",
    "0ddd ddd dddd", "ddd-dd-dddd", "ddd ddd ddd", "dddd dddd dddd dddd", "dddd-dddd-dddd-dddd", "dddddddddddddddd",
    "AAdd AAAA dddd dddd dddd dd", "AAdd dddd dddd dddd dddd dd", "AAdddddddddddddddddddd", "AA dd dd dd A", "AAdddddd",
    "AAd dAA", "AAdd dAA", "Add dAA", "AdA dAd", "ddddA", "dddd AA", "ddddd", "ddddd-dddd", "dddddddA", "Adddddddd",
    "ddd.ddd.ddd-dd", "dd.ddd.ddd/dddd-dd", "d dd dd dd ddd ddd dd", "dd dddddd A ddd", "dd.dd.dd-ddd.dd",
    "ddd.d.ddd.dd", "ddd.dd.d.d", "hh:hh:hh:hh:hh:hh", "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh", "hhhhhhh", "0xhhhhhhhh",
    "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxx", "xxxx-xxxx-xxxx",
    "d.dd", "dd.d %", "dd%", "€ ddd.dd", "$d,ddd.dd", "d.ddd,dd €", "£dd", "vd.d.d", "#dddd", "d", "dd", "ddd", "dddd",
    "dddddd", "ddddddd", "dddddddd", "ddddddddd", "dddddddddd", "ddddddddddd", "dddddddddddd", "ddddddddddddd", "d-d",
    "AA-ddddd", "AAA-dddd", "A-ddd", "aaaa-dddd", "ddh ddm", "dd kg", "d,d", "d/d", "dd dd dd", "dd dddddddd",
)  # fmt: skip
_DRAWN: Final = {
    "d": string.digits,
    "A": string.ascii_uppercase,
    "a": string.ascii_lowercase,
    "h": string.digits + "abcdef",
    "x": string.ascii_letters + string.digits,
}
Sample = Callable[[random.Random], str]


class Writer:
    """Writes lines; `sample` gives strings that have what is looked for."""

    def __init__(self, rng: random.Random, sample: Sample) -> None:
        self._rng = rng
        self._sample = sample
        self._lists = [_words(name) for name, _ in _LISTS]
        self._often = [often for _, often in _LISTS]
        self._ordinary = _lines("ordinary_writing.txt")
        self._sorts: tuple[Callable[[], str], ...] = (
            self._form, self._form, self._form, self._log, self._log, self._json, self._table, self._markup,
            self._address, self._address, self._mail, self._sampled, self._ordinary_line, self._prose,
        )  # fmt: skip

    def lines(self) -> Iterator[str]:
        """Lines without end."""
        while True:
            yield self._rng.choice(self._sorts)()

    def _word(self) -> str:
        return self._rng.choice(self._rng.choices(self._lists, self._often)[0])

    def _words(self, least: int, most: int) -> list[str]:
        count = self._rng.randint(least, most)
        return [self._rng.choice(ones) for ones in self._rng.choices(self._lists, self._often, k=count)]

    def _number(self) -> str:
        draw = self._rng.random
        if draw() < 0.3:  # groups of digits with something between them
            groups = ["".join(self._rng.choices(string.digits, k=self._rng.randint(1, 6))) for _ in range(4)]
            return self._rng.choice(_SEPARATORS).join(groups[: self._rng.randint(1, 4)])
        shape = self._rng.choice(_NUMBER_SHAPES)
        made = "".join([ones[int(draw() * len(ones))] if (ones := _DRAWN.get(one)) else one for one in shape])
        return made.lower() if draw() < 0.1 else made

    def _value(self) -> str:
        draw = self._rng.random()
        if draw < 0.4:
            return self._number()
        if draw < 0.65:
            return self._sample(self._rng)
        if draw < 0.75:
            return self._address_of_mail()
        return " ".join(self._words(1, 4)).title()

    def _label(self) -> str:
        words = self._words(1, 3)
        style = self._rng.randrange(6)
        if style == 0:
            return "_".join(words).lower()
        if style == 1:
            return words[0].lower() + "".join(words[1:]).title()
        return (
            " ".join(words).title() if style == 2 else " ".join(words).capitalize() if style < 5 else words[0].upper()
        )

    def _prose(self) -> str:
        words = self._words(6, 24)
        words[0] = words[0].capitalize()
        for _ in range(self._rng.randrange(4)):
            at = self._rng.randrange(len(words))
            words[at] = self._value() if self._rng.random() < 0.6 else words[at].title()
        if self._rng.random() < 0.05:
            words = [word.upper() for word in words]
        between = self._rng.choices(_BETWEEN, k=len(words) - 1)
        return "".join(map(str.__add__, words, [*between, self._rng.choice(_ENDS)]))

    def _form(self) -> str:
        fields = [self._label() + self._rng.choice(_BEHIND_LABELS) + self._value() for _ in range(2)]
        return self._rng.choice((", ", "; ", " ", ". ", " | ")).join(fields[: self._rng.randint(1, 2)])

    def _log(self) -> str:
        fields = [f"{self._label()}={self._value()}" for _ in range(self._rng.randrange(4))]
        words = [*self._words(1, 8), self._value(), *self._words(0, 3)]
        stamp = self._rng.choice(
            ("dddd-dd-ddTdd:dd:ddZ", "dddd-dd-dd dd:dd:dd,ddd", "dddd-dd-dd dd:dd:dd", "Aaa dd dd:dd:dd")
        )
        stamp = "".join(self._rng.choice(_DRAWN.get(one, one)) for one in stamp)
        return " ".join([stamp, self._rng.choice(_LEVELS), *words, *fields])

    def _json(self) -> str:
        fields = [
            f'"{self._label()}": ' + self._rng.choice(('"{}"', "{}", '["{}"]', '{{"id": "{}"}}')).format(self._value())
            for _ in range(self._rng.randint(1, 5))
        ]
        return "{" + self._rng.choice((", ", ",")).join(fields) + "}"

    def _table(self) -> str:
        fields = [self._rng.choice((self._value, self._number, self._word))() for _ in range(self._rng.randint(2, 8))]
        return self._rng.choice((",", ";", "\t", " | ", '","', ", ")).join(fields)

    def _markup(self) -> str:
        tag, style = self._word().lower(), self._rng.randrange(3)
        if style == 0:
            return f'<{tag} {self._label()}="{self._value()}">{self._value()}</{tag}>'
        if style == 1:
            return f"- **{self._label()}**: {self._value()} [{self._word()}](https://{tag}.example.org/{self._number()}?q={tag})"
        return f"{tag}({self._label()}, '{self._value()}') -> {{{self._number()}}};  # {self._word()}"

    def _address(self) -> str:
        number, words = self._rng.randint(1, 400), [word.title() for word in self._words(2, 4)]
        code = "".join(
            self._rng.choice(_DRAWN.get(one, one))
            for one in self._rng.choice(("AAd dAA", "ddddd", "AA ddddd", "dddd AA"))
        )
        if self._rng.random() < 0.5:
            return f"{number} {words[0]} {self._rng.choice(_OF_STREETS)}, {words[1]} {code}"
        return f"{words[0]}straße {number}, {code} {words[1]}"

    def _address_of_mail(self) -> str:
        words = [word.lower() for word in self._words(4, 4)]
        local = self._rng.choice((".", "_", "-", "", "+")).join(words[: self._rng.randint(1, 2)])
        return (
            f"{local}@{words[2]}.{self._rng.choice(('org', 'com', 'example.org', 'co.uk', 'de', 'fr', words[3][:6]))}"
        )

    def _mail(self) -> str:
        names = " ".join(self._words(2, 3)).title()
        return f"{self._rng.choice(('From', 'To', 'Cc', 'Reply-To', 'Subject'))}: {names} <{self._address_of_mail()}>"

    def _sampled(self) -> str:
        return " ".join([self._sample(self._rng), *self._words(0, 3), self._sample(self._rng)])

    def _ordinary_line(self) -> str:
        return self._rng.choice(self._ordinary)


def written_by_others() -> list[str]:
    """Lines of ordinary writing and of code, in English: what this Python brings along about itself."""
    lines = [line.strip() for text in topics.values() for line in text.split("\n")]
    for module in _CODE:
        lines += Path(module.__file__ or "").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line]


def _lines(name: str) -> list[str]:
    text = resources.files("discovery.detection").joinpath("lists", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> list[str]:
    return [word for line in _lines(name) for word in line.split()]
