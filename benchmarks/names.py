"""How well names of people are found, and how fast: `python -m benchmarks.names [FAKER_FOLDER]`.

Sets that the network was not trained on: sentences written by hand (tests/data/detection/people.txt), and, where a
folder with Faker is given, sentences of their own wording with Faker's names of 13 locales, also split into names that
training saw and names that it did not, and sentences of many registers with names of 28 locales. Spans count as found
at half of the union. Exit 1 below the bars.
"""

import random
import re
import sys
import time
from pathlib import Path

from benchmarks.names_people import held_out
from discovery.detection import Options, detect_many
from discovery.detection.scoring import Score, score_text
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

LEAST_F1, LEAST_SPEED = 0.85, 0.5
_MIXED = (
    "en_US en_GB en_IN en_NG de_DE fr_FR es_ES it_IT nl_NL pt_BR pl_PL cs_CZ hu_HU fi_FI et_EE sl_SI hr_HR lt_LT lv_LV"
    " ro_RO tr_TR sv_SE no_NO da_DK id_ID fil_PH vi_VN ga_IE"
)
LOCALES = {
    "en": ["en_US", "en_GB", "en_CA", "en_IN"],
    "fr": ["fr_FR"],
    "de": ["de_DE", "de_AT"],
    "es": ["es_ES", "es_MX"],
    "it": ["it_IT"],
    "nl": ["nl_NL"],
    "pt": ["pt_PT"],
    "pl": ["pl_PL"],
    "nordic": ["sv_SE"],
    "mixed": _MIXED.split(),
}
_SLOT = re.compile(r"\{(\w+)\}")


def faker_set(folder: str, count: int, seed: int = 77, wording: str = "names_unseen.txt"):
    """(locale, text, labels, whether a name of it was kept from training) of filled sentences."""
    sys.path.append(folder)
    from faker import Faker

    lines = [
        line.replace("\\n", "\n").split("\t")
        for line in Path(__file__).with_name(wording).read_text("utf-8").splitlines()
    ]
    makers = {locale: Faker(locale) for locales in LOCALES.values() for locale in locales}
    Faker.seed(seed)
    rng = random.Random(seed)
    for _ in range(count):
        language, template = rng.choice(lines)
        locale = rng.choice(LOCALES[language])
        fake, text, labels, at, apart = makers[locale], "", [], 0, False
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            value = {
                "name": lambda f=fake: f"{f.first_name()} {f.last_name()}",
                "first": fake.first_name,
                "last": fake.last_name,
                "city": fake.city,
                "company": fake.company,
                "street": fake.street_name,
            }[slot[1]]()
            if slot[1] in {"name", "first", "last"}:
                labels.append((len(text), len(text) + len(value), Kind.PERSON))
                apart = apart or any(held_out(part) for part in value.split(" "))
            text += value
            at = slot.end()
        yield locale, text + template[at:], labels, apart


def measure(texts: list[str], labels: list, names: str):
    """Counts of persons over texts, what was wrong, and characters a second of the processor."""
    began = time.process_time()
    found = list(detect_many(texts, options=Options(names=names)))
    took = time.process_time() - began
    score, wrong = [], []
    for text, gold, ones in zip(texts, labels, found, strict=True):
        people = [one for one in ones if one.kind is Kind.PERSON]
        this = score_text([label for label in gold if label[2] is Kind.PERSON], people).get(Kind.PERSON, Score())
        score.append(this)
        if this.misses or this.false_alarms:
            wrong.append((text, [text[one.start : one.end] for one in people]))
    return score, wrong, sum(map(len, texts)) / took / 1e6


def line(name: str, scores: list, speed: float | None = None) -> float:
    total = sum(scores, Score())
    extra = f", {speed:.2f} MB/s" if speed else ""
    print(f"  {name:<22} precision {total.precision:.3f} recall {total.recall:.3f} F1 {total.f():.3f}{extra}")
    return total.f()


def main(arguments: list[str]) -> int:
    chosen = [one for one in arguments if one in {"auto", "rules", "model"}] or ["auto"]
    folders = [one for one in arguments if "/" in one]
    shown = "-v" in arguments
    hand = passages("people")
    ok = True
    made = list(faker_set(folders[0], 6_000)) if folders else []
    registers = list(faker_set(folders[0], 3_000, wording="names_registers.txt")) if folders else []
    for names in chosen:
        list(detect_many(["Warm up: Ms Ana Lindqvist"], options=Options(names=names)))
        print(f"names={names}")
        scores, wrong, _ = measure([text for text, _ in hand], [labels for _, labels in hand], names)
        ok &= line("by hand", scores) >= LEAST_F1
        if shown:
            for text, people in wrong:
                print("     ", repr(text), people)
        if registers:
            scores, wrong, _ = measure([one[1] for one in registers], [one[2] for one in registers], names)
            ok &= line("registers, 28 locales", scores) >= LEAST_F1
        if made:
            scores, wrong, speed = measure([text for _, text, *_ in made], [one[2] for one in made], names)
            ok &= line("13 locales", scores, speed) >= LEAST_F1
            together = ["\n".join(one[1] for one in made[at : at + 60]) for at in range(0, len(made), 60)]
            *_, speed = measure(together, [[] for _ in together], names)
            print(f"  as documents of 60 sentences: {speed:.2f} MB/s")
            ok &= speed >= LEAST_SPEED
            line("names training saw", [score for score, one in zip(scores, made, strict=True) if not one[3]])
            line("names kept apart", [score for score, one in zip(scores, made, strict=True) if one[3]])
            for locale in sorted({one[0] for one in made}):
                line(locale, [score for score, one in zip(scores, made, strict=True) if one[0] == locale])
            if shown:
                for text, people in wrong[:120]:
                    print("     ", repr(text), people)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
