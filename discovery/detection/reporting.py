"""What stands in one document, for whoever must decide what happens to it: structured, with what is recommended.

Pure: detections in, plain values out. What is recommended is policy of ours; the articles are those of the GDPR.
Faces and fingerprints are told where the reading looked for them; the report says where it did not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from discovery.detection.anonymising.forms import Form, generalise, partial, pseudonym
from discovery.detection.describing import IMPERSONAL, risk_level_of, standing_of
from discovery.detection.kinds import Category, facts
from discovery.detection.risk import Level, TextRisk, risk_of
from discovery.documents import FACE_ROLE, FINGERPRINT_ROLE, Detection, Kind, TextBlock

SURE: Final = 0.6  # certainty from which an instance needs no second look
NOT_LOOKED_FOR: Final = ("faces", "fingerprints")
_CONTEXT: Final = 40
_LINE: Final = 3.0  # points by which words of one line may stand higher or lower than each other
_DIGITS_SHOWN: Final = frozenset(
    {Kind.CREDIT_CARD, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.PHONE_NUMBER, Kind.ACCOUNT_NUMBER, Kind.CUSTOMER_ID}
)
_COARSER: Final = frozenset({Kind.DATE_OF_BIRTH, Kind.UK_POSTCODE, Kind.CA_POSTAL_CODE, Kind.US_ZIP, Kind.AGE})
_ACTION: Final[Mapping[Level, str]] = {
    Level.NONE: "nothing_to_redact",
    Level.LOW: "redact_before_release",
    Level.MEDIUM: "redact_before_release",
    Level.HIGH: "redact_and_second_look",
    Level.CRITICAL: "restrict_access_and_redact",
}


@dataclass(frozen=True, slots=True)
class Instance:
    """One detected value of a document.

    Attributes:
        number: from 1, in reading order.
        block: the block of the document that it stands in.
        value, context: personal data; kept out of repr. The context has the value itself as dots.
    """

    number: int
    one: Detection
    block: int
    value: str = field(repr=False)
    context: str = field(repr=False)
    pseudonym: str

    @property
    def redaction(self) -> Form:
        """The form that is recommended: partial where the last signs are of use, a coarser value, else a label."""
        if self.one.kind in _COARSER and not generalise(self.one.kind, self.value).startswith("["):
            return Form.GENERALISE
        if self.one.kind in _DIGITS_SHOWN and partial(self.one.kind, self.value) != "…":
            return Form.PARTIAL
        return Form.LABEL

    @property
    def flags(self) -> tuple[str, ...]:
        """What a person should know of it."""
        category = facts(self.one.kind).category
        told = {
            "special_category": category is Category.SPECIAL,
            "criminal_offence": category is Category.CRIMINAL,
            "secret": category is Category.SECURITY,
            "checked": bool(self.one.validator),
            "own_kind": bool(self.one.recogniser.startswith("own:")),
            "second_look": self.one.score < SURE or category in (Category.SPECIAL, Category.CRIMINAL),
        }
        return tuple(name for name, holds in told.items() if holds)


def document_report(
    blocks: Sequence[TextBlock],
    found: Sequence[Sequence[Detection]],
    *,
    engine: str,
    has_faces_read: bool = False,
    has_ridges_read: bool = False,
) -> dict[str, Any]:
    """The report on one document as plain values, without its name: the caller knows where it lies.

    Args:
        blocks: its text, with the places of words where it has pages.
        found: the detections of each block.
        engine: version of what detected.
        has_faces_read: faces were looked for in its pictures, or it has none: no face block then means no face.
        has_ridges_read: the same of fingerprints.
    """
    instances = _instances(blocks, found)
    read = {"faces": has_faces_read, "fingerprints": has_ridges_read}
    regions = {
        "face_regions": _places(blocks, FACE_ROLE) if has_faces_read else None,
        "fingerprint_regions": _places(blocks, FINGERPRINT_ROLE) if has_ridges_read else None,
    }
    detections = [one.one for one in instances]
    risk = risk_of(detections)
    return {
        "engine": engine,
        "summary": {
            "instances": len(instances),
            "risk_score": risk.score,
            "risk_level": risk.level.value,
            "recommended_action": _ACTION[risk.level],
            "factors": [{"words": one.words, "points": one.points} for one in risk.factors],
        },
        "categories": _categories(detections),
        "instances": [_as_json(one, blocks[one.block]) for one in instances],
        "redaction_map": _redaction_map(instances) | regions,
        "compliance": _compliance(detections, risk),
        "recommended_actions": _actions(detections, risk),
        "not_looked_for": [one for one in NOT_LOOKED_FOR if not read[one]],
    }


def _instances(blocks: Sequence[TextBlock], found: Sequence[Sequence[Detection]]) -> list[Instance]:
    numbers: dict[tuple[Kind, str], str] = {}
    counts: Counter[Kind] = Counter()
    made: list[Instance] = []
    for block, (told, ones) in enumerate(zip(blocks, found, strict=True)):
        for one in ones:
            value = told.text[one.start : one.end]
            same = (one.kind, " ".join(value.casefold().split()))
            if same not in numbers:
                counts[one.kind] += 1
                numbers[same] = pseudonym(one.kind, counts[one.kind])
            made.append(Instance(len(made) + 1, one, block, value, _around(told.text, one), numbers[same]))
    return made


def _around(text: str, one: Detection) -> str:
    before, after = text[max(0, one.start - _CONTEXT) : one.start], text[one.end : one.end + _CONTEXT]
    return " ".join(f"{before}…{after}".split())


def _as_json(one: Instance, block: TextBlock) -> dict[str, Any]:
    known = facts(one.one.kind)
    return {
        "id": one.number,
        "kind": one.one.kind.value,
        "label": known.label,
        "recogniser": one.one.recogniser,
        "category": known.category.value,
        "article": known.article,
        "severity": risk_level_of(one.one).name.lower(),
        "value": one.value,
        "certainty": round(one.one.score, 3),
        "why": one.one.why,
        "place": {**block.locator.as_json(), "block": one.block, "start": one.one.start, "end": one.one.end},
        "boxes": boxes_of(block, one.one.start, one.one.end),
        "context": one.context,
        "recommended_redaction": one.redaction.value,
        "pseudonym": one.pseudonym,
        "flags": list(one.flags),
    }


def boxes_of(block: TextBlock, start: int, end: int) -> list[dict[str, float | int]]:
    """The rectangles of a stretch, one a line; page from 0, PDF points, origin top left. Empty without pages."""
    lines: list[dict[str, float | int]] = []
    for word in block.words:
        if word.end <= start or end <= word.start:
            continue
        box = word.box
        last = lines[-1] if lines else None
        if last is not None and last["page"] == box.page and abs(last["y0"] - box.y0) <= _LINE:
            last["x0"], last["x1"] = min(last["x0"], box.x0), max(last["x1"], box.x1)
            last["y0"], last["y1"] = min(last["y0"], box.y0), max(last["y1"], box.y1)
        else:
            lines.append({"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1})
    return lines


def _categories(found: Sequence[Detection]) -> list[dict[str, Any]]:
    by_category: dict[Category, list[Detection]] = {}
    for one in found:
        by_category.setdefault(facts(one.kind).category, []).append(one)
    worst = {category: max(risk_level_of(one) for one in ones) for category, ones in by_category.items()}
    return [
        {
            "category": category.value,
            "count": len(by_category[category]),
            "severity": worst[category].name.lower(),
            "article": facts(by_category[category][0].kind).article,
            "kinds": sorted({one.kind.value for one in by_category[category]}),
        }
        for category in sorted(by_category, key=lambda one: (-worst[one], one.value))
    ]


def _places(blocks: Sequence[TextBlock], role: str) -> list[dict[str, Any]]:
    """Each face or fingerprint with its rectangle and how sure it is that it is one."""
    return [
        {"boxes": boxes_of(block, 0, len(block.text)), "certainty": block.ocr_confidence}
        for block in blocks
        if block.role == role
    ]


def _redaction_map(instances: Sequence[Instance]) -> dict[str, Any]:
    def of(form: Form) -> list[Instance]:
        return [one for one in instances if one.redaction is form]

    return {
        "full": [one.number for one in of(Form.LABEL)],
        "partial": [{"id": one.number, "shown": partial(one.one.kind, one.value)} for one in of(Form.PARTIAL)],
        "generalised": [
            {"id": one.number, "shown": generalise(one.one.kind, one.value)} for one in of(Form.GENERALISE)
        ],
    }


def _compliance(found: Sequence[Detection], risk: TextRisk) -> dict[str, Any]:
    """What the presence of these data means; None where only the organisation can answer."""
    standing = standing_of(found)
    personal = standing.has_personal_data
    sensitive = standing.has_special_category or standing.has_criminal_data
    return {
        "identifiable": personal,
        "special_category": standing.has_special_category,
        "criminal_offence": standing.has_criminal_data,
        "articles": list(standing.articles),
        "consent_tracking": standing.has_special_category,  # Art. 9(2)(a) is one of the ways; it must be provable
        "retention_period_needed": personal,  # Art. 5(1)(e)
        "cross_border": None,  # where a document goes does not stand in it
        "erasure_applicable": personal,  # Art. 17, unless 17(3) applies
        "dpia_recommended": sensitive or risk.level is Level.CRITICAL,  # Art. 35(3)(b)
    }


def _actions(found: Sequence[Detection], risk: TextRisk) -> list[dict[str, Any]]:
    standing = standing_of(found)
    kinds = {one.kind for one in found}
    uncertain = any(one.score < SURE for one in found if one.kind not in IMPERSONAL)
    wanted: tuple[tuple[Callable[[], bool], str, str], ...] = (
        (lambda: Kind.SECRET in kinds, "Change the passwords and keys that stand in it.", "Art. 32(1)"),
        (lambda: risk.level is Level.CRITICAL, "Restrict who can open the document.", "Art. 32(1)"),
        (
            lambda: standing.has_special_category or standing.has_criminal_data,
            "Let a person confirm every passage of a special category or criminal matter.",
            "Art. 9, Art. 10",
        ),
        (lambda: standing.has_personal_data, "Redact other people's data before a copy is handed out.", "Art. 15(4)"),
        (lambda: uncertain, "Look again at what was detected with little certainty.", "Art. 5(1)(d)"),
        (lambda: standing.has_personal_data, "Enter how long the document is kept.", "Art. 5(1)(e)"),
    )
    chosen = [(words, article) for holds, words, article in wanted if holds()]
    return [
        {"priority": place, "action": words, "article": article} for place, (words, article) in enumerate(chosen, 1)
    ]
