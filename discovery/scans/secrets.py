"""The value of a source's secret by its name: DSAR_SECRET_<NAME>, or the file named by DSAR_SECRET_<NAME>_FILE."""

from __future__ import annotations

import os
import re
from pathlib import Path


class SecretMissing(Exception):
    """There is no secret of that name where the worker runs."""


def read_secret(name: str) -> str | None:
    """The secret; None where the source needs none.

    Raises:
        SecretMissing: neither the variable nor the file is there.
    """
    if not name:
        return None
    variable = "DSAR_SECRET_" + re.sub(r"\W", "_", name).upper()
    if file_name := os.environ.get(f"{variable}_FILE"):
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SecretMissing(name) from error
    value = os.environ.get(variable)
    if value is None:
        raise SecretMissing(name)
    return value
