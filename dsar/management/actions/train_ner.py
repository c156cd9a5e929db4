"""`dsar train-ner`: a model for names, trained on the organisation's own labels and measured before and after."""

from pathlib import Path
from typing import Any

from discovery.detection.evaluating import LabelsUnreadable
from discovery.detection.training import NAME_KINDS, CannotTrain, Plan, read_for_training, train
from discovery.documents import Kind
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.inputs import read_text

NAME = "train-ner"
HELP = "train a model for names on labelled passages"


def add_arguments(parser: Parser) -> None:
    """The labelled passages, the model to start from, and where the trained one goes."""
    parser.add_argument(
        "file", help='JSON Lines: {"text": …, "spans": [{"start", "end", "kind"}]}; - for standard input'
    )
    parser.add_argument("--base", default="", metavar="MODEL", help="folder or package of a spaCy model, or blank:en; "
                        "by default the one that is installed")  # fmt: skip
    parser.add_argument("--out", required=True, metavar="DIR", help="an empty folder for the trained model")
    parser.add_argument("--kinds", default=",".join(NAME_KINDS), help="kinds to learn, separated by commas")
    parser.add_argument("--epochs", type=int, default=20, help="how often to go through the passages at most")
    parser.add_argument("--patience", type=int, default=3, help="epochs without getting better that end it")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same model")


def run(options: Options) -> Answer:
    """Train and measure."""
    plan = Plan(
        options["base"], _kinds(options["kinds"]), options["seed"], max(1, options["epochs"]), options["patience"]
    )
    try:
        passages = read_for_training(read_text(options["file"]).split("\n"), plan.kinds)
        report = train(passages, plan, Path(options["out"]))
    except (LabelsUnreadable, CannotTrain) as error:
        raise Refused(str(error)) from error
    except ModuleNotFoundError as error:
        message = "spaCy is not installed here: pip install spacy, as requirements-models.txt says"
        raise Refused(message) from error
    value = report.as_json()
    return Answer(value, _words(value, options["out"]))


def _kinds(given: str) -> tuple[Kind, ...]:
    try:
        return tuple(Kind(name.strip()) for name in given.split(",") if name.strip())
    except ValueError as error:
        message = f"--kinds has a kind that does not exist; known are {', '.join(Kind)}"
        raise Refused(message) from error


def _words(value: dict[str, Any], out: str) -> str:
    sizes = value["passages"]
    lines = [
        f"{sizes['train']} passages to learn from, {sizes['check']} to stop by, {sizes['test']} to measure on",
        f"best after epoch {value['best']} of {len(value['scores'])}"
        + (f"; {value['unaligned']} labels cut a word and were not learnt" if value["unaligned"] else ""),
        "",
        f"{'kind':<26}{'labelled':>9}{'F1 before':>11}{'F1 after':>10}{'recall':>8}{'precision':>11}",
    ]
    before, after = value["before"], value["after"]
    rows = {**after["kinds"], "all kinds": after["overall"]}
    for kind, both in rows.items():
        now = both["overlapping"]
        then = (before["overall"] if kind == "all kinds" else before["kinds"].get(kind, {})).get("overlapping", {})
        lines.append(
            f"{kind:<26}{now['labelled']:>9}{then.get('f1', 0.0):>11.3f}{now['f1']:>10.3f}{now['recall']:>8.3f}"
            f"{now['precision']:>11.3f}"
        )
    return "\n".join([*lines, "", f"Use it with DSAR_NER_MODEL={out}"])
