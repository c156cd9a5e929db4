"""Who may do what, as a table: for the help, and for docs/roles.md, which `manage.py roles_page` writes."""

from collections import defaultdict
from dataclasses import dataclass

from dsar.access.acts import ACT_WORDS, DOOR_WORDS, Door, is_on_a_case, opener
from dsar.access.rules import ROLE_ACTS, ROLE_LABELS, Act
from dsar.audit import catalogue

INTRODUCTION = """# Who may do what

Printed from `dsar/access/rules.py` and `dsar/access/acts.py` by `manage.py roles_page`.
The same table stands in the product under Help.
A role opens a kind of act.
“own cases” means: only on cases that were granted to the person or to a team of theirs, or while they stand in for
an absent handler.
Every other case does not exist for them (404).
Administrators and auditors see reference, stage, dates and handler of cases, no names and no content.
Being a superuser adds nothing.

"""
RULES = """
## Beyond the table

- Four eyes: nobody decides on their own exemption proposal, and nobody approves the package that they built.
  The small-team setting of a controller relaxes this with a recorded reason.
- Whoever must not know of a case (conflict of interest) has no access to it: by no grant, team, cover or emergency.
- Handlers extend a deadline where the controller allows it; else those who approve do.
- Legal advice is walled off: handlers and approvers see that it was asked and given, and when.
  DPOs read it unless `DSAR_DPO_READS_ADVICE` is off.
  It is in no package, export or timeline.
- Emergency access opens one case for four hours to be read, with a reason.
  All Data Protection Officers are told at once, every page seen is recorded, and the case turns up in no list.
- Impact assessments: the DPO advises and does not approve; nobody approves a version that they wrote at, or advised on.
- Auditors order a regulator pack too; theirs has no names.
- A token of the API opens what its person may open.
"""


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A row of the table: a kind of act, who may do it, and what is recorded of it."""

    act: str
    words: str
    cells: list[tuple[str, str]]
    records: list[str]


def role_lines() -> list[RoleLine]:
    """The matrix; a cell is the label of the role and "own cases", "yes" or nothing."""
    told = _sentences()
    return [
        RoleLine(
            act=act.value,
            words=ACT_WORDS[act],
            cells=[
                (label, ("own cases" if is_on_a_case(act) else "yes") if act in ROLE_ACTS[role] else "")
                for role, label in ROLE_LABELS.items()
            ],
            records=told[act],
        )
        for act in Act
    ]


def door_lines() -> list[tuple[str, list[str]]]:
    """What is recorded of people without a role, and of the product itself."""
    told = _sentences()
    return [(DOOR_WORDS[door], told[door]) for door in Door]


def _sentences() -> dict[Act | Door, list[str]]:
    """The codes of recorded acts by what opens them."""
    found: dict[Act | Door, list[str]] = defaultdict(list)
    for code in sorted(catalogue.declared()):
        if (by := opener(code)) is not None:
            found[by].append(code)
    return found


def as_markdown() -> str:
    """The page docs/roles.md."""
    head = ["act", "in words", *ROLE_LABELS.values()]
    rows = [[f"`{line.act}`", line.words, *(cell for _label, cell in line.cells)] for line in role_lines()]
    table = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
    return f"{INTRODUCTION}{table}\n{RULES}"
