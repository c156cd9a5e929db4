"""Names of fields that no table may have, sealed or not: what is needed for a moment and must be gone after it.

Security codes of cards, their PINs and track data may not be kept after a payment was authorised (PCI DSS requirement
3.3.1); passwords are kept as salted hashes by the sign-in alone, and a biometric template has no purpose here (GDPR
Art. 9). A test of the house looks at every column of every table.
"""

NEVER_STORED = frozenset(
    {
        "cvv", "cvv2", "cvc", "cvc2", "cid", "card_security_code", "security_code", "card_pin", "pin", "pin_block",
        "track_data", "track1", "track2", "magnetic_stripe", "plain_password", "password_plain", "clear_password",
        "fingerprint_template", "face_template", "face_embedding", "voice_print", "iris_scan",
    }
)  # fmt: skip
