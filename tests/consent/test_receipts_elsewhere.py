"""Receipts and proof packs are verified by programs that are not ours, with nothing but the pack and its README."""

import base64
import hashlib
import json
import subprocess

from consent.proof import proof_files
from tests.consent.ledger import a_purpose, a_wording, say

# RFC 8410: what stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo.
_SPKI = bytes.fromhex("302a300506032b6570032100")


def openssl_says(folder, key: str, content: bytes, signature: str) -> bool:
    """Whether openssl finds the signature good."""
    (folder / "key.der").write_bytes(_SPKI + base64.b64decode(key))
    (folder / "content").write_bytes(content)
    (folder / "signature").write_bytes(base64.b64decode(signature))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key.der", "-rawin",
               "-in", folder / "content", "-sigfile", folder / "signature"]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _a_yes():
    newsletter = a_purpose()
    return say(newsletter, wording=a_wording(newsletter))


def test_openssl_verifies_a_receipt_and_refuses_a_changed_one(db, tmp_path):
    entry = _a_yes()
    files = proof_files(entry.subject, controller="Northwind Ltd")
    receipt = json.loads(files[f"receipts/{entry.seq:08d}.json"])

    def as_the_readme_says(body):
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    good = as_the_readme_says(receipt["receipt"])
    changed = as_the_readme_says(receipt["receipt"] | {"act": "denied"})

    assert openssl_says(tmp_path, files["public_key.txt"].decode(), good, receipt["signature"])
    assert not openssl_says(tmp_path, files["public_key.txt"].decode(), changed, receipt["signature"])


def test_every_file_of_a_pack_is_in_the_signed_list(db, tmp_path):
    entry = _a_yes()
    files = proof_files(entry.subject, controller="Northwind Ltd")
    listed = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())

    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if not name.startswith("SHA256SUMS")
    }
    assert openssl_says(
        tmp_path, files["public_key.txt"].decode(), files["SHA256SUMS"], files["SHA256SUMS.sig"].decode()
    )


def test_the_commands_of_the_readme_verify_the_pack(db, tmp_path):
    entry = _a_yes()
    for name, content in proof_files(entry.subject, controller="Northwind Ltd").items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)
    lines = (tmp_path / "README.txt").read_text().splitlines()
    commands = "\n".join(line for line in lines if line.startswith("    "))

    told = subprocess.run(["sh", "-ec", commands], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (told.returncode, "Verified Successfully" in told.stdout) == (0, True)
