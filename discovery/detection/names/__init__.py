"""Names of people, organisations and places by a small network of our own: fast, and without a language model."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from discovery.documents import Detection


def find_names_in(texts: Iterable[str]) -> Iterator[list[Detection]]:
    """The names in each text, sorted by place, with offsets into that text.

    numpy, the lists and the weights are loaded at the first call, once a process.
    """
    if "numpy" not in sys.modules:
        # Its products here are small: threads would only wait for each other. Texts are read side by side by processes.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if "numpy" not in sys.modules:
        # Its products here are small: threads would only wait for each other. Texts are read side by side by processes.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from discovery.detection.names import finding

    return finding.find_names_in(texts)
