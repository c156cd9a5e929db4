"""What `dsar redact` removes when it detects by itself: whole values, all but the last four signs, all but the year.

Faces and fingerprints go whole: their places are those that review shows to a person, found in the same way.
"""

import mimetypes
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from discovery.detection import KIND_FACTS
from discovery.detection.anonymising import Anonymised, Form, Policy, Pseudonyms, anonymise
from discovery.detection.describing import IMPERSONAL
from discovery.detection.own_kinds import OWN
from discovery.documents import (
    FACE_ROLE,
    FINGERPRINT_ROLE,
    PICTURED,
    Box,
    CoverageState,
    Detection,
    Extraction,
    Kind,
    TextBlock,
)
from discovery.extraction import extract_file
from discovery.extraction.values import NOT_LOOKED_FOR, RIDGES_NOT_LOOKED_FOR
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.house_engine import HouseEngine, engine_of
from dsar.redaction.pages import shows_pictures

ALL: Final = "all"
_SHOWN: Final = 4
_LEAST: Final = 8  # letters and digits below which nothing of a value stays
_DATES: Final = frozenset({Kind.DATE_OF_BIRTH, Kind.DATE_TIME})
_NUMBERS: Final = frozenset(
    {Kind.CREDIT_CARD, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.PHONE_NUMBER, Kind.ACCOUNT_NUMBER, Kind.CUSTOMER_ID,
     Kind.EMPLOYEE_ID, Kind.CASE_NUMBER}
)  # fmt: skip
_PICTURED_WORDS: Final = {Kind.FACE: "faces", Kind.FINGERPRINT: "fingerprints"}
_NOTES: Final = {FACE_ROLE: NOT_LOOKED_FOR, FINGERPRINT_ROLE: RIDGES_NOT_LOOKED_FOR}
_BLANK: Final = "[REDACTED]"
_YEAR: Final = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)")


def add_form_arguments(parser: Parser) -> None:
    """What is detected, and what of it stays."""
    parser.add_argument(
        "--detect",
        nargs="+",
        metavar="KIND",
        default=[],
        help="kinds to look for and remove (face, fingerprint: in pictures; own:NAME: one of your own); all for all",
    )
    parser.add_argument("--partial", action="store_true", help="of long numbers the last four signs stay")
    parser.add_argument("--year-only", action="store_true", help="of dates the year stays")
    parser.add_argument(
        "--pseudonyms", action="store_true", help="PERSON_1 instead of a label; for a result in text (--out OUT.txt)"
    )


@dataclass(frozen=True, slots=True)
class Gone:
    """What must go from the pages: pieces of text, and the places of faces.

    Attributes:
        told: {"faces": how many, "fingerprints": how many}, None where nobody looked; without those not asked for.
    """

    texts: Sequence[str]
    boxes: Sequence[Box]
    told: Mapping[str, int | None]

    @property
    def words(self) -> str:
        """What to tell of the faces, in a sentence."""
        return "".join(
            f" {name.capitalize()} were not looked for: look at the pictures yourself."
            if count is None
            else f" {name.capitalize()} made black: {count}."
            for name, count in self.told.items()
        )


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file read and looked through: its blocks of text, what was found in each, and what is in pictures."""

    blocks: list[TextBlock]
    engine: HouseEngine
    found: Sequence[Sequence[Detection]]
    pictured: Mapping[Kind, tuple[Box, ...] | None]


def gone_from(path: Path, options: Options) -> Gone:
    """What must go from the pages of a file, each piece of text once.

    Raises:
        Refused: the file cannot be read whole, a kind is unknown, nobody can look for faces although they are asked
            for by name, or nothing is found.
    """
    looked = _looked(path, options)
    for kind, places in looked.pictured.items():
        if places is None and kind.value in options["detect"]:
            why = (
                "no model (requirements-models.txt), or too many pictures" if kind is Kind.FACE else "too many pictures"
            )
            message = f"{_PICTURED_WORDS[kind]} were not looked for: {why}"
            raise Refused(message)
    texts = [
        piece
        for block, ones in zip(looked.blocks, looked.found, strict=True)
        for one in ones
        for piece in removed(one.kind, block.text[one.start : one.end], options)
    ]
    boxes = [box for places in looked.pictured.values() for box in places or ()]
    if not texts and not boxes:
        message = "none of these kinds was found"
        raise Refused(message)
    told = {_PICTURED_WORDS[kind]: None if places is None else len(places) for kind, places in looked.pictured.items()}
    return Gone(list(dict.fromkeys(texts)), boxes, told)


def media_type_of(path: Path) -> str:
    """The media type that the name of a file tells; its content overrules it."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def removed(kind: Kind, value: str, options: Options) -> Iterator[str]:
    """What of a value goes: the parts before and after a year, what stands before the last four signs, or all."""
    if options["year_only"] and kind in _DATES and (year := _YEAR.search(value)):
        yield from (part for part in (value[: year.start()], value[year.end() :]) if re.search(r"\w", part))
    elif options["partial"] and kind in _NUMBERS and sum(sign.isalnum() for sign in value) > _LEAST:
        signs = [at for at, sign in enumerate(value) if sign.isalnum()]
        yield value[: signs[-_SHOWN]]
    else:
        yield value


def as_text(path: Path, options: Options) -> Answer:
    """The text of a file with labels, partial values, years or pseudonyms; written only where it passes a second look.

    Raises:
        Refused: rectangles are given, the file cannot be read whole, a kind is unknown, or nothing is found.
    """
    if options["boxes"]:
        message = "rectangles are of pages: give --out OUT.pdf"
        raise Refused(message)
    passages = [_pattern_of(text) for text in options["text"]]
    looked = _looked(path, options, passages)
    blocks, engine, found = looked.blocks, looked.engine, looked.found
    by_kind = {kind: Form.PARTIAL for kind in _NUMBERS if options["partial"]}
    by_kind |= {kind: Form.GENERALISE for kind in _DATES if options["year_only"]}
    form = Form.PSEUDONYM if options["pseudonyms"] else Form.LABEL
    kept = frozenset(Kind) - {one.kind for ones in found for one in ones}
    policy = Policy(form=form, by_kind=by_kind, kept=kept, pseudonyms=Pseudonyms())
    done = [
        anonymise(
            block.text,
            policy,
            detections=ones,
            languages=settings.DSAR_DETECTION_LANGUAGES,
            options=engine.options,
            is_checked=not any(name.startswith(OWN) for name in options["detect"]),  # else looked at again below
        )
        for block, ones in zip(blocks, found, strict=True)
    ]
    replaced = [one for block in done for one in block.replacements]
    if not replaced and (options["detect"] or not passages):
        message = "none of these kinds was found"
        raise Refused(message)
    text = "\n".join(one.text for one in done) + "\n"
    left = _left(done, engine) + sum(bool(passage.search(text)) for passage in passages)
    value = {
        "replaced": [{"kind": one.kind.value, "form": one.form.value} for one in replaced],
        "passages": len(passages),
        "verdict": "leaking" if left else "clean",
        "engine": engine.version,
    }
    if left:
        return Answer(value, f"Nothing is written: {left} values or passages would still be found.", 1)
    Path(options["out"]).write_text(text, encoding="utf-8")
    words = f"Written to {options['out']}: {len(replaced)} values replaced, found by {engine.version}."
    return Answer(value, f"{words} Passages removed: {len(passages)}." if passages else words)


def _left(done: Sequence[Anonymised], engine: HouseEngine) -> int:
    """How many values the engine finds in the result, those aside that stand in the place of one."""
    return sum(
        not any(new.new_start <= one.start and one.end <= new.new_end for new in block.replacements)
        for block, found in zip(done, engine.detect([block.text for block in done]), strict=True)
        for one in found
    )


def _pattern_of(passage: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in unicodedata.normalize("NFC", passage).split()]
    if not words:
        message = "a passage of --text is empty"
        raise Refused(message)
    return re.compile(r"\s+".join(words), re.IGNORECASE)


def _without(blocks: list[TextBlock], passages: Sequence[re.Pattern[str]]) -> list[TextBlock]:
    """The blocks with every passage blanked; each must stand somewhere."""
    for number, passage in enumerate(passages, 1):
        if not any(passage.search(block.text) for block in blocks):
            message = f"passage {number} of --text stands nowhere in the file"
            raise Refused(message)
    return [replace(block, text=_blanked(block.text, passages), words=()) for block in blocks] if passages else blocks


def _blanked(text: str, passages: Sequence[re.Pattern[str]]) -> str:
    """The text with each stretch that passages cover blanked; overlapping ones are one stretch."""
    pieces, at = [], 0
    for start, end in sorted(found.span() for passage in passages for found in passage.finditer(text)):
        if start >= at:
            pieces += [text[at:start], _BLANK]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _looked(path: Path, options: Options, passages: Sequence[re.Pattern[str]] = ()) -> _Looked:
    engine = engine_of(options)
    own = {name for name in options["detect"] if name.startswith(OWN)}
    if unknown := sorted(own - {one.recogniser for one in engine.own}):
        message = f"no own kind of this installation is called {', '.join(unknown)}"
        raise Refused(message)
    kinds = _wanted(options["detect"])
    engine = engine.only(kinds, frozenset(own))
    content = path.read_bytes()
    read = extract_file(content, name=path.name)
    if any(part.extraction.state is not CoverageState.COMPLETE for part in read.parts):
        message = f"{path} could not be read whole, so not everything in it would be found"
        raise Refused(message)
    every = [block for part in read.parts for block in part.extraction.blocks]
    blocks = _without([block for block in every if block.role not in PICTURED], passages)
    found = engine.detect([block.text for block in blocks])
    whole = read.parts[0].extraction
    shown = shows_pictures(content, media_type_of(path))
    wanted = {role: kind for role, kind in PICTURED.items() if kind in kinds}
    pictured = {kind: _places(whole, role) if shown else () for role, kind in wanted.items()}
    return _Looked(blocks, engine, found, pictured)


def _places(read: Extraction, role: str) -> tuple[Box, ...] | None:
    if _NOTES[role] in read.notes:
        return None
    return tuple(word.box for block in read.blocks if block.role == role for word in block.words)


def _wanted(named: Sequence[str]) -> frozenset[Kind]:
    names = [name for name in named if not name.startswith(OWN)]
    if named and not names:
        return frozenset()
    if ALL in names or not names:
        return frozenset(KIND_FACTS) - IMPERSONAL
    known: dict[str, Any] = {kind.value: kind for kind in KIND_FACTS}
    if unknown := sorted(set(names) - set(known)):
        message = f"no such kind: {', '.join(unknown)}"
        raise Refused(message)
    return frozenset(known[name] for name in names)
