"""Reading and masking the bodies that pass the text gate: JSON, forms and text; everything else is not text."""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from discovery.detection import Options
from discovery.detection.anonymising import Policy, anonymise, anonymise_stream
from discovery.detection.anonymising.forms import label
from discovery.detection.sanitising import sanitise
from discovery.detection.sensitive_keys import kind_of_name
from discovery.documents import Detection, Kind
from dsar.pii.texts import Asked, read

ASKED: Final = Asked(names="rules")
# What a program needs of a body to work at all: times, addresses of pages, the token against forged requests.
POLICY: Final = Policy(kept=frozenset({Kind.DATE_TIME, Kind.URL, Kind.BIC, Kind.ORGANISATION}))
_OURS: Final = frozenset({"csrfmiddlewaretoken"})
_FORM: Final = "application/x-www-form-urlencoded"
_TEXTUAL: Final = frozenset({_FORM, "application/json", "application/xml", "application/xhtml+xml"})
_DEPTH: Final = 24


@dataclass(frozen=True, slots=True)
class Body:
    """A body as text, with its media type and what was made of it."""

    text: str
    media_type: str
    value: Any = None

    @property
    def is_form(self) -> bool:
        """Pairs of names and values."""
        return self.media_type == _FORM

    def detections(self) -> list[Detection]:
        """What is in it; a field whose name says what it holds counts as well."""
        if self.value is None:
            return list(read(self.text, ASKED).detections)
        lines = list(_lines(self.value, ""))
        found = list(read("\n".join(line for line, _kind in lines), ASKED).detections)
        known = {one.kind for one in found}
        named = {kind for _line, kind in lines if kind is not None} - known
        return found + [Detection(0, 0, kind, 0.9, "the name of the field says so") for kind in sorted(named)]

    def masked(self) -> str:
        """It with labels in the place of values; JSON stays JSON, a form stays a form."""
        if self.value is None:
            return anonymise(self.text, POLICY, options=_options()).text
        if self.is_form:
            return urlencode([(name, _masked_text(name, value)) for name, value in self.value])
        return json.dumps(_masked(self.value, "", _DEPTH), ensure_ascii=False)


def body_of(raw: bytes, media_type: str, charset: str) -> Body | None:
    """The body as text; None where it is none: binary, or in another coding than it says."""
    if not is_textual(media_type):
        return None
    try:
        text = raw.decode(charset or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return None
    return Body(text, media_type, _value(text, media_type))


def is_textual(media_type: str) -> bool:
    """Whether a body of this type is text that is read here."""
    return media_type.startswith("text/") or media_type in _TEXTUAL or media_type.endswith(("+json", "+xml"))


def masked_stream(chunks: Iterable[bytes], charset: str) -> Iterator[bytes]:
    """A text that comes in pieces, masked piece by piece; bytes that are no text in this coding are replaced."""
    decoder = codecs.getincrementaldecoder(charset)("replace")

    def texts() -> Iterator[str]:
        for chunk in chunks:
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)

    for text in anonymise_stream(texts(), POLICY, options=_options()):
        yield text.encode(charset, "replace")


def _options() -> Options:
    return ASKED.options()


def _key_options() -> Options:
    return replace(ASKED.options(), names="none")


def _value(text: str, media_type: str) -> Any:
    """The value of a JSON or form body; None where it cannot be read as such and is treated as plain text."""
    if media_type == _FORM:
        return parse_qsl(text, keep_blank_values=True)
    if media_type == "application/json" or media_type.endswith("+json"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None
    return None


def _lines(value: Any, name: str) -> Iterator[tuple[str, Kind | None]]:
    """Every text and number with the name of its field before it, and the kind that the name tells."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _lines(one, str(key))
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, tuple):
                yield from _lines(one[1], str(one[0]))
            else:
                yield from _lines(one, name)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "" and name not in _OURS:
        yield (f"{name}: {value}" if name else str(value)), kind_of_name(name)


def _masked(value: Any, name: str, depth: int) -> Any:
    """The value with every text and number in it masked, each read with the name of its field before it."""
    if isinstance(value, (Mapping, list)) and depth <= 0:
        return "[TOO DEEP]"
    if isinstance(value, Mapping):
        by = _key_options()
        return {sanitise(key, POLICY, options=by): _masked(one, key, depth - 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, name, depth - 1) for one in value]
    if isinstance(value, bool) or value is None or value == "":
        return value
    masked = _masked_text(name, str(value))
    return value if masked == str(value) else masked


def _masked_text(name: str, value: str) -> str:
    kind = kind_of_name(name)
    if name in _OURS or not value:
        return value
    if kind is not None and POLICY.form_of(kind) is not None:
        return label(kind)
    before = f"{name}: " if name else ""
    done = anonymise(before + value, POLICY, options=_options()).text
    return done.removeprefix(before) if done.startswith(before) else "[MASKED]"
