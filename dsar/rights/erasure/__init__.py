"""Erasure in the house (GDPR Art. 17): targets under Set-up, the decision and the act on the page of a case."""
