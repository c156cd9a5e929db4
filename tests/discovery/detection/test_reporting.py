"""The structured result for a document: instances, what is recommended for each, and what the document asks for."""

import pytest

from discovery.detection import Options, detect
from discovery.detection.reporting import NOT_LOOKED_FOR, boxes_of, document_report
from discovery.documents import Box, Locator, TextBlock, Word

LETTER = (
    "Ms Ana Lindqvist, born 4 March 1984, pays with card 4111 1111 1111 1111. Ms Ana Lindqvist was diagnosed with asthma. "
    "Password: hunter2Secret!"
)


def report(*texts):
    blocks = [TextBlock(text, Locator({"page": page})) for page, text in enumerate(texts)]
    return document_report(blocks, [detect(text, options=Options(names="rules")) for text in texts], engine="e 1")


def test_every_instance_has_a_place_a_redaction_and_a_pseudonym():
    told = report("Nothing here.", LETTER)

    by_value = {one["value"]: one for one in told["instances"]}
    card, born = by_value["4111 1111 1111 1111"], by_value["4 March 1984"]
    assert (card["recommended_redaction"], card["severity"], card["place"]["page"]) == ("partial", "critical", 1)
    assert (born["recommended_redaction"], born["article"]) == ("generalise", "Art. 4(1)")
    assert LETTER[card["place"]["start"] : card["place"]["end"]] == card["value"]
    assert card["value"] not in card["context"]
    assert [one["id"] for one in told["instances"]] == list(range(1, len(told["instances"]) + 1))


def test_the_same_value_has_the_same_pseudonym():
    named = [one["pseudonym"] for one in report(LETTER)["instances"] if one["value"] == "Ana Lindqvist"]

    assert named == ["PERSON_1"] * 2


def test_the_map_puts_every_instance_into_one_way_of_redacting():
    told = report(LETTER)

    ways = told["redaction_map"]
    numbered = sorted([*ways["full"], *(one["id"] for way in ("partial", "generalised") for one in ways[way])])
    assert numbered == [one["id"] for one in told["instances"]]
    assert [one["shown"] for one in ways["partial"]] == ["…1111"]
    assert [one["shown"] for one in ways["generalised"]] == ["1984"]


def test_health_and_a_password_raise_what_must_be_done():
    told = report(LETTER)

    assert told["summary"]["risk_level"] == "critical"
    assert told["compliance"]["special_category"] is told["compliance"]["dpia_recommended"] is True
    assert told["recommended_actions"][0]["action"].startswith("Change the passwords")
    assert [one["priority"] for one in told["recommended_actions"]] == list(
        range(1, len(told["recommended_actions"]) + 1)
    )
    flagged = next(one for one in told["instances"] if one["value"] == "asthma")
    assert {"special_category", "second_look"} <= set(flagged["flags"])


def test_a_document_without_personal_data_asks_for_nothing():
    told = report("The meeting is moved to the large room.")

    assert told["instances"] == told["recommended_actions"] == told["categories"] == []
    assert told["summary"]["recommended_action"] == "nothing_to_redact"
    assert told["not_looked_for"] == list(NOT_LOOKED_FOR)


@pytest.mark.parametrize(("end", "lines"), [(9, 1), (14, 2)])
def test_a_stretch_over_two_lines_has_a_box_on_each(end, lines):
    words = (
        Word(0, 3, Box(0, 10, 10, 30, 20)), Word(4, 9, Box(0, 32, 11, 60, 21)), Word(10, 14, Box(0, 10, 30, 40, 40)),
    )  # fmt: skip
    block = TextBlock("Ana Maria Beck", Locator({"page": 0}), words)

    found = boxes_of(block, 0, end)

    assert len(found) == lines
    assert found[0] == {"page": 0, "x0": 10, "y0": 10, "x1": 60, "y1": 21}
