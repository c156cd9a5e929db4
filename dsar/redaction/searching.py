"""Searching texts and bytes for removed passages in many foldings; shares nothing with the finder."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import quote

BETWEEN = r"[\W_]*"
BORDER_BELOW = (
    12  # letters; shorter passages are sought across words only between word borders, as the finder takes them
)
INSIDE_WORD_FROM = 4
SHORTEST_IN_BYTES = 4
BASE64_SHORTEST = 9
SHORTEST_IN_PIXEL_BYTES = 6


class Passages:
    """The removed passages, made ready for searching."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._plain = [_folded(text).strip() for text in texts]
        self._letters = ["".join(part for part in text if part.isalnum()) for text in self._plain]
        self._patterns = [_pattern(plain, letters) for plain, letters in zip(self._plain, self._letters, strict=True)]
        self._bytes = [list(_encodings(text)) for text in texts]
        self._raw = list(texts)

    def in_text(self, text: str) -> Iterator[tuple[int, str]]:
        """(passage, folding) for each passage that stands in the text, straight, spread out or backwards."""
        folded = _folded(text)
        joined = re.sub(r"[-\u00ad\u2010]\s*\n\s*", "", _folded(text, keep_lines=True)).replace("\n", " ")
        backwards = folded[::-1]
        for number, pattern in enumerate(self._patterns):
            if pattern is None:
                continue
            if pattern.search(folded) or pattern.search(joined):
                yield number, "text"
            elif len(self._letters[number]) >= BORDER_BELOW // 2 and pattern.search(backwards):
                yield number, "reversed"

    def in_bytes(self, content: bytes, *, pixels: bool = False) -> Iterator[tuple[int, str]]:
        """(passage, encoding) for each passage that stands in the bytes; pixel data only for longer, exact ones."""
        lowered = content if pixels else content.lower()
        for number, encodings in enumerate(self._bytes):
            if len(self._raw[number].strip()) < (SHORTEST_IN_PIXEL_BYTES if pixels else SHORTEST_IN_BYTES):
                continue
            for name, sought in encodings:
                if (sought if pixels else sought.lower()) in lowered:
                    yield number, name
                    break


def _folded(text: str, *, keep_lines: bool = False) -> str:
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(part for part in whole if part in "\n\t" or unicodedata.category(part) not in {"Mn", "Cf", "Cc"})
    return kept if keep_lines else " ".join(kept.split())


def _pattern(plain: str, letters: str) -> re.Pattern[str] | None:
    if not letters:
        return re.compile(re.escape(plain)) if plain else None
    straight = r"\W+".join(re.escape(word) for word in re.findall(r"\w+", plain))
    spread = BETWEEN.join(re.escape(letter) for letter in letters)
    if len(letters) >= BORDER_BELOW:
        return re.compile(spread)
    if len(letters) >= INSIDE_WORD_FROM:
        return re.compile(rf"{straight}|(?<![^\W_]){spread}(?![^\W_])")
    return re.compile(rf"(?<![^\W_]){straight}(?![^\W_])")


def _encodings(text: str) -> Iterator[tuple[str, bytes]]:
    """The passage as bytes in the ways a PDF, a packer or an editor may have written it."""
    for form in dict.fromkeys((text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))):
        for codec in ("utf-8", "latin-1", "cp1252", "utf-16-be", "utf-16-le"):
            try:
                encoded = form.encode(codec)
            except UnicodeEncodeError:
                continue
            yield codec, encoded
            yield f"hex {codec}", encoded.hex().encode("ascii")
        plain = form.encode("utf-8")
        yield "reversed", plain[::-1]
        yield "percent", quote(form).encode("ascii")
        yield "octal", "".join(f"\\{value:03o}" for value in plain).encode("ascii")
        for shift in range(3):
            core = base64.b64encode(b"\0" * shift + plain)
            if len(plain) >= BASE64_SHORTEST:
                yield "base64", core[4 if shift else 0 : len(core) - 4]
