"""Breaches of the tests: reported, aware, decided."""

import datetime as dt

from dsar.accountability.breaches import factors
from dsar.accountability.breaches.decision_services import Judgement, Weighed, decide_risk
from dsar.accountability.breaches.factors import Weight
from dsar.accountability.breaches.rules import Risk
from dsar.accountability.breaches.services import Report, become_aware, report_breach
from dsar.foundation import clock

REASONS = "Addresses of customers went to one wrong recipient, who has not answered yet."


def reported(world, *, by=None, hours_ago=5, **more):
    """A suspected breach, found some hours ago."""
    found = clock.now() - dt.timedelta(hours=hours_ago)
    given = {"title": "List sent to the wrong partner", "what_happened": "A list of customers went out by mail."}
    report = Report(controller=world.controller, found_at=found, **{**given, **more})
    return report_breach(report=report, actor=by or world.handler)


def open_breach(world, *, hours_ago=5, **more):
    """A breach of which the controller has been aware for some hours."""
    breach = reported(world, hours_ago=hours_ago, **more)
    aware_at = clock.now() - dt.timedelta(hours=hours_ago)
    return become_aware(
        breach=breach, aware_at=aware_at, by="Hanna Dler", why="The recipient confirmed that it came.", actor=world.dpo
    )


def judgement(risk, *, reasons=REASONS, **more):
    """A decision with every core factor weighed."""
    weighed = tuple(Weighed(code, Weight.NEUTRAL) for code in factors.CORE)
    return Judgement(Risk(risk), weighed, reasons, **more)


def decided(world, risk="likely", **more):
    """A breach with a decision of the DPO."""
    breach = open_breach(world, **more)
    decide_risk(breach=breach, judgement=judgement(risk), actor=world.dpo)
    return breach
