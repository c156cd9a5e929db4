"""`dsar evaluate`: how good detection is on passages that somebody labelled."""

import json
from pathlib import Path
from typing import Any

from discovery.detection.evaluating import Evaluation, LabelsUnreadable, read_labelled
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.house_engine import add_engine_arguments, engine_of
from dsar.management.actions.inputs import read_text

NAME = "evaluate"
HELP = "measure detection on labelled passages"
_LONGEST_LIST = 20


def add_arguments(parser: Parser) -> None:
    """The labelled passages, and how to detect."""
    parser.add_argument(
        "file", help='JSON Lines: {"text": …, "spans": [{"start", "end", "kind"}]}; - for standard input'
    )
    parser.add_argument("--rename", metavar="FILE", help="JSON object: names of kinds in the file to ours, "
                        '"" to leave a kind out')  # fmt: skip
    parser.add_argument("--only-labelled", action="store_true", help="leave out finds of kinds the file never labels")
    add_engine_arguments(parser)


def run(options: Options) -> Answer:
    """Detect in every passage and compare."""
    engine = engine_of(options)
    renamed = {one.recogniser: one.counts_as.value for one in engine.own} | _renamed(options["rename"])
    try:
        passages = list(read_labelled(read_text(options["file"]).split("\n"), renamed))
    except LabelsUnreadable as error:
        raise Refused(str(error)) from error
    if not passages:
        message = "the file holds no passage"
        raise Refused(message)
    if options["only_labelled"]:
        labelled = frozenset(kind for passage in passages for *_span, kind in passage.labels)
        engine = engine.only(labelled)
    evaluation = Evaluation()
    for passage, ones in zip(passages, engine.each([passage.text for passage in passages]), strict=True):
        evaluation.add(passage.labels, ones)
    value = evaluation.as_json() | {"engine": engine.version}
    return Answer(value, _words(value))


def _renamed(path: str | None) -> dict[str, str]:
    if not path:
        return {}
    try:
        given = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} is no JSON object of names"
        raise Refused(message) from error
    return {str(theirs): str(ours) for theirs, ours in given.items()}


def _words(value: dict[str, Any]) -> str:
    head = f"{'kind':<26}{'labelled':>9}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>7}{'F2':>7}{'exact F1':>10}"
    lines = [f"{value['passages']} passages, {value['engine']}", "", head]
    rows = {**value["kinds"], "all kinds": value["overall"]}
    for kind, both in rows.items():
        one = both["overlapping"]
        lines.append(
            f"{kind:<26}{one['labelled']:>9}{one['found']:>7}{one['precision']:>11.3f}{one['recall']:>8.3f}"
            f"{one['f1']:>7.3f}{one['f2']:>7.3f}{both['exact']['f1']:>10.3f}"
        )
    any_kind = value["any_kind"]
    lines.append(
        f"{'any kind, characters':<42}{any_kind['precision']:>11.3f}{any_kind['recall']:>8.3f}"
        f"{any_kind['f1']:>7.3f}{any_kind['f2']:>7.3f}"
    )
    if value["confused"]:
        lines += ["", "Confused most often (labelled → found):"]
        lines += [f"{one['times']:>6}  {one['labelled']} → {one['found']}" for one in value["confused"][:_LONGEST_LIST]]
    return "\n".join(lines)
