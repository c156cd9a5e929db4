"""The lifecycle of a case, pure: stages are joined by the rows of one table for each right, each with its gates."""

from dsar.cases.lifecycle.gates import GATES, RULES, Gate
from dsar.cases.lifecycle.judging import NO_ROW, NOT_PERMITTED, Verdict, judge
from dsar.cases.lifecycle.paths import (
    RightPath,
    gate_rule,
    gates_of,
    moves_from,
    path_of,
    paths,
    register_path,
    transition,
)
from dsar.cases.lifecycle.table import (
    ERASED,
    NEW,
    NOBODY,
    OPEN,
    TABLE,
    Move,
    Transition,
)

__all__ = [
    "ERASED",
    "GATES",
    "NEW",
    "NOBODY",
    "NOT_PERMITTED",
    "NO_ROW",
    "OPEN",
    "RULES",
    "TABLE",
    "Gate",
    "Move",
    "RightPath",
    "Transition",
    "Verdict",
    "gate_rule",
    "gates_of",
    "judge",
    "moves_from",
    "path_of",
    "paths",
    "register_path",
    "transition",
]
