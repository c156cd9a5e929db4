"""Trains the network for names: `python -m benchmarks.names_training SILVER.jsonl SENTENCES.txt [--out FILE]`.

numpy only; the same seed, lists and silver labels give the same weights on the same machine. SILVER.jsonl comes from
`python -m benchmarks.names_silver SILVER.jsonl 9000`, SENTENCES.txt from `python -m benchmarks.names_sentences`.
"""

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.names_making import passages, planted
from benchmarks.names_prose import LANGUAGES, translations
from benchmarks.names_sentences import people_in, plain_sentences
from discovery.detection.folding import fold
from discovery.detection.names import features, tokens
from discovery.detection.names.network import REACH, TAGS, WEIGHTS

SEED = 20_260
LISTS = Path(__file__).parents[1] / "discovery" / "detection" / "lists"
WIDTH, HIDDEN = 40, 112
BATCH, RATE, EPOCHS = 1024, 0.002, 4
BARE = 0.25  # part of the tokens of names that are shown without what the lists say of them
WORDLESS = 0.25  # part of the other tokens that are shown without the word itself
LEAST = 3  # times that a word must stand outside names to be in the vocabulary
VOCABULARY = 12_000  # words, the commonest
TAG = {tag: number for number, tag in enumerate(TAGS)}
UNKNOWN = -1
_WINDOW = np.arange(-REACH, REACH + 1)
_WEIGHT = np.array([1, 1.2, 1.2, 1, 1, 0.8, 0.8], np.float32)  # of each tag in the loss


def tagged(text: str, spans: list) -> tuple[list[str], list[int]]:
    """Tokens and their tags; UNKNOWN where a span is marked "?"."""
    cut = tokens.cut(text)
    tags, at = [], 0
    spans = sorted(spans)
    which, begun = 0, -1
    for token in cut:
        end = at + len(token.rstrip(" ")) if token.strip() else at + len(token)
        while which < len(spans) and spans[which][1] <= at:
            which += 1
        tag = 0
        if which < len(spans) and spans[which][0] < end and at < spans[which][1]:
            label = spans[which][2]
            tag = UNKNOWN if label == "?" else TAG[("I-" if begun == which else "B-") + label]
            begun = which
        tags.append(tag)
        at += len(token)
    return cut, tags


class Lessons:
    """Token numbers, windows and tags of all passages, ready for training."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], int] = {}
        self.forms: list[tuple[str, int]] = []
        self.ids: list[int] = []
        self.places: list[int] = []
        self.tags: list[int] = []

    def number(self, token: str, shown: int = features.FULL) -> int:
        key = (token, shown)
        if key not in self.known:
            self.known[key] = len(self.forms)
            self.forms.append(key)
        return self.known[key]

    def add(self, cut: list[str], tags: list[int], rng: random.Random, bare: float) -> None:
        self.ids += [self.number(tokens.EDGE)] * REACH
        for token, tag in zip(cut, tags, strict=True):
            if tag != UNKNOWN and features.is_candidate(tokens.core(token)):
                self.places.append(len(self.ids))
                self.tags.append(tag)
            shown = features.FULL
            if rng.random() < (bare if tag > 0 else WORDLESS):
                shown = features.BARE if tag > 0 else features.WORDLESS
            self.ids.append(self.number(token, shown))
        self.ids += [self.number(tokens.EDGE)] * REACH


def vocabulary_of(every: list) -> list[str]:
    """Words that stand outside names often enough, the commonest first."""
    counts: Counter[str] = Counter()
    for cut, tags in every:
        counts.update(
            tokens.core(token).lower()
            for token, tag in zip(cut, tags, strict=True)
            if tag in {0, TAG["B-ORG"], TAG["I-ORG"]}
        )
    return [word for word, times in counts.most_common() if times >= LEAST and not word.isdigit()][:VOCABULARY]


class Learner:
    """The weights while they are learnt, and what Adam remembers of each."""

    def __init__(self, lessons: Lessons, vocabulary: dict[str, int]) -> None:
        self.rng = rng = np.random.default_rng(SEED)
        self.rows = np.array([features.rows(token, vocabulary, shown) for token, shown in lessons.forms], np.int32)
        self.ids, self.places = np.array(lessons.ids, np.int32), np.array(lessons.places)
        self.tags = np.array(lessons.tags)
        wide = WIDTH * (2 * REACH + 1)
        self.table = rng.normal(0, 0.1, (features.VOCABULARY_FROM + len(vocabulary), WIDTH)).astype(np.float32)
        self.table[0] = 0
        self.params = {
            "hidden": rng.normal(0, (2 / wide) ** 0.5, (wide, HIDDEN)).astype(np.float32),
            "hidden_bias": np.zeros(HIDDEN, np.float32),
            "out": rng.normal(0, 0.1, (HIDDEN, len(TAGS))).astype(np.float32),
            "out_bias": np.zeros(len(TAGS), np.float32),
        }
        self.first = {name: np.zeros_like(value) for name, value in self.params.items()}
        self.second = {name: np.zeros_like(value) for name, value in self.params.items()}
        self.table_first, self.table_second = np.zeros_like(self.table), np.zeros_like(self.table)

    def learn(self, chosen: np.ndarray, step: int, rate: float) -> float:
        """Learn from a batch of places; gives the loss before."""
        params = self.params
        seen = self.ids[self.places[chosen][:, None] + _WINDOW]
        unique, back = np.unique(seen, return_inverse=True)
        back = back.reshape(-1)
        feature = self.rows[unique]
        inputs = self.table[feature].sum(axis=1)[back].reshape(len(chosen), -1)
        inner = np.maximum(inputs @ params["hidden"] + params["hidden_bias"], 0)
        keep = (self.rng.random(inner.shape, np.float32) > 0.2).astype(np.float32) / 0.8
        inner *= keep
        loss, chances = _missed(inner @ params["out"] + params["out_bias"], self.tags[chosen])
        d_inner = (chances @ params["out"].T) * (inner > 0) * keep
        grads = {
            "out": inner.T @ chances,
            "out_bias": chances.sum(0),
            "hidden": inputs.T @ d_inner,
            "hidden_bias": d_inner.sum(0),
        }
        d_inputs = (d_inner @ params["hidden"].T).reshape(-1, WIDTH)
        self._move(grads, step, rate)
        self._move_table(feature, back, d_inputs, rate)
        return loss

    def _move(self, grads: dict[str, np.ndarray], step: int, rate: float) -> None:
        for name, grad in grads.items():
            self.first[name] += 0.1 * (grad - self.first[name])
            self.second[name] += 0.001 * (grad * grad - self.second[name])
            fix1, fix2 = 1 - 0.9**step, 1 - 0.999**step
            self.params[name] -= rate * (self.first[name] / fix1) / (np.sqrt(self.second[name] / fix2) + 1e-8)

    def _move_table(self, feature: np.ndarray, back: np.ndarray, d_inputs: np.ndarray, rate: float) -> None:
        """Move the rows of the table that the batch read, each once."""
        order = np.argsort(back, kind="stable")
        starts = np.searchsorted(back[order], np.arange(len(feature)))
        d_vectors = np.add.reduceat(d_inputs[order], starts, axis=0)
        flat = feature.reshape(-1)
        by_row = np.argsort(flat, kind="stable")
        touched, begins = np.unique(flat[by_row], return_index=True)
        d_rows = np.add.reduceat(np.repeat(d_vectors, features.FEATURES, axis=0)[by_row], begins, axis=0)
        if touched[0] == 0:
            touched, d_rows = touched[1:], d_rows[1:]
        first, second = self.table_first, self.table_second
        first[touched] += 0.1 * (d_rows - first[touched])
        second[touched] += 0.02 * (d_rows * d_rows - second[touched])
        self.table[touched] -= 2 * rate * first[touched] / (np.sqrt(second[touched]) + 1e-6)


def _missed(logits: np.ndarray, gold: np.ndarray) -> tuple[float, np.ndarray]:
    """The loss of a batch, and what each logit has to do with it."""
    logits -= logits.max(axis=1, keepdims=True)
    chances = np.exp(logits)
    chances /= chances.sum(axis=1, keepdims=True)
    at = np.arange(len(gold))
    loss = float(-(np.log(chances[at, gold] + 1e-9)).mean())
    chances[at, gold] -= 1
    chances *= (_WEIGHT[gold] / len(gold))[:, None]
    return loss, chances


def train(lessons: Lessons, vocabulary: dict[str, int], epochs: int):
    """The weights."""
    learner = Learner(lessons, vocabulary)
    step, total = 0, epochs * (len(learner.places) // BATCH + 1)
    for epoch in range(epochs):
        order, losses, started = learner.rng.permutation(len(learner.places)), [], time.process_time()
        for low in range(0, len(order), BATCH):
            step += 1
            losses.append(learner.learn(order[low : low + BATCH], step, RATE * (1 - step / (total + 1))))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.process_time() - started:.0f} s", flush=True)
    return learner.table, learner.params


def save(path: Path, table: np.ndarray, params: dict, vocabulary: list[str]) -> None:
    """Write the weights: the table as 8-bit numbers with a scale a row, the layers as 16-bit floats."""
    scale = np.abs(table).max(axis=1) / 127 + 1e-12
    words = np.frombuffer(json.dumps(vocabulary, ensure_ascii=False).encode(), np.uint8)
    np.savez_compressed(
        path,
        table=np.round(table / scale[:, None]).astype(np.int8),
        table_scale=scale.astype(np.float16),
        vocabulary=words,
        **{name: value.astype(np.float16) for name, value in params.items()},
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("silver", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--out", type=Path, default=LISTS / WEIGHTS)
    parser.add_argument("--passages", type=int, default=110_000)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    chosen = parser.parse_args()
    rng = random.Random(SEED)
    prose = [json.loads(line) for line in chosen.silver.read_text(encoding="utf-8").splitlines()]
    foreign = [(text, [], code) for code in LANGUAGES for text in translations(code)]
    plain = [one for one in prose if len(one[0]) < 400]
    daily = plain_sentences(chosen.sentences)
    texts = [
        *passages(SEED, chosen.passages, daily),
        *planted(plain + foreign, SEED + 2, chosen.passages // 2),
        *people_in(daily, SEED + 4, chosen.passages // 2),
    ]
    made = [tagged(fold(text).text, spans) for text, spans in texts if len(fold(text).text) == len(text)]
    silver = [
        tagged(fold(text).text, spans) for text, spans, *_ in prose + foreign if len(fold(text).text) == len(text)
    ]
    vocabulary = vocabulary_of(made + silver)
    lessons = Lessons()
    for cut, tags in made:
        lessons.add(cut, tags, rng, BARE)
    for cut, tags in silver:
        lessons.add(cut, tags, rng, 0.1)
    print(
        f"{len(lessons.ids)} tokens, {len(lessons.places)} candidates, {len(lessons.forms)} forms, "
        f"{len(vocabulary)} words"
    )
    table, params = train(lessons, {word: number for number, word in enumerate(vocabulary)}, chosen.epochs)
    save(chosen.out, table, params, vocabulary)
    print(chosen.out, chosen.out.stat().st_size)


if __name__ == "__main__":
    main()
