"""Words about a person's health (GDPR Art. 4(15), Art. 9): a light list that marks a text for a human look."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_CONDITIONS = (
    r"asthma|diabetes|diabetic|epilepsy|cancer|leuk[ae]emia|tumou?r|depression|anxiety disorder"
    r"|bipolar disorder|schizophrenia|ptsd|autism|adhd|dementia"
    r"|alzheimer'?s|parkinson'?s|multiple sclerosis|hiv(?: positive)?|hepatitis(?: [abc])?"
    r"|tuberculosis|migraines?|arthritis|hypertension|high blood pressure|stroke"
    r"|heart (?:attack|disease|failure)|miscarriage|pregnan(?:t|cy)|chemotherapy|dialysis|anorexia"
    r"|bulimia|crohn'?s disease|coeliac disease|endometriosis|fibromyalgia"
    r"|slipped disc|sciatica|broken (?:leg|arm|wrist|ankle)|long covid|krebserkrankung"
    r"|schwangerschaft|bandscheibenvorfall|diabète|grossesse|dépression"
)
_CARE = (
    r"diagnosed with|diagnosis of|sick (?:leave|note)|fit note|occupational health|medical"
    r" certificate|arbeitsunfähigkeit|krankschreibung|arrêt maladie"
    r"|antidepressants?|insulin|blood type|prescription for|mental health|disabilit(?:y|ies)"
    r"|wheelchair user|allerg(?:y|ic) to \w{3,20}"
)

RECOGNISERS: Final = (
    PatternRecogniser(
        name="health_condition",
        kind=Kind.HEALTH,
        what="a word about health",
        pattern=rf"(?i)(?<![\w-])(?:{_CONDITIONS})(?![\w-])",
        score=0.55,
        source="common names of conditions",
        context=(
            "diagnosed",
            "diagnosis",
            "suffers",
            "patient",
            "treatment",
            "doctor",
            "medical",
            "sick",
            "absence",
            "history of",
            "gp",
            "has",
            "with",
            "her",
            "his",
            "my",
        ),
        against=("research", "charity", "insurance market", "leaflet", "economic", "campaign"),
    ),
    PatternRecogniser(
        name="health_care",
        kind=Kind.HEALTH,
        what="a word about care",
        pattern=rf"(?i)(?<![\w-])(?:{_CARE})(?![\w-])",
        score=0.6,
        source="common words of sickness absence and treatment",
    ),
)
