"""Reading an objection."""

from consent.selectors import states_for
from consent.vocabulary import State
from dsar.cases.models import Case
from dsar.rights.objection.models import Objection
from dsar.rights.withdrawal.ledger_services import PurposeLine, identifiers_of, purpose_lines

# Purposes of the ledger that are direct marketing, or profiling and sharing for it.
MARKETING_KINDS = ("marketing", "third_party")


def objection_of(case: Case) -> Objection | None:
    """The objection of a case."""
    return Objection.objects.filter(case=case).select_related("case__controller").first()


def consents_since_stop(case: Case) -> list[PurposeLine]:
    """Purposes of marketing to which the person said yes after it was stopped."""
    row = objection_of(case)
    if row is None or row.stopped_at is None:
        return []
    stopped, found = row.stopped_at, states_for(identifiers_of(case))
    said_yes = {
        code
        for folded in found
        for code, standing in folded.standings.items()
        if standing.state in (State.GRANTED, State.NOT_OPTED_OUT) and standing.since and standing.since > stopped
    }
    return [line for line in purpose_lines(case, kinds=MARKETING_KINDS) if line.purpose.code in said_yes]


def still_stopped(case: Case) -> list[PurposeLine]:
    """Purposes that the stop ended and the person has not said yes to since: while there is one the marks stay.

    A mark says no to direct marketing of every kind (Art. 21(3)). Where the stop wrote nothing into the ledger it ended
    every purpose of marketing.
    """
    lines = purpose_lines(case, kinds=MARKETING_KINDS)
    ended = [line for line in lines if line.is_ended] or lines
    anew = {line.purpose.code for line in consents_since_stop(case)}
    return [line for line in ended if line.purpose.code not in anew]
