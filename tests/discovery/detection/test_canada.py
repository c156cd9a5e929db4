"""A small run of the Canadian measurement: benchmarks/canada.py has the long one."""

from benchmarks.canada import FALSE_ALARMS, RECALL, false_alarms, recall


def test_canadian_numbers_are_found_in_sentences_and_forms():
    counts = recall(40)

    assert sum(found for found, _ in counts.values()) / sum(asked for _, asked in counts.values()) >= RECALL
    assert all(found / asked >= 0.95 for found, asked in counts.values())


def test_look_alikes_are_left_alone():
    counts = false_alarms(320)

    assert counts["any"] / counts[""] <= FALSE_ALARMS
