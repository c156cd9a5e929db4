"""Assessments for tests: contents that lack nothing, and rows that stand at a given step."""

import datetime as dt

from dsar.accountability.dpia import decision_services, services
from dsar.accountability.dpia.content import Checked, Content, Measure, Risk, Views
from dsar.accountability.dpia.models import Dpia
from dsar.accountability.dpia.storing import fingerprint_of
from dsar.accountability.dpia.vocabulary import DESCRIPTION, NECESSITY

LATER = dt.timedelta(days=365)
TODAY = dt.date(2026, 3, 2)


def a_risk(name="R1", likelihood=3, severity=3, **more):
    texts = {"source": "Attackers", "threat": "Guessed passwords", "consequence": "Money lost"} | more
    return Risk(name, f"Risk {name}", "access", likelihood=likelihood, severity=severity, **texts)


def a_measure(name="M1", risks=("R1",), likelihood=2, severity=0, **more):
    values = {"owner": "IT", "due_on": dt.date(2030, 1, 31), "state": "planned"} | more
    return Measure(name, f"Measure {name}", "Second factor", risks=risks, lowers_likelihood=likelihood, lowers_severity=severity, **values)  # fmt: skip


def whole(risks=None, measures=None, **changes):
    """A content that lacks nothing; its residual risk is low unless told otherwise."""
    values = {
        "description": dict.fromkeys(DESCRIPTION, "As it is."),
        "necessity": {name: Checked("met", "Because.") for name in NECESSITY},
        "views": Views("no", "", "Nobody is affected yet."),
        "risks": tuple(risks if risks is not None else [a_risk()]),
        "measures": tuple(measures if measures is not None else [a_measure()]),
    }
    return Content(**values | changes)


def begun(world, content=None, title="Cameras", **more):
    """An assessment in work, begun by the handler."""
    new = services.NewDpia(world.controller, title, content or whole(), **more)
    return services.begin(new=new, actor=world.handler)


def submitted(world, content=None):
    """An assessment with advice that was followed, put forward by the handler."""
    dpia = begun(world, content)
    decision_services.advise(dpia=dpia, text="Go on, with the mask.", actor=world.dpo)
    decision_services.answer_advice(dpia=dpia, followed="yes", reasons="", actor=world.handler)
    return decision_services.submit(dpia=dpia, actor=world.handler)


def approved(world, content=None, review_in=LATER):
    """An approved assessment."""
    from dsar.foundation import clock

    review_on = clock.today(world.controller.time_zone) + review_in
    dpia = submitted(world, content)
    return approve(dpia, world.approver, review_on)


def approve(dpia, actor, review_on=None, words=""):
    """The approval of what stands there now."""
    read = fingerprint_of(Dpia.objects.get(pk=dpia.pk))
    return decision_services.approve(dpia=dpia, words=words, review_on=review_on, read=read, actor=actor)
