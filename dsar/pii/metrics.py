"""Figures of detection over a period and reading by reading, and what of it needs a look."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from discovery.detection import Risk
from discovery.detection.ner import MODEL_VARIABLE, has_own_model
from dsar.foundation import clock
from dsar.pii.forms import RISK_WORDS
from dsar.pii.models import DetectionPolicy, DetectionRun
from dsar.pii.quality import QualityRow, false_share, quality, verdicts_of
from dsar.pii.steering import label_of, newest_own_kinds, policy_now

MILLION = 1_000_000
_FEWEST_CHARACTERS = 20_000  # the first texts of a process load word lists: no figure of speed
_RUNS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Share:
    """A line of a distribution: words, count and part of the whole 0..100."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A reading in the list."""

    run: DetectionRun
    what: str
    a_thousand: float | None
    seconds_a_million: float | None
    grave: int
    is_slow: bool
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period.

    Attributes:
        a_thousand: detections in a thousand characters; None where nothing was read.
        seconds_a_million: processing time of a million characters.
        wrong: share of wrong suggestions among judged ones, 0..1; None where nobody has judged.
        decided: the compliance score: share of the suggestions on which a person has decided, 0..1; None where there
            were none. Nothing that a machine suggests counts before (GDPR Art. 5(2)); 1.0 is the aim.
    """

    runs: int
    items: int
    characters: int
    found: int
    suggested: int
    failed: int
    a_thousand: float | None
    seconds_a_million: float | None
    wrong: float | None
    decided: float | None
    risks: Sequence[Share]
    kinds: Sequence[Share]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that needs a look: tone "bad" or "warn", words, and where to go on."""

    tone: str
    text: str
    url: str = ""
    link: str = ""


def runs_of(days: str = "") -> list[DetectionRun]:
    """The readings of a period, newest first."""
    rows = DetectionRun.objects.all()
    if days:
        rows = rows.filter(started_at__gte=clock.now() - dt.timedelta(days=int(days)))
    return list(rows)


def figures(runs: Sequence[DetectionRun], days: str = "") -> Figures:
    """What the readings of a period add up to."""
    characters, seconds = sum(run.characters for run in runs), sum(run.seconds for run in runs)
    found = sum(run.found for run in runs)
    risks: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for run in runs:
        risks.update(run.risks)
        kinds.update(run.kinds)
    known = newest_own_kinds()
    suggested = sum(run.suggested for run in runs)
    return Figures(
        runs=len(runs),
        items=sum(run.items for run in runs),
        characters=characters,
        found=found,
        suggested=suggested,
        failed=sum(run.failed for run in runs),
        a_thousand=1000 * found / characters if characters else None,
        seconds_a_million=MILLION * seconds / characters if characters else None,
        wrong=false_share(verdicts_of(days=days)),
        decided=min(1.0, verdicts_of(days=days).count() / suggested) if suggested else None,
        risks=_shares([(str(RISK_WORDS[int(risk)]), risks[str(int(risk))]) for risk in sorted(Risk, reverse=True)]),
        kinds=_shares([(label_of(key, known), count) for key, count in kinds.most_common(12)], whole=found),
    )


def run_rows(runs: Sequence[DetectionRun], policy: DetectionPolicy) -> list[RunRow]:
    """Readings as lines of the list."""
    return [_run_row(run, policy) for run in runs]


def alerts(days: str = "30") -> list[Alert]:
    """What needs a look: much of high risk, slow reading, items that could not be read, kinds that are often wrong."""
    policy = policy_now()
    rows = run_rows(runs_of(days)[:_RUNS_LOOKED_AT], policy)
    alarming = [row for row in quality(verdicts_of(days=days)) if row.is_alarming and not row.recogniser]
    return [*_told(rows, policy), *map(_of_quality, alarming), *_of_model()]


def _of_model() -> list[Alert]:
    """A model of the organisation's own that is named and cannot be used."""
    if not os.environ.get(MODEL_VARIABLE) or has_own_model():
        return []
    text = _("DSAR_NER_MODEL names a model that is not there or cannot be loaded; names are found without it.")
    return [Alert("bad", text)]


def _told(rows: Sequence[RunRow], policy: DetectionPolicy) -> list[Alert]:
    page = reverse("dsar:pii-metrics")
    told = []
    if grave := [row for row in rows if row.is_grave]:
        text = _("%(n)d readings found %(limit)d or more grave passages, the most %(most)d in one.")
        counts = {"n": len(grave), "limit": policy.grave_count, "most": max(row.grave for row in grave)}
        told.append(Alert("warn", text % counts, page, _("Which ones")))
    if failed := sum(row.run.failed for row in rows):
        text = _("%(n)d items could not be read for suggestions; they are decided one by one.") % {"n": failed}
        told.append(Alert("bad", text, page, _("Which readings")))
    if slow := [row for row in rows if row.is_slow]:
        text = _("%(n)d readings were slow: more than %(limit)d seconds for a million characters.")
        told.append(Alert("warn", text % {"n": len(slow), "limit": policy.slow_seconds}, page, _("Which ones")))
    return told


def _of_quality(row: QualityRow) -> Alert:
    share = round(100 * (1 - (row.share or 0)))
    text = _("“%(kind)s” is too often wrong: %(share)d %% of %(n)d judged suggestions.")
    counts: dict[str, Any] = {"kind": row.label, "share": share, "n": row.judged}
    return Alert("warn", text % counts, reverse("dsar:pii-threshold", args=[row.key]), _("Look at its threshold"))


def _run_row(run: DetectionRun, policy: DetectionPolicy) -> RunRow:
    speed = MILLION * run.seconds / run.characters if run.characters else None
    grave = int(run.risks.get(str(int(Risk.CRITICAL)), 0))
    return RunRow(
        run=run,
        what=str(run.get_what_display()),
        a_thousand=1000 * run.found / run.characters if run.characters else None,
        seconds_a_million=speed,
        grave=grave,
        is_slow=speed is not None and run.characters >= _FEWEST_CHARACTERS and speed > policy.slow_seconds,
        is_grave=grave >= policy.grave_count,
    )


def _shares(counted: Sequence[tuple[str, int]], whole: int | None = None) -> list[Share]:
    total = whole if whole is not None else sum(count for _label, count in counted)
    return [Share(label, count, round(100 * count / total) if total else 0) for label, count in counted]
