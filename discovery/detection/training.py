"""Training a model for names on the organisation's own labels. With ner.py the only file that meets spaCy.

What the labels do not cover the model keeps as it was: its own findings of other kinds go into the training as if
somebody had labelled them. The same labels, seed and base give the same model.
"""

from __future__ import annotations

import importlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from discovery.detection import ner
from discovery.detection.engine import Options, detect_many
from discovery.detection.evaluating import Evaluation, LabelsUnreadable, Passage, read_labelled
from discovery.detection.scoring import Label
from discovery.documents import Kind

FEWEST_PASSAGES: Final = 20
FEWEST_LABELS: Final = 10  # of a kind
NAME_KINDS: Final = (Kind.PERSON, Kind.ORGANISATION, Kind.LOCATION)
_MODEL_LABELS: Final = {Kind.PERSON: "PERSON", Kind.ORGANISATION: "ORG", Kind.LOCATION: "GPE"}
_PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
_NOT_NEEDED: Final = ("parser", "tagger", "attribute_ruler", "lemmatizer", "senter")
_BATCH: Final = 16
_DROPOUT: Final = 0.2
_LEAST_GAIN: Final = 0.001


class CannotTrain(ValueError):
    """Nothing can be trained from what was given; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train.

    Attributes:
        base: folder or package of a spaCy model; "" for the one that is installed; "blank:en" for none.
        kinds: which labels to learn; labels of other kinds are left alone.
        patience: so many epochs without getting better end the training.
    """

    base: str = ""
    kinds: tuple[Kind, ...] = NAME_KINDS
    seed: int = 7
    epochs: int = 20
    patience: int = 3


@dataclass(frozen=True, slots=True)
class Split:
    """Passages to learn from, to stop by, and to measure on; the last are never seen in training."""

    train: list[Passage]
    check: list[Passage]
    test: list[Passage]


@dataclass(slots=True)
class Trained:
    """What came of it.

    Attributes:
        scores: F1 on the passages to stop by, after each epoch.
        best: the epoch whose model was kept, from 1.
        unaligned: labels that begin or end inside a word of the model; they were not learnt.
        before, after: Evaluation.as_json() of the whole engine on the passages kept apart.
    """

    passages: dict[str, int]
    labels: dict[str, int]
    scores: list[float] = field(default_factory=list)
    best: int = 0
    unaligned: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as plain values; nothing of the texts."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_for_training(lines: Sequence[str], kinds: Sequence[Kind]) -> list[Passage]:
    """The labelled passages of a JSON Lines file, checked.

    Raises:
        LabelsUnreadable: a line is malformed, a span is outside the text, begins or ends with white space, or two of
            them overlap; the message names the line.
        CannotTrain: too few passages, or too few labels of a kind.
    """
    numbers = [number for number, line in enumerate(lines, start=1) if line.strip()]
    passages = list(read_labelled(lines))
    for number, passage in zip(numbers, passages, strict=True):
        _check_spans(number, passage)
    wanted = [Passage(one.text, tuple(label for label in one.labels if label[2] in kinds)) for one in passages]
    counts = Counter(kind for passage in wanted for *_span, kind in passage.labels)
    if len(wanted) < FEWEST_PASSAGES:
        message = f"{len(wanted)} passages are too few: at least {FEWEST_PASSAGES} are needed"
        raise CannotTrain(message)
    learnt = {kind: count for kind, count in counts.items() if count >= FEWEST_LABELS}
    if few := [f"{kind.value} ({counts[kind]})" for kind in kinds if 0 < counts[kind] < FEWEST_LABELS]:
        message = f"too few labels of {', '.join(few)}: at least {FEWEST_LABELS} each, or leave the kind out"
        raise CannotTrain(message)
    if not learnt:
        message = f"no label of the kinds to learn: {', '.join(kind.value for kind in kinds)}"
        raise CannotTrain(message)
    return wanted


def split(passages: Sequence[Passage], seed: int) -> Split:
    """Seven of ten to learn from, the rest in halves to stop by and to measure on; equal texts stay together."""
    by_text: dict[str, list[Passage]] = {}
    for one in passages:
        by_text.setdefault(one.text, []).append(one)
    groups = list(by_text.values())
    random.Random(seed).shuffle(groups)  # noqa: S311 - a reproducible split
    first, second = round(len(groups) * 0.7), round(len(groups) * 0.85)
    parts = (groups[:first], groups[first:second], groups[second:])
    train, check, test = ([one for group in part for one in group] for part in parts)
    return Split(train, check, test)


def train(
    passages: Sequence[Passage], plan: Plan, out: Path, tell: Callable[[str], None] = lambda _words: None
) -> Trained:
    """Fine-tune a model and leave it in `out`, with its report as training.json; `tell` hears of each epoch.

    Raises:
        CannotTrain: spaCy or the base is not installed, or the folder has something in it.
    """
    spacy: Any = importlib.import_module("spacy")
    if out.exists() and any(out.iterdir()):
        message = f"the folder {out} is not empty"
        raise CannotTrain(message)
    spacy.util.fix_random_seed(plan.seed)
    nlp = _base(spacy, plan.base)
    parts = split(passages, plan.seed)
    counts = Counter(kind.value for one in passages for *_span, kind in one.labels)
    sizes = {"train": len(parts.train), "check": len(parts.check), "test": len(parts.test)}
    report = Trained(sizes, dict(sorted(counts.items())))
    report.before = measured(parts.test, plan.kinds, _folder_of(plan.base))
    _learn(nlp, parts, plan, report, tell)
    nlp.meta["name"], nlp.meta["version"] = f"trained_{nlp.meta.get('name') or 'blank'}", f"1.{plan.seed}.{report.best}"
    out.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(out)
    report.after = measured(parts.test, plan.kinds, out)
    (out / "training.json").write_text(json.dumps(report.as_json(), indent=2), encoding="utf-8")
    return report


def measured(passages: Sequence[Passage], kinds: Sequence[Kind], folder: Path | None) -> dict[str, Any]:
    """How the whole engine does with the model of a folder; by its rules alone where there is none."""
    evaluation = Evaluation()
    with ner.model_of(folder):
        options = Options(names="model" if folder else "rules", kinds=frozenset(kinds))
        for passage, found in zip(passages, detect_many([one.text for one in passages], options=options), strict=True):
            evaluation.add(passage.labels, found)
    return evaluation.as_json()


def _check_spans(number: int, passage: Passage) -> None:
    reach = 0
    for start, end, _kind in sorted(passage.labels):
        if start < reach:
            message = f"line {number}: two labels overlap at character {start}"
            raise LabelsUnreadable(message)
        value = passage.text[start:end]
        if value != value.strip():
            message = f"line {number}: the label {start}–{end} begins or ends with white space"
            raise LabelsUnreadable(message)
        reach = end


def _base(spacy: Any, base: str) -> Any:
    if base.startswith("blank:"):
        nlp = spacy.blank(base.removeprefix("blank:"))
        nlp.add_pipe("ner")
        return nlp
    folder = _folder_of(base)
    try:
        return spacy.load(folder or base, exclude=list(_NOT_NEEDED))
    except OSError as error:
        message = f"there is no spaCy model {base or 'installed'}: name a folder, a package, or blank:en"
        raise CannotTrain(message) from error


def _folder_of(base: str) -> Path | None:
    """The folder of a base; None for a blank one."""
    if base.startswith("blank:"):
        return None
    if not base:
        return ner.model_folder()
    return Path(base) if (Path(base) / "meta.json").is_file() else ner.package_folder(base)


def _learn(nlp: Any, parts: Split, plan: Plan, report: Trained, tell: Callable[[str], None]) -> None:
    util: Any = importlib.import_module("spacy.util")
    recogniser = nlp.get_pipe("ner")
    is_blank = not recogniser.labels
    learning = _examples(nlp, parts.train, plan.kinds, report, keeps=not is_blank)
    checking = _examples(nlp, parts.check, plan.kinds, Trained({}, {}), keeps=False)
    for label in sorted({entity.label_ for one in learning for entity in one.reference.ents}):
        recogniser.add_label(label)
    shuffled = random.Random(plan.seed)  # noqa: S311 - reproducible
    best, kept = -1.0, nlp.to_bytes()
    with nlp.select_pipes(enable=["ner"]):
        optimizer = nlp.initialize(lambda: learning) if is_blank else nlp.resume_training()
        for epoch in range(1, plan.epochs + 1):
            shuffled.shuffle(learning)
            losses: dict[str, float] = {}
            for batch in util.minibatch(learning, _BATCH):
                nlp.update(batch, sgd=optimizer, drop=_DROPOUT, losses=losses)
            score = _f_score(nlp, checking)
            report.scores.append(round(score, 4))
            tell(f"epoch {epoch}: loss {losses.get('ner', 0.0):.1f}, F1 {score:.3f}")
            if score > best + _LEAST_GAIN:
                best, report.best, kept = score, epoch, nlp.to_bytes()
            elif best > 0 and epoch - report.best >= plan.patience:  # a new model first finds nothing at all
                break
    nlp.from_bytes(kept)


def _f_score(nlp: Any, examples: Sequence[Any]) -> float:
    labels = {entity.label_ for one in examples for entity in one.reference.ents}
    hits = found = labelled = 0
    for one, doc in zip(examples, nlp.pipe([one.reference.text for one in examples]), strict=True):
        wanted = {(entity.start_char, entity.end_char, entity.label_) for entity in one.reference.ents}
        seen = {(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents if entity.label_ in labels}
        hits, found, labelled = hits + len(wanted & seen), found + len(seen), labelled + len(wanted)
    return 2 * hits / (found + labelled) if found + labelled else 0.0


def _examples(
    nlp: Any, passages: Sequence[Passage], kinds: Sequence[Kind], report: Trained, *, keeps: bool
) -> list[Any]:
    """Passages as spaCy learns from them; with `keeps` what the model finds of kinds not labelled is kept in them."""
    example: Any = importlib.import_module("spacy.training").Example
    taught = {_MODEL_LABELS.get(kind, kind.value) for kind in kinds}
    taught |= _PLACES if Kind.LOCATION in kinds else frozenset()
    made, texts = [], [one.text for one in passages]
    read = nlp.pipe(texts) if nlp.get_pipe("ner").labels else map(nlp.make_doc, texts)  # an empty model reads nothing
    for passage, doc in zip(passages, read, strict=True):
        reference = nlp.make_doc(passage.text)
        own = {(entity.start_char, entity.end_char): entity.label_ for entity in doc.ents}
        spans = []
        for label in passage.labels:
            span = reference.char_span(label[0], label[1], label=_label_for(label, own))
            if span is None:
                report.unaligned += 1
            else:
                spans.append(span)
        if keeps:
            spans += list(_kept(reference, doc, taught, passage.labels))
        reference.ents = spans
        made.append(example(nlp.make_doc(passage.text), reference))
    return made


def _label_for(label: Label, own: dict[tuple[int, int], str]) -> str:
    start, end, kind = label
    if kind is Kind.LOCATION and own.get((start, end)) in _PLACES:
        return own[start, end]
    return _MODEL_LABELS.get(kind, kind.value)


def _kept(reference: Any, doc: Any, taught: set[str], labels: Sequence[Label]) -> Iterator[Any]:
    for entity in doc.ents:
        touches = any(start < entity.end_char and entity.start_char < end for start, end, _kind in labels)
        if entity.label_ not in taught and not touches:
            span = reference.char_span(entity.start_char, entity.end_char, label=entity.label_)
            if span is not None:
                yield span
