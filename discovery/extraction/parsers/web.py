"""HTML: what a browser shows, and what it does not (attributes, meta, hidden elements, comments, scripts)."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from discovery.extraction.parsers.text import add_text, decoded
from discovery.extraction.reading import Reading

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_TOLD = frozenset({"alt", "title", "href", "value", "content", "placeholder", "aria-label", "summary", "label", "cite"})
_UNSHOWN = frozenset({"script", "style", "template", "noscript"})
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0", re.IGNORECASE)


class _Page(HTMLParser):
    """Collects shown text, hidden text and attribute texts; inline marks never cut a word."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.hidden: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        for key, value in given.items():
            if (key in _TOLD or key.startswith("data-")) and not value.startswith("#"):
                self.attributes.append((f"{tag} {key}", value))
        self._separate(tag)
        if tag not in _VOID:
            unseen = tag in _UNSHOWN or "hidden" in given or bool(_INVISIBLE.search(given.get("style", "")))
            self._open.append((tag, unseen))

    def handle_endtag(self, tag: str) -> None:
        self._separate(tag)
        for index in range(len(self._open) - 1, max(-1, len(self._open) - 50), -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        unseen = any(hidden for _, hidden in self._open[-200:])
        (self.hidden if unseen else self.shown).append(data)

    def handle_comment(self, data: str) -> None:
        self.hidden.append(f"\n{data}\n")

    def _separate(self, tag: str) -> None:
        mark = "\n" if tag in _BLOCKS else "\t" if tag in _CELLS else ""
        self.shown.append(mark)
        self.hidden.append(mark or " " if self.hidden and self._open and self._open[-1][1] else mark)


def parse(content: bytes, reading: Reading) -> None:
    """Shown text as body, the rest as role "hidden"."""
    add_html(decoded(content, reading), reading)


def add_html(text: str, reading: Reading, **locator: Any) -> None:
    """Add the blocks of an HTML text at a locator."""
    page = _Page()
    page.feed(text)
    page.close()
    add_text(_tidy("".join(page.shown)), reading, **locator)
    add_text(_tidy("".join(page.hidden)), reading, role="hidden", **locator)
    for name, value in page.attributes:
        reading.add(value, role="hidden", **locator, attribute=name)


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\f\v]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
