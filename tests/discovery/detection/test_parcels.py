"""Detections that are packed for another process are refused where they are none, or are not whole."""

import marshal

import pytest

from discovery.documents import Detection, Kind

packing = pytest.importorskip("discovery.detection.parcels", reason="detection is not compiled here")


def test_parts_that_do_not_belong_together_are_refused():
    counts, numbers, rests = marshal.loads(marshal.dumps(packing.packed([[Detection(1, 2, Kind.URL, 0.5, "")]])))
    kinds = {kind.value: kind for kind in Kind}

    with pytest.raises(ValueError, match="belong together"):
        packing.unpacked([2], numbers, rests, kinds, Detection)
    with pytest.raises(ValueError, match="belong together"):
        packing.unpacked(counts, numbers, [], kinds, Detection)
    with pytest.raises(TypeError):
        packing.packed([[(1, 2)]])
