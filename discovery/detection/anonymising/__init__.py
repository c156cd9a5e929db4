"""What stands in the place of personal data: labels, hashes, masks, pseudonyms, tokens. Pure, like all of detection."""

from discovery.detection.anonymising.acts import Anonymised, Replacement, anonymise, anonymise_many, anonymise_stream
from discovery.detection.anonymising.forms import Form
from discovery.detection.anonymising.policy import Numbering, Policy, Pseudonyms, Vault, VaultMissing

__all__ = [
    "Anonymised",
    "Form",
    "Numbering",
    "Policy",
    "Pseudonyms",
    "Replacement",
    "Vault",
    "VaultMissing",
    "anonymise",
    "anonymise_many",
    "anonymise_stream",
]
