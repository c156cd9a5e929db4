"""The mark on a case that was loaded under emergency access: permissions read it, nothing else can set it."""

from typing import TYPE_CHECKING

from dsar.cases.models import Case

if TYPE_CHECKING:
    from dsar.cases.break_glass_models import BreakGlass

_MARK = "_opened_glass"


def marked(case: Case, glass: "BreakGlass") -> Case:
    """The case, marked as loaded through this opening."""
    case.__dict__[_MARK] = glass
    return case


def glass_of(case: Case) -> "BreakGlass | None":
    """The opening through which this case was loaded, if it was."""
    found: BreakGlass | None = case.__dict__.get(_MARK)
    return found
