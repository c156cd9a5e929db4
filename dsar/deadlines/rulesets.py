"""Every body of rules on time limits that we know, with the days between which it governs the requests received.

A case keeps the `ruleset_version` under which it was received; a recalculation never changes it by itself.
"""

from dataclasses import replace
from datetime import date, timedelta

from dsar.deadlines import criteria
from dsar.deadlines.events import PauseKind
from dsar.deadlines.periods import Length
from dsar.deadlines.regimes import ACCESS_ONLY, Counting, Effect, ExtensionRule, PauseRule, Quantity, Regime, Right
from dsar.foundation.words import Words as _

OPEN_END = date.max
# Data (Use and Access) Act 2025 s. 76, in force by SI 2026/82.
UK_REFORM = date(2026, 2, 5)
ONE_DAY = timedelta(days=1)

_ONE_MONTH, _THREE_MONTHS = Length(months=1), Length(months=3)
_THIRTY_DAYS = Length(days=30)
_MONTH_COUNT = "Reg. 1182/71 Art. 3(1) and 3(2)(c); CJEU C-171/03"
_ROLL = "Reg. 1182/71 Art. 3(4)"

_EU = Regime(
    regime_id="EU",
    ruleset_version="EU-2018-05-25",
    name="GDPR (European Union)",
    effective_from=date(2018, 5, 25),
    effective_until=OPEN_END,
    base=_ONE_MONTH,
    base_article="GDPR Art. 12(3)",
    count_article=_MONTH_COUNT,
    start_article="GDPR Art. 12(3); EDPB Guidelines 01/2022 §157",
    rolls=True,
    roll_article=_ROLL,
    refusal_article="GDPR Art. 12(4)",
    extension=ExtensionRule(_THREE_MONTHS, "GDPR Art. 12(3)", "GDPR Art. 12(3)", criteria.EU_CRITERIA),
    pauses=(
        PauseRule(
            PauseKind.IDENTITY, Effect.SUSPEND, _("Proof of identity"),
            _("Only on reasonable doubt about who asks, and asked for without undue delay."),
            "GDPR Art. 12(6); EDPB Guidelines 01/2022 §157",
            gate="G4",
        ),
        PauseRule(
            PauseKind.CLARIFICATION, Effect.SUSPEND, _("Clarification of which data the request is about"),
            _("Only where a large quantity of data about the person is processed."),
            "GDPR Recital 63; EDPB Guidelines 01/2022 §157",
            rights=ACCESS_ONLY, gate="G5", quantity=Quantity.DEMANDED,
        ),
    ),
    sources=("Regulation (EU) 2016/679 Art. 12", "Regulation (EEC, Euratom) 1182/71", "EDPB Guidelines 01/2022"),
)  # fmt: skip

_UK_STARTS = (
    PauseRule(
        PauseKind.IDENTITY, Effect.RESTART, _("Proof of identity"),
        _("Only on reasonable doubt about who asks."), "UK GDPR Art. 12(6) and 12A(2)",
        gate="G4",
    ),
    PauseRule(
        PauseKind.FEE, Effect.RESTART, _("Payment of a reasonable fee"),
        _("Only where the request is manifestly unfounded or excessive."), "UK GDPR Art. 12(5) and 12A(2)",
        gate="G17",
    ),
    PauseRule(
        PauseKind.AUTHORITY, Effect.RESTART, _("Proof of a representative's authority"),
        _("Only where somebody asks for another person."), "ICO guidance on the right of access",
        restarts_safely=False, gate="G4",
    ),
)  # fmt: skip
_UK_CLARIFICATION = PauseRule(
    PauseKind.CLARIFICATION, Effect.SUSPEND, _("Clarification of which data the request is about"),
    _("Only for access requests, and only where the information is reasonably needed to answer."),
    "UK GDPR Art. 12A(5)",
    rights=ACCESS_ONLY, counting=Counting.BOTH_DAYS, credits_notice=True, gate="G5", quantity=Quantity.ADVISED,
)  # fmt: skip
_UK_GUIDANCE_CLARIFICATION = PauseRule(
    PauseKind.CLARIFICATION, Effect.SUSPEND, _("Clarification of which data the request is about"),
    _("Only for access requests, and only where a large amount of information is held."),
    "ICO guidance on the right of access, before 5 February 2026",
    rights=ACCESS_ONLY, asked_until=UK_REFORM - ONE_DAY, gate="G5", quantity=Quantity.DEMANDED,
)  # fmt: skip
_UK = Regime(
    regime_id="UK",
    ruleset_version="UK-2026-02-05",
    name="UK GDPR",
    effective_from=UK_REFORM,
    effective_until=OPEN_END,
    base=_ONE_MONTH,
    base_article="UK GDPR Art. 12A(1)",
    count_article=f"UK GDPR Art. 4A; {_MONTH_COUNT}",
    start_article="UK GDPR Art. 12A(2)",
    rolls=True,
    roll_article=f"UK GDPR Art. 4A; {_ROLL}",
    refusal_article="UK GDPR Art. 12(4)",
    extension=ExtensionRule(_THREE_MONTHS, "UK GDPR Art. 12A(3)", "UK GDPR Art. 12A(4)", criteria.UK_CRITERIA),
    pauses=(*_UK_STARTS, _UK_CLARIFICATION),
    sources=(
        "Data (Use and Access) Act 2025 s. 76 and Sch. 11",
        "ICO guidance on the right of access (8 December 2025)",
    ),
)
# A request received before the reform keeps this version. Days on which clarification is awaited after an ask made
# under the new Article are counted by it: the transitional rule of SI 2026/82 is open to readings.
_UK_BEFORE = Regime(
    regime_id="UK",
    ruleset_version="UK-2018-05-25",
    name="UK GDPR, requests received before 5 February 2026",
    effective_from=date(2018, 5, 25),
    effective_until=UK_REFORM - ONE_DAY,
    base=_ONE_MONTH,
    base_article="UK GDPR Art. 12(3)",
    count_article=f"DPA 2018 s. 205(2); {_MONTH_COUNT}",
    start_article="UK GDPR Art. 12(3)",
    rolls=True,
    roll_article=f"DPA 2018 s. 205(2); {_ROLL}",
    refusal_article="UK GDPR Art. 12(4)",
    extension=ExtensionRule(_THREE_MONTHS, "UK GDPR Art. 12(3)", "UK GDPR Art. 12(3)", criteria.UK_CRITERIA),
    pauses=(*_UK_STARTS, _UK_GUIDANCE_CLARIFICATION, replace(_UK_CLARIFICATION, asked_from=UK_REFORM)),
    sources=("UK GDPR Art. 12 as it stood before 5 February 2026", "SI 2026/82"),
)

_CCPA = Regime(
    regime_id="CCPA",
    ruleset_version="CCPA-2020-01-01",
    name="CCPA/CPRA (California)",
    effective_from=date(2020, 1, 1),
    effective_until=OPEN_END,
    base=Length(days=45),
    base_article="11 CCR § 7021(b)",
    count_article="11 CCR § 7021(b)",
    start_article="11 CCR § 7021(b)",
    rolls=False,
    roll_article="",
    refusal_article="11 CCR § 7021(b)",
    extension=ExtensionRule(Length(days=90), "11 CCR § 7021(b)", "11 CCR § 7021(b)", criteria.CCPA_CRITERIA),
    acknowledge=Length(working_days=10),
    acknowledge_article="11 CCR § 7021(a)",
    short_rights=frozenset({Right.OPT_OUT, Right.LIMIT}),
    short_base=Length(working_days=15),
    short_article="11 CCR § 7026(f) and § 7027(g)",
    remarks=(
        (
            _("It is open whether the day of receipt is itself the first of the 45; the careful answer a day earlier."),
            "11 CCR § 7021(b)",
        ),
    ),
    sources=("11 CCR § 7021", "Cal. Civ. Code § 1798.130"),
)  # fmt: skip

_PIPEDA = Regime(
    regime_id="PIPEDA",
    ruleset_version="PIPEDA-2001-01-01",
    name="PIPEDA (Canada)",
    effective_from=date(2001, 1, 1),
    effective_until=OPEN_END,
    base=_THIRTY_DAYS,
    base_article="PIPEDA s. 8(3)",
    count_article="PIPEDA s. 8(3)",
    start_article="PIPEDA s. 8(1) and (3)",
    rolls=False,
    roll_article="",
    refusal_article="PIPEDA s. 8(5) and (7)",
    extension=ExtensionRule(Length(days=60), "PIPEDA s. 8(4)", "PIPEDA s. 8(4)", criteria.PIPEDA_CRITERIA),
    remarks=((_("Silence after the limit counts as a refusal."), "PIPEDA s. 8(5)"),),
    sources=("S.C. 2000, c. 5, s. 8",),
)
_QC = Regime(
    regime_id="QC",
    ruleset_version="QC-1994-01-01",
    name=_("Quebec, private sector (Law 25)"),
    effective_from=date(1994, 1, 1),
    effective_until=OPEN_END,
    base=_THIRTY_DAYS,
    base_article="CQLR c. P-39.1 s. 32",
    count_article="CQLR c. P-39.1 s. 32",
    start_article="CQLR c. P-39.1 s. 32",
    rolls=False,
    roll_article="",
    refusal_article="CQLR c. P-39.1 s. 34",
    extension=None,
    remarks=((_("Silence after the limit counts as a refusal."), "CQLR c. P-39.1 s. 32"),),
    sources=("CQLR c. P-39.1 s. 27-46",),
)
_LGPD = Regime(
    regime_id="LGPD",
    ruleset_version="LGPD-2020-09-18",
    name="LGPD (Brazil)",
    effective_from=date(2020, 9, 18),
    effective_until=OPEN_END,
    base=Length(days=15),
    base_article="LGPD Art. 19 II",
    count_article="LGPD Art. 19 II",
    start_article="LGPD Art. 19 II",
    rolls=False,
    roll_article="",
    refusal_article="LGPD Art. 18 §4",
    extension=None,
    remarks=((_("A simplified answer is due at once."), "LGPD Art. 19 I"),),
    sources=("Lei 13.709 Art. 18-19",),
)
_CH = Regime(
    regime_id="CH",
    ruleset_version="CH-2023-09-01",
    name="FADP (Switzerland)",
    effective_from=date(2023, 9, 1),
    effective_until=OPEN_END,
    base=_THIRTY_DAYS,
    base_article="FADP Art. 25(7)",
    count_article="DSV (SR 235.11) Art. 18(1)",
    start_article="DSV (SR 235.11) Art. 18(1)",
    rolls=False,
    roll_article="",
    refusal_article="FADP Art. 26(4)",
    extension=ExtensionRule(
        None, "DSV (SR 235.11) Art. 18(2)", "DSV (SR 235.11) Art. 18(2)", criteria.FADP_CRITERIA, notice_shown=False
    ),
    pauses=(
        PauseRule(
            PauseKind.FEE, Effect.RESTART, _("Agreement to share the costs"),
            _("Only for disproportionate effort, at most CHF 300; no agreement within 10 days withdraws the request."),
            "DSV (SR 235.11) Art. 19",
            window_days=10, gate="G17",
        ),
    ),
    sources=("SR 235.1 Art. 25-26", "SR 235.11 Art. 16-19"),
)  # fmt: skip

RULESETS: tuple[Regime, ...] = (_EU, _UK_BEFORE, _UK, _CCPA, _PIPEDA, _QC, _LGPD, _CH)


def regime_ids() -> list[str]:
    """The short names of all regimes, in the order in which a form offers them."""
    return list(dict.fromkeys(rules.regime_id for rules in RULESETS))


def ruleset(version: str) -> Regime:
    """The rules of that version.

    Raises:
        ValueError: no such version.
    """
    for rules in RULESETS:
        if rules.ruleset_version == version:
            return rules
    raise ValueError(f"unknown ruleset {version!r}")


def ruleset_for(regime_id: str, received: date) -> Regime:
    """The rules of a regime for a request received on that day.

    Raises:
        ValueError: no such regime, or none of its versions was in force on that day.
    """
    newest_ruleset(regime_id)
    for rules in (rules for rules in RULESETS if rules.regime_id == regime_id):
        if rules.effective_from <= received <= rules.effective_until:
            return rules
    raise ValueError(f"no rules of {regime_id} are known for a request received on {received.isoformat()}")


def newest_ruleset(regime_id: str) -> Regime:
    """The rules of a regime that came into force last.

    Raises:
        ValueError: no such regime.
    """
    versions = [rules for rules in RULESETS if rules.regime_id == regime_id]
    if not versions:
        raise ValueError(f"unknown regime {regime_id!r}; known are {', '.join(regime_ids())}")
    return max(versions, key=lambda rules: rules.effective_from)
