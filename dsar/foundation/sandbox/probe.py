"""A child module that looks round from inside the sandbox and says what it could reach."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from typing import Any, BinaryIO


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: object) -> dict[str, Any]:
    """Network interfaces besides the loopback, the uid, and the sizes of the inputs."""
    return {
        "interfaces": [name for _, name in socket.if_nameindex() if name != "lo"],
        "uid": os.getuid(),
        "sizes": {name: len(stream.read()) for name, stream in files.items()},
        "echo": payload,
    }
