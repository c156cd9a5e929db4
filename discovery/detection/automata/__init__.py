"""Automata of our own for many patterns at once, which are quicker than RE2's where they are compiled."""
