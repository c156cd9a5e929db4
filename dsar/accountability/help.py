"""The help: stages and clock words, the glossary, and the table of transitions as the product really has it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dsar.access.rules import ROLE_ACTS, ROLE_LABELS, Act
from dsar.accountability.lifecycle_drawing import drawing, endings
from dsar.cases.lifecycle import ERASED, NEW, NOBODY, RULES, Gate, Move, RightPath, gate_rule, path_of, paths
from dsar.cases.move_acts import MOVE_WORDS
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.web.requests import StaffRequest, staff_page

STAGES: dict[Stage, Any] = {
    Stage.TRIAGE: _("The request was logged. Is it one, what does it ask, do we know the person?"),
    Stage.IDENTITY: _("Proof of who asks, and of the right to ask for somebody else."),
    Stage.SEARCH: _("Systems and files are searched; each is done, has nothing, or is left out with a reason."),
    Stage.REVIEW: _("People decide what is about the person, what goes out and what is redacted."),
    Stage.SIGN_OFF: _("The package is complete. Somebody other than its author approves it."),
    Stage.READY: _("Approved as it stands; a change sends it back to review."),
    Stage.SENT: _("The answer was provided, which stops the clock. Delivery still has to be proved."),
    Stage.CLOSED: _("Nothing is left to do. The case is erased when its retention ends."),
}
CLOCK_WORDS: tuple[tuple[Any, Any], ...] = (
    (_("Statutory date"), _("The last day that the law allows, until midnight where the controller is.")),
    (_("Our target"), _("Thirty days from receipt, and never later than the statutory date.")),
    (_("Overdue"), _("Past the statutory date and not answered. Only this is called a breach.")),
    (_("Past our target"), _("Past our thirty days and still within the statute.")),
    (_("Paused"), _("Something lawful was asked for and is not answered; those days are not counted. Work goes on.")),
    (_("Not started"), _("Under UK rules the period begins with the proof of identity, of authority or the fee.")),
    (_("Extended"), _("Once, by two more months, with reasons told within the first period.")),
)
GLOSSARY: tuple[tuple[Any, Any], ...] = (
    (_("Data subject"), _("The person whose data is asked for.")),
    (_("Requester"), _("Whoever asks: the data subject or a representative.")),
    (_("Controller"), _("The organisation that decides why and how the data is used, and has to answer.")),
    (_("Exemption"), _("A rule by which something need not be given; proposed by one person, decided by another.")),
    (_("Redact"), _("To take out of a page what must not be shown, so that it cannot be recovered.")),
    (_("Withhold"), _("Not to give an item at all, on the ground of an exemption.")),
    (_("Recipient"), _("Somebody to whom personal data is disclosed (Article 15(1)(c)).")),
    (_("Search detail"), _("What the person told us that helps to find their data.")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of transitions in words."""

    move: Any
    sources: list[str]
    target: str
    who: list[str]
    gates: list[Gate]
    basis: str


def lines(way: RightPath) -> list[Line]:
    """The transition table of a right as it is enforced, with labels instead of codes."""
    return [
        Line(
            move=move_words(way, row.move),
            sources=[stage_words(way, source) for source in row.sources],
            target=stage_words(way, row.target),
            who=_who(row.act),
            gates=[gate_rule(gate) for gate in row.gates],
            basis=row.basis,
        )
        for row in way.rows
    ]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A gate with the acts that it is a condition of, and where it is enforced."""

    gate: Gate
    acts: list[Any]
    places: tuple[str, ...]


def rules() -> list[RuleLine]:
    """Every gate of every way, those of moves and those of acts; gates of one right come after the common ones."""
    found = []
    own = {gate.id: gate for way in paths() for gate in way.gates}
    for gate in (*RULES.values(), *own.values()):
        moves = [str(move_words(way, row.move)) for way in paths() for row in way.rows if gate.id in row.gates]
        acts = [*dict.fromkeys(moves), *([gate.act] if gate.act else [])]
        places = gate.places or ("dsar.cases.services.move_case",)
        found.append(RuleLine(gate, acts, places))
    return found


def stage_words(way: RightPath, stage: str) -> str:
    """What a stage is called on this way, and the two ends of the table."""
    ends = {NEW: _("A new request"), ERASED: _("Erased")}
    return str(ends[stage]) if stage in ends else str(way.stages.get(stage, Stage(stage).label))


def move_words(way: RightPath, move: Move) -> object:
    """What a move is called on this way."""
    return way.words.get(move, MOVE_WORDS[move])


def _who(act: str) -> list[str]:
    if act == NOBODY:
        return [str(_("Nobody by hand: the end of retention"))]
    return [label for role, label in ROLE_LABELS.items() if Act(act) in ROLE_ACTS[role]]


@require_GET
@staff_page
def help_page(request: StaffRequest) -> HttpResponse:
    """Short help on one page; `way` says of which right the whole way is drawn, access where it says nothing."""
    way = path_of(request.GET.get("way", ""))
    stages = [(stage.label, words) for stage, words in STAGES.items()]
    context: dict[str, Any] = {"stages": stages, "clock_words": CLOCK_WORDS, "glossary": GLOSSARY, "lines": lines(way)}
    context |= {"rules": rules(), "drawing": drawing(way), "endings": [move_words(way, move) for move in endings(way)]}
    context |= {"way": way.right, "ways": [(one.right, RightAsked(one.right).label) for one in paths()]}
    return render(request, "help/help.html", context)


@require_GET
@staff_page
def components(request: StaffRequest) -> HttpResponse:
    """Every component of the pages with invented values."""
    return render(request, "help/components.html")
