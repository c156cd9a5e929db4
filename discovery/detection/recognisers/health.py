"""Words about a person's health (GDPR Art. 4(15), Art. 9): a light list that marks a text for a human look.

Its scores stay below 0.6 (see `passages`): a person reads each passage.
"""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.passages import PassageFinder
from discovery.documents import Kind

_CONDITIONS = (
    r"asthma|diabetes|diabetic|epilepsy|cancer|leuk[ae]emia|tumou?r|depression|anxiety disorder"
    r"|bipolar disorder|schizophrenia|ptsd|autism|adhd|dementia"
    r"|alzheimer'?s|parkinson'?s|multiple sclerosis|hiv(?: positive)?|hepatitis(?: [abc])?"
    r"|tuberculosis|migraines?|arthritis|hypertension|high blood pressure|stroke"
    r"|heart (?:attack|disease|failure)|miscarriage|pregnan(?:t|cy)|chemotherapy|dialysis|anorexia"
    r"|bulimia|crohn'?s disease|coeliac disease|endometriosis|fibromyalgia"
    r"|slipped disc|sciatica|broken (?:leg|arm|wrist|ankle)|long covid|krebserkrankung"
    r"|schwangerschaft|bandscheibenvorfall|epilepsie|depressionen|krebs|herzinfarkt|schlaganfall|bluthochdruck|migräne"
    r"|rheuma|demenz|schizophrenie|magersucht|diabète|grossesse|dépression|asthme|épilepsie|sclérose en plaques"
    r"|infarctus"
    r"|schizophrénie|anorexie|démence|depresión|cáncer"
)
_CARE = (
    r"diagnosed with|diagnosis of|sick (?:leave|note)|fit note|occupational health|medical"
    r" certificate|arbeitsunfähigkeit|krankschreibung|arrêt maladie"
    r"|krankgeschrieben|krankmeldung|schwerbehindert|schwerbehinderung|grad der behinderung|arrêt de travail"
    r"|congé maladie|diagnostiquée?|hospitali[sz]ed|hospitalisée?|psychotherapy|psychotherapie|antidepressants?"
    r"|insulin|blood type|prescription for|mental health|disabilit(?:y|ies)"
    r"|wheelchair user|allerg(?:y|ic) to \w{3,20}"
)

_MEDICINES = (
    r"paracetamol|ibuprofen|amoxicillin|penicillin|metformin|insulin glargine|sertraline|fluoxetine|citalopram"
    r"|escitalopram|venlafaxine|mirtazapine|diazepam|lorazepam|zopiclone|quetiapine|olanzapine|risperidone|lithium"
    r" carbonate|lisinopril|ramipril|amlodipine|bisoprolol|atorvastatin|simvastatin|omeprazole|lansoprazole"
    r"|levothyroxine|prednisolone|salbutamol|methotrexate|tamoxifen|warfarin|apixaban|codeine|morphine|tramadol"
    r"|oxycodone|fentanyl|methadone|naloxone|gabapentin|pregabalin|ritalin|methylphenidate|adderall|truvada"
)

_PATTERNS: Final = (
    PatternRecogniser(
        name="icd_10",
        kind=Kind.HEALTH,
        what="an ICD-10 code of a diagnosis",
        pattern=r"(?<![\w.-])[A-TV-Z]\d[\dA-B](?:\.[\dA-Z]{1,4})?(?![\w-]|\.\d)",
        score=0.45,
        source="ICD-10 (WHO): a letter, two digits, a dot and more, beside a word of medicine",
        context=("icd", "icd-10", "icd10", "diagnosis", "diagnoses", "diagnose", "diagnostic", "dx", "diag"),
        context_required=True,
        against=("section", "room", "form", "grid", "seat", "part"),
    ),
    PatternRecogniser(
        name="medicine",
        kind=Kind.HEALTH,
        what="the name of a medicine",
        pattern=rf"(?i)(?<![\w-])(?:{_MEDICINES})(?: \d{{1,4}} ?(?:mg|mcg|g|ml|iu))?(?![\w-])",
        score=0.5,
        source="international non-proprietary names of medicines in common use",
        against=("research", "manufacturer", "trial", "leaflet", "patent"),
    ),
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

RECOGNISERS: Final = tuple(map(PassageFinder, _PATTERNS))
