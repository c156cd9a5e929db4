"""The limits of a private link, and whether an archive is the approved one. Plain Python, no Django."""

import datetime as dt
import hashlib
import io
import json
import zipfile

CODE_DIGITS = 8
MAX_TRIES = 5  # a code; a new one is given by a person only
MAX_DOWNLOADS = 5  # a link
CODES_A_DAY = 3
LINK_LASTS = dt.timedelta(days=30)
PASS_LASTS = dt.timedelta(minutes=30)  # after the right code
TOKEN_BYTES = 24  # 192 bits: nobody guesses a link

MANIFEST = "manifest.json"


def clean_code(given: str) -> str:
    """The code as typed, without the blanks and dashes that people write between groups."""
    return "".join(letter for letter in given if not letter.isspace() and letter not in "-–.")


def in_groups(code: str) -> str:
    """The code in two groups, easier to say and to write down."""
    return f"{code[:4]} {code[4:]}"


def is_as_approved(archive: bytes, digest: str) -> bool:
    """Whether the ZIP holds the manifest with that SHA-256 and exactly the files that it names, each unchanged."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            manifest = opened.read(MANIFEST)
            if hashlib.sha256(manifest).hexdigest() != digest:
                return False
            named = {str(entry["name"]): str(entry["sha256"]) for entry in json.loads(manifest)["files"]}
            if sorted([*named, MANIFEST]) != sorted(opened.namelist()):
                return False
            return all(hashlib.sha256(opened.read(name)).hexdigest() == sha256 for name, sha256 in named.items())
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError):
        return False
