"""Pages that read a text and keep nothing of it: scan and compliance report. The answer is the page itself."""

import time
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from discovery.detection import facts
from discovery.detection.framework_rules import Framework
from discovery.detection.frameworks import FrameworkReport, report
from discovery.documents import Detection, Kind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation import clock
from dsar.pii import marked_text
from dsar.pii.counting import count_tried
from dsar.pii.forms import CATEGORY_WORDS
from dsar.pii.steering import key_of, label_of, newest_own_kinds
from dsar.pii.text_forms import ReportForm, ScanForm, TextForm
from dsar.pii.texts import Reading, engine_name, read
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@role_page(Act.USE_PII_TOOLS)
def scan_text(request: StaffRequest) -> HttpResponse:
    """What the engine finds in a pasted text, marked, with certainty, risk and reason."""
    form = ScanForm(request.POST or None)
    context: dict[str, Any] = {"nav": "setup", "form": form}
    if form.is_valid():
        text = form.cleaned_data["text"]
        reading, milliseconds = read_timed(form)
        own = newest_own_kinds()

        def name_of(one: Detection) -> str:
            return label_of(key_of(one), own)

        context |= {
            "is_done": True,
            "pieces": marked_text.pieces(text, reading.detections, name_of),
            "lines": marked_text.lines(text, reading.detections, name_of),
            "risk": reading.risk,
            "kinds": _by_category(reading),
            "milliseconds": milliseconds,
            "engine": engine_name(),
        }
    return render(request, "pii/scan_text.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.USE_PII_TOOLS)
def compliance_report(request: StaffRequest) -> HttpResponse:
    """What the personal data in a text oblige to; holds counts and articles, no value, and can be printed."""
    form = ReportForm(request.POST or None)
    context: dict[str, Any] = {"nav": "setup", "form": form}
    if form.is_valid():
        reading, _milliseconds = read_timed(form)
        frameworks = [Framework(name) for name in form.cleaned_data["frameworks"]]
        made = report(reading.detections, frameworks, form.circumstances())
        context |= {
            "report": made,
            "counts": [(kind_label(kind.value), count) for kind, count in made.counts],
            "total": len(reading.detections),
            "categories": [CATEGORY_WORDS[one.value] for one in made.categories],
            "frameworks": [_told(one) for one in made.frameworks],
            "today": clock.today("UTC"),
            "engine": engine_name(),
        }
    return render(request, "pii/compliance_report.html", context, status=422 if form.errors else 200)


def read_timed(form: TextForm) -> tuple[Reading, float]:
    """The reading of a valid form's text and the milliseconds it took; counted, not kept."""
    text = form.cleaned_data["text"]
    engine_name()  # own kinds and thresholds are looked up outside the time
    begun = time.perf_counter()
    reading = read(text, form.asked())
    seconds = time.perf_counter() - begun
    count_tried(text, reading, seconds)
    return reading, round(seconds * 1000, 1)


def kind_label(kind: str) -> str:
    """The words for a kind."""
    return facts(Kind(kind)).label


def _by_category(reading: Reading) -> list[tuple[Any, int]]:
    """How many of each category, the most first."""
    counts: dict[str, int] = {}
    for one in reading.detections:
        category = facts(one.kind).category.value
        counts[category] = counts.get(category, 0) + 1
    return [(CATEGORY_WORDS[name], count) for name, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def _told(one: FrameworkReport) -> dict[str, Any]:
    """A framework with the labels of kinds in words."""
    duties = [
        {"article": line.article, "words": line.words, "status": line.status.value, "kinds": _kinds(line.kinds)}
        for line in one.lines
    ]
    return {"report": one, "duties": duties}


def _kinds(kinds: Sequence[Kind]) -> str:
    """At most four kinds by name."""
    labels = [facts(kind).label for kind in kinds]
    return ", ".join(labels[:4]) + (f" +{len(labels) - 4}" if len(labels) > 4 else "")
