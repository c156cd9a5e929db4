"""What the detection interface answers, as plain values: quicker than serialisers, and held to them by a test."""

from typing import Any

from discovery.detection import facts
from discovery.detection.anonymising import Anonymised
from discovery.detection.describing import context_of, method_of, risk_level_of, standing_of
from discovery.detection.frameworks import ComplianceReport
from discovery.detection.moderating import Moderated
from discovery.detection.own_kinds import OWN
from discovery.detection.risk import TextRisk
from discovery.documents import Detection
from dsar.pii.texts import Reading


def detection(one: Detection) -> dict[str, Any]:
    """One detection."""
    known = facts(one.kind)
    own = one.recogniser.removeprefix(OWN) if one.recogniser.startswith(OWN) else ""
    return {
        "start": one.start,
        "end": one.end,
        "kind": one.kind.value,
        "own_kind": own,
        "category": known.category.value,
        "article": known.article,
        "score": one.score,
        "risk": risk_level_of(one).name.lower(),
        "method": method_of(one).value,
        "context": context_of(one),
        "validator": one.validator,
        "why": one.why,
    }


def risk(one: TextRisk, threshold: int) -> dict[str, Any]:
    """The risk of a text against a threshold."""
    return {
        "score": one.score,
        "level": one.level.value,
        "is_safe": one.is_safe(threshold),
        "factors": [{"words": factor.words, "points": factor.points} for factor in one.factors],
    }


def reading(one: Reading, threshold: int) -> dict[str, Any]:
    """What was found in one text."""
    standing = standing_of(one.detections)
    return {
        "detections": [detection(found) for found in one.detections],
        "risk": risk(one.risk, threshold),
        "compliance": {
            "has_personal_data": standing.has_personal_data,
            "has_special_category": standing.has_special_category,
            "has_criminal_data": standing.has_criminal_data,
            "articles": list(standing.articles),
        },
    }


def anonymised(one: Anonymised) -> dict[str, Any]:
    """A text without its values, and where they stood."""
    return {
        "text": one.text,
        "replacements": [
            {
                "start": made.start,
                "end": made.end,
                "new_start": made.new_start,
                "new_end": made.new_end,
                "kind": made.kind.value,
                "form": made.form.value,
            }
            for made in one.replacements
        ],
    }


def moderated(one: Moderated, threshold: int) -> dict[str, Any]:
    """A verdict with its reasons."""
    return {"verdict": one.verdict.value, "reasons": list(one.reasons), "risk": risk(one.risk, threshold)}


def compliance(one: ComplianceReport, threshold: int) -> dict[str, Any]:
    """A report on duties."""
    return {
        "statement": one.statement,
        "counts": {kind.value: count for kind, count in one.counts},
        "categories": [category.value for category in one.categories],
        "risk": risk(one.risk, threshold),
        "frameworks": [
            {
                "framework": under.framework.value,
                "title": under.title,
                "published_at": under.source,
                "raised": under.raised,
                "open_questions": under.open_questions,
                "duties": [
                    {
                        "article": line.article,
                        "words": line.words,
                        "status": line.status.value,
                        "kinds": [kind.value for kind in line.kinds],
                    }
                    for line in under.lines
                ],
                "notes": list(under.notes),
            }
            for under in one.frameworks
        ],
    }
