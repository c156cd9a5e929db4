"""A security key in software (WebAuthn level 2, attestation "none"): what a browser and a key would answer."""

import base64
import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, NEW_KEY = 0x01, 0x04, 0x40


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftwareKey:
    """One key with one credential for one site."""

    def __init__(self, host="testserver", origin="https://testserver"):
        self.host, self.origin = host, origin
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.credential = secrets.token_bytes(32)
        self.uses = 0

    def create(self, request):
        """The answer to a request for a new credential."""
        numbers = self.secret.public_key().public_numbers()
        public = cbor.encode({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        about = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + public
        attested = {"fmt": "none", "attStmt": {}, "authData": self._head(PRESENT | VERIFIED | NEW_KEY) + about}
        return self._answer(
            {
                "clientDataJSON": text(self._client("webauthn.create", request)),
                "attestationObject": text(cbor.encode(attested)),
            }
        )

    def get(self, request):
        """The answer to a request to prove itself."""
        self.uses += 1
        client, head = self._client("webauthn.get", request), self._head(PRESENT | VERIFIED)
        signed = self.secret.sign(head + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(head), "signature": text(signed)}
        )

    def _client(self, kind, request):
        challenge = json.loads(request)["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _head(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.uses)

    def _answer(self, response):
        name = text(self.credential)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
        )
