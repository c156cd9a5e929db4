"""Asking the owners of systems and processors for their part of a search."""
