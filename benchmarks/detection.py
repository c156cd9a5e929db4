"""How fast detection is on one core: `python -m benchmarks.detection`. The text is made from the demo, seed 9100."""

import statistics
import tempfile
import time
from pathlib import Path

from discovery.detection import Options, detect, detect_many
from dsar.management.demo.building import build

SEED = 9_100
TEXTS = {".txt", ".csv", ".html", ".eml", ".mbox", ".json", ".xml"}
LOG_LINE = "2031-04-05T10:11:12Z INFO order 4711 of customer ana.lindqvist@example.org shipped from 192.0.2.7"
ROUNDS = 5


def texts() -> list[str]:
    """Every plain document of a demo organisation."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "demo", SEED)
        files = sorted(path for path in (Path(folder) / "demo" / "files").rglob("*") if path.suffix in TEXTS)
        return [path.read_text(encoding="utf-8", errors="replace") for path in files]


def seconds(act) -> float:
    """The median of several rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    documents = texts()
    megabytes = sum(len(text.encode()) for text in documents) / 1e6
    print(f"{len(documents)} documents, {megabytes:.2f} MB")
    for names in ("none", "rules", "auto"):
        options = Options(names=names)
        start = time.perf_counter()
        detect("Warm up: Ms Ana Lindqvist", options=options)
        cold = time.perf_counter() - start
        one = seconds(lambda o=options: [detect(text, options=o) for text in documents])
        many = seconds(lambda o=options: list(detect_many(documents, options=o)))
        print(
            f"names {names:<6} first call {cold:5.2f} s, {megabytes / one:6.2f} MB/s, "
            f"{len(documents) / one:7.0f} documents/s, detect_many {len(documents) / many:7.0f} documents/s"
        )
    options = Options(names="none")
    line = seconds(lambda: [detect(LOG_LINE, options=options) for _ in range(200)]) / 200
    print(f"a log line, rules only: {line * 1000:.3f} ms")


if __name__ == "__main__":
    main()
