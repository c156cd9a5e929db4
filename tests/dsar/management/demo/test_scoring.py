"""How the search is measured: a measure that cannot fall would be worth nothing."""

import pytest

from dsar.management.demo.scoring import score
from dsar.management.demo.truth import GroundTruth, NotTheirs, SubjectTruth, Trace

TRACES = [
    Trace("files", {"path": "hr/a.pdf"}, "person", "pdf"),
    Trace("files", {"path": "mail/b.eml", "part": "attachment 2: c.pdf"}, "person", "eml"),
    Trace("files", {"path": "d.zip", "member": "in/e.pdf"}, "person", "zip"),
    Trace("shop", {"schema": None, "table": "lines", "key": {"order": 1, "line": 2}}, "foreign_key", "row"),
]
TRUTH = GroundTruth(
    seed=1,
    subjects=[SubjectTruth("uk", {}, TRACES, [NotTheirs("files", {"path": "x.txt"}, "homonym")])],
    unreadable=[],
    file_count=4,
    row_counts={},
)


def found(decision="confirmed", **locator):
    return {"locator": locator, "decision": decision}


ALL = [
    found(path="hr/a.pdf", page=3),
    found("review", path="mail/b.eml", part="attachment 3: c.pdf", page=1),
    found(path="./d.zip", member="in/e.pdf"),
    found(schema="main", table="Lines", key={"line": "2", "order": 1}),
]


def test_everything_found_at_any_depth_is_full_recall():
    result = score(ALL, TRUTH, "uk")

    assert (result.recall, result.wrong_confirmed, result.confirmed) == (1.0, 0.0, 3)
    assert {name: part.recall for name, part in result.per_format.items()} == {
        "pdf": 1.0, "eml": 1.0, "zip": 1.0, "row": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("left_out", range(4))
def test_each_missed_place_lowers_recall_and_is_named(left_out):
    result = score(ALL[:left_out] + ALL[left_out + 1 :], TRUTH, 0)

    assert result.recall == 0.75
    assert result.missed == [TRACES[left_out]]


@pytest.mark.parametrize(
    "wrong",
    [
        found(path="x.txt"),
        found(path="mail/b.eml", header="To"),
        found(path="mail/b.eml", part="attachment 4: other.pdf"),
        found(path="d.zip", member="in/f.pdf"),
        found(schema=None, table="lines", key={"order": 1, "line": 3}),
    ],
)
def test_a_confirmed_place_of_somebody_else_is_wrong(wrong):
    result = score([*ALL, wrong], TRUTH, 0)

    assert result.wrong_confirmed == 0.25
    assert result.wrong == [wrong["locator"]]


def test_a_place_to_check_is_never_wrong_and_context_finds_nothing():
    result = score([found("review", path="x.txt"), found("context", path="hr/a.pdf")], TRUTH, 0)

    assert (result.recall, result.wrong_confirmed) == (0.0, 0.0)


def test_the_other_file_of_a_container_does_not_stand_for_the_right_one():
    result = score([found(path="d.zip", member="in/other.pdf"), found(path="mail/b.eml", header="To")], TRUTH, 0)

    assert result.recall == 0.0
