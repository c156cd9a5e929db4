"""Figures that leave the house: tables made k-anonymous, and counts and means with noise under a budget."""
