"""Personal data breaches: the register, the 72 hours, the scan of what was lost, notices, proof (GDPR Art. 33, 34)."""
