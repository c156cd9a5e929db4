"""The proof pack of a subject: all that shows what was said, in one ZIP that stands by itself (GDPR Art. 7(1))."""

import hashlib
import io
import json
import zipfile
from typing import Any

from consent.ledger_models import Evidence, LedgerEntry, Subject, WordingText
from consent.receipts import facts_of, public_key, receipt_of, sign
from consent.selectors import history_of, state_of
from dsar.foundation import clock

README = """What this is
------------
Every entry that the consent ledger holds about one subject, the wordings that were shown, and what holds today.

history.json        all entries in order, with their evidence
state.json          what holds on the day of this pack, per purpose
receipts/           one signed receipt for each entry
wordings/           each wording as it was shown, in its language, with the picture of the screen where there is one
history.pdf         the same, to read
SHA256SUMS          the digests of all files; SHA256SUMS.sig is its Ed25519 signature in base64
public_key.txt      the key that verifies, base64 (32 bytes)

To verify the pack with openssl 3, in this folder:

    base64 -d SHA256SUMS.sig > sums.sig
    (printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; base64 -d public_key.txt) > key.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in SHA256SUMS -sigfile sums.sig
    sha256sum -c SHA256SUMS

To verify a receipt: take the value of "receipt", write it as JSON with sorted keys, without blanks, in UTF-8, and
verify the Ed25519 signature in "signature" with the key in "public_key". Compare that key with the one that the
organisation publishes.
"""


def proof_files(subject: Subject, *, controller: str, pdf: bytes = b"") -> dict[str, bytes]:
    """The files of the pack by name. `pdf` is the history to read, typeset by the house; left out where empty."""
    entries = list(history_of(subject))
    files = {"README.txt": README.encode(), "public_key.txt": f"{public_key()}\n".encode()}
    files["history.json"] = _pretty(_history(subject, entries))
    files["state.json"] = _pretty(_state(subject))
    for entry in entries:
        files[f"receipts/{entry.seq:08d}.json"] = _pretty(receipt_of(entry, controller=controller))
    for text in WordingText.objects.filter(entries__subject=subject).distinct().select_related("wording__purpose"):
        files |= _wording(text)
    if pdf:
        files["history.pdf"] = pdf
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    return files | {"SHA256SUMS": sums, "SHA256SUMS.sig": f"{sign(sums)}\n".encode()}


def proof_pack(subject: Subject, *, controller: str, pdf: bytes = b"") -> bytes:
    """The pack as a ZIP; same content, same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(proof_files(subject, controller=controller, pdf=pdf).items()):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def evidence_of(entry: LedgerEntry) -> dict[str, Any]:
    """The sealed evidence of an entry; empty where there is none."""
    try:
        return dict(entry.evidence.content)
    except Evidence.DoesNotExist:
        return {}


def _history(subject: Subject, entries: list[LedgerEntry]) -> dict[str, Any]:
    rows = [facts_of(entry) | {"evidence": evidence_of(entry)} for entry in entries]
    return {"subject": str(subject.pk), "known_by": subject.kind, "identifier": subject.identifier, "entries": rows}


def _state(subject: Subject) -> dict[str, Any]:
    now = clock.now()
    folded = state_of(subject, now=now)
    purposes = {
        code: {
            "state": one.state,
            "allowed": one.is_allowed,
            "since": one.since.isoformat() if one.since else None,
            "decided_by": one.seq,
            "by_signal": one.by_signal,
        }
        for code, one in folded.standings.items()
    }
    return {"as_of": now.isoformat(), "signal": folded.signal, "purposes": purposes}


def _wording(text: WordingText) -> dict[str, bytes]:
    name = f"wordings/{text.wording.purpose.code}-{text.wording.number}-{text.language}"
    files = {f"{name}.txt": f"{text.title}\n\n{text.text}\n\n{text.screen}\n".encode()}
    if text.picture:
        files[f"{name}.{'png' if text.picture_type == 'image/png' else 'jpg'}"] = bytes(text.picture)
    return files


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
