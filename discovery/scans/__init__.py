"""Scans: every source of a plan read in the background by leased rows, or at once without a database (`oneshot`)."""
