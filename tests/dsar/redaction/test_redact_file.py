"""A passage is gone from every place a reader, a program or a person with a hex editor could look."""

import time

import pytest

from dsar.redaction.engine import redact_file
from dsar.redaction.vocabulary import Ocr, Options
from tests.dsar.redaction import detectors, planted

pytestmark = pytest.mark.slow(21)

FAST = Options(dpi=120, ocr=Ocr.NEEDED, languages=("eng",))
SEEN = {
    "text", "annotation", "form field", "hidden layer", "cropped out", "letter-spaced", "turned text", "hyphenated",
    "form XObject", "drawn as shapes", "scan", "scan with a text layer", "lying text layer",
}  # fmt: skip


@pytest.mark.parametrize("channel", planted.CHANNELS)
def test_a_secret_in_one_more_place_is_gone_and_its_neighbours_stay(channel, tmp_path):
    source = planted.CHANNELS[channel]()

    started = time.perf_counter()
    outcome = redact_file(source, "application/pdf", [planted.SECRET], options=FAST)
    took = time.perf_counter() - started

    print(f"{channel}: {took:.2f} s, {outcome.report.verdict} {outcome.report.reasons} {outcome.report.leaks}")
    assert list(detectors.sightings(outcome.pdf, planted.SECRET)) == []
    assert outcome.report.is_open
    assert outcome.report.words_beside == (1 if channel == "lying text layer" else 0)  # the letters of the lie
    assert "KEEPALPHA" in detectors.poppler_text(outcome.pdf)
    if channel in SEEN:  # what could still be seen is looked at by another renderer and another program
        pixels = detectors.squeezed(detectors.seen(outcome.pdf, tmp_path, dpi=150))
        assert "bramblewick" not in pixels
        assert "ottoline" not in pixels
        assert "keepalpha" in pixels
