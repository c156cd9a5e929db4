"""What stands in the place of personal data: labels, hashes, masks, pseudonyms, tokens. Pure, like all of detection."""

from discovery.detection.anonymising.acts import Anonymised, Replacement, anonymise, anonymise_many
from discovery.detection.anonymising.forms import Form
from discovery.detection.anonymising.policy import Policy, Pseudonyms, Vault, VaultMissing

__all__ = [
    "Anonymised",
    "Form",
    "Policy",
    "Pseudonyms",
    "Replacement",
    "Vault",
    "VaultMissing",
    "anonymise",
    "anonymise_many",
]
