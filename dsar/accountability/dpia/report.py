"""A version as a report: for the page that shows the whole, for PDF, and as JSON for other programs."""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from dsar.accountability.dpia.comparison import REGISTER_LABELS, register_words
from dsar.accountability.dpia.completeness import parts
from dsar.accountability.dpia.content import Content
from dsar.accountability.dpia.frame import badges, risk_context
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.paper_words import Tell, as_said, lines_in, tell_in
from dsar.accountability.dpia.questions import ALL, OUTCOME_WORDS, REPLY_WORDS
from dsar.accountability.dpia.rules import level_of, read, standings
from dsar.accountability.dpia.storing import advice_of, clock_of, content_of, digest_of, fingerprint_of
from dsar.accountability.dpia.vocabulary import (
    ANSWER_WORDS,
    CHECK_WORDS,
    DESCRIPTION,
    FOLLOWED_WORDS,
    MEASURE_TONES,
    MEASURE_WORDS,
    NECESSITY,
    PART_WORDS,
    STATE_WORDS,
)
from dsar.rights.consent.typesetting import typeset


def whole_context(dpia: Dpia, tell: Tell = as_said) -> dict[str, Any]:
    """Everything that a version says, arranged in its parts; words of the product by `tell`."""
    content = content_of(dpia)
    consultation = dpia.record.get("consultation", {})
    return {
        "dpia": dpia,
        "content": content,
        "badges": badges(dpia),
        "state": tell(STATE_WORDS[dpia.state]),
        "articles": {part: article for part, (_label, article) in PART_WORDS.items()},
        "texts": [(tell(field.label), content.text(name)) for name, field in DESCRIPTION.items()],
        "register": [register_facts(entry, tell) for entry in content.register],
        "checks": checks_of(content, tell),
        "measures": measures_of(content, tell),
        **risk_context(dpia, content, tell),
        "views": content.views,
        "advice": dpia.record.get("advice", {}),
        "followed": tell(FOLLOWED_WORDS.get(advice_of(dpia).followed, "")),
        "consultation": consultation,
        "answer": tell(ANSWER_WORDS.get(consultation.get("answer", ""), "")),
        "received_on": _day(consultation.get("received_on")),
        "clock": clock_of(dpia),
        "decision": dpia.record.get("decision", {}),
        "reviews": [
            {"row": one, "kind": tell(one.get_kind_display())}
            for one in dpia.reviews.select_related("reviewed_by", "dpia")
        ],
        "incomplete": [] if dpia.is_frozen else [tell(one.label) for one in parts(content) if not one.is_complete],
        "is_intact": not dpia.digest or dpia.digest == digest_of(dpia),
        "screening": screening_lines(dpia.screening, tell) if dpia.screening else None,
    }


def register_facts(entry: Any, tell: Tell = as_said) -> dict[str, Any]:
    """An entry of the register as it was taken over."""
    facts = [
        {"label": tell(label), "value": register_words(entry.get(name))} for name, label in REGISTER_LABELS.items()
    ]
    return {"name": entry.get("name"), "controller": entry.get("controller"), "facts": facts}


def checks_of(content: Content, tell: Tell = as_said) -> list[dict[str, str]]:
    """The checklist in words."""
    return [
        {
            "label": tell(point.label),
            "article": tell(point.article),
            "state": tell(CHECK_WORDS.get(content.check(name).state, "–")),
            "code": content.check(name).state,
            "words": content.check(name).words,
        }
        for name, point in NECESSITY.items()
    ]


def measures_of(content: Content, tell: Tell = as_said) -> list[dict[str, Any]]:
    """The measures in words."""
    return [
        {"measure": one, "state": tell(MEASURE_WORDS[one.state]), "tone": MEASURE_TONES[one.state]}
        for one in content.measures
    ]


def screening_lines(screening: Screening, tell: Tell = as_said) -> dict[str, Any]:
    """A screening in words: what was answered other than no, the decision and its reasons."""
    met = [
        {"label": tell(ALL[name].label), "source": ALL[name].source, "reply": tell(REPLY_WORDS[reply])}
        for name, reply in screening.answers.items()
        if name in ALL and reply != "no"
    ]
    return {
        "row": screening,
        "met": met,
        "outcome": tell(OUTCOME_WORDS.get(screening.outcome, "")),
        "reasons": screening.words.get("reasons", ""),
        "dpo_view": screening.words.get("dpo_view", ""),
        "criteria": len(read(screening.answers).criteria),
    }


def report_pdf(dpia: Dpia, language: str) -> bytes:
    """The report as PDF/UA in one of LANGUAGES, set in the sandbox; what people wrote stays as they wrote it.

    Raises:
        DsarError: it could not be set ("pdf_failed").
    """
    with translation.override(language):
        context = {**whole_context(dpia, tell_in(language)), "language": language, "t": lines_in(language)}
        return typeset(render_to_string("dpia/paper/report.html", context))


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def document_of(dpia: Dpia) -> dict[str, Any]:
    """A version for other programs: dates as ISO, scores 0 to 16, names of people as they sign."""
    content = content_of(dpia)
    return {
        "reference": dpia.reference,
        "version": dpia.number,
        "title": dpia.title,
        "controller": dpia.controller.name,
        "state": dpia.state,
        "screening": dpia.screening.reference if dpia.screening else None,
        "created_by": dpia.created_by.full_name,
        "created_at": dpia.created_at.isoformat(),
        "changed_at": dpia.changed_at.isoformat(),
        "approved_by": dpia.approver.full_name if dpia.approver else None,
        "approved_at": dpia.approved_at.isoformat() if dpia.approved_at else None,
        "review_on": dpia.review_on.isoformat() if dpia.review_on else None,
        "digest": dpia.digest,
        "fingerprint": fingerprint_of(dpia),
        "complete_percent": dpia.complete_percent,
        "risk": {
            name: {"score": score, "level": level_of(score).value}
            for name, score in (("before", dpia.before), ("today", dpia.today), ("residual", dpia.after))
        },
        "residual_by_risk": {
            one.risk.id: {"likelihood": one.after.likelihood, "severity": one.after.severity}
            for one in standings(content)
            if one.after
        },
        "content": dpia.content,
        "record": dpia.record,
        "reviews": [
            {
                "kind": one.kind,
                "words": one.words,
                "next_on": one.next_on.isoformat(),
                "at": one.reviewed_at.isoformat(),
            }
            for one in dpia.reviews.select_related("dpia")
        ],
    }
