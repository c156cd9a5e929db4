"""Keeping a lease while a unit takes long: a thread renews it, so that a dead worker's rows are free again soon."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from dsar.foundation.leases import LeasedRow


def lease() -> dt.timedelta:
    """How long a unit is held without a sign of life (DSAR_SCAN_LEASE_SECONDS)."""
    return dt.timedelta(seconds=int(getattr(settings, "DSAR_SCAN_LEASE_SECONDS", 30)))


@contextmanager
def kept(row: LeasedRow) -> Iterator[None]:
    """Renew the row's lease every third of it while the block runs."""
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(row, stop, lease()), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(row: LeasedRow, stop: threading.Event, length: dt.timedelta) -> None:
    try:
        while not stop.wait(length.total_seconds() / 3):
            if not row.renew(lease=length):
                return
    finally:
        connection.close()
