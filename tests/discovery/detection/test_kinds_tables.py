"""Every kind has a table of what is found and what only looks like it, with the source of its rule."""

import json
from pathlib import Path

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

TABLES = Path(__file__).parents[2] / "data" / "detection" / "kinds"
RULES = Options(names="none")
# Names have a set of passages of their own; the kind of an organisation's own recognisers has no rule of ours; faces
# and fingerprints stand in pictures.
ELSEWHERE = {Kind.PERSON, Kind.OWN_KIND, Kind.FACE, Kind.FINGERPRINT}


def table(kind):
    lines = (TABLES / f"{kind.value}.jsonl").read_text(encoding="utf-8").splitlines()
    head, *rows = map(json.loads, lines)
    return head, rows


def found(text, kind):
    return [text[one.start : one.end] for one in detect(text, options=RULES) if one.kind is kind]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in ELSEWHERE])
def test_every_kind_has_a_table_with_its_source(kind):
    head, rows = table(kind)

    assert head["kind"] == kind.value
    assert len(head["source"]) >= 8
    assert sum(bool(row["found"]) for row in rows) >= 6
    assert sum(not row["found"] for row in rows) >= 6


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in ELSEWHERE])
def test_a_kind_is_found_where_its_table_says_and_nowhere_else(kind):
    _head, rows = table(kind)

    wrong = [(row["text"], row["found"], got) for row in rows if (got := found(row["text"], kind)) != row["found"]]

    assert not wrong


def test_no_table_is_left_over():
    assert {path.stem for path in TABLES.glob("*.jsonl")} <= {kind.value for kind in Kind}
