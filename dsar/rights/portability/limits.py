"""The limits of packages and of links to other controllers. Plain Python."""

import datetime as dt
from typing import Final

MAX_BYTES: Final = 256 * 1024 * 1024  # of a package; the verifier reads it back in memory
MAX_RECEIPT_BYTES: Final = 4096  # of an answer to an upload that is kept

CODE_DIGITS: Final = 8
TOKEN_BYTES: Final = 24  # 192 bits: nobody guesses a link
MAX_TRIES: Final = 5
MAX_DOWNLOADS: Final = 3
LINK_LASTS: Final = dt.timedelta(days=14)

UPLOAD_TIMEOUT_SECONDS: Final = 30
UPLOAD_LEASE: Final = dt.timedelta(minutes=15)
FIRST_WAIT: Final = dt.timedelta(minutes=1)  # then 4, 16 and 64 minutes
BUILD_LEASE: Final = dt.timedelta(minutes=10)

# Findings older than this are looked at again with a reason, or the search is done anew.
FRESH_FOR: Final = dt.timedelta(days=90)
