"""What is somebody else's too: whoever approves is told of what loses the person, and of what goes as a whole."""

from dsar.rights.erasure.shared import erased_of
from erasure.runs.models import ErasureRun


def test_what_is_erased_of_others_is_counted_for_whoever_approves():
    run = ErasureRun(
        choices={
            "one": {"ticket|shared|row": "erase", "ticket|check|row": "erase"},
            "two": {"ticket|other_persons_row|text": "redact"},
            "three": {"inbox|shared|0a1b": "erase"},
        }
    )

    counted = [erased_of(run, ref) for ref in ("", "one", "two")]

    assert counted == [2, 1, 0]
