"""The seven checks of the compliance report and its verdict (rule G26: never compliant without all the evidence)."""

import dataclasses
import datetime as dt

import pytest

from dsar.statistics.compliance import Evidence, Mark, Verdict, report

TODAY = dt.date(2026, 7, 20)
GOOD = Evidence(
    acknowledged_on=dt.date(2026, 6, 2),
    identity_settled_on=dt.date(2026, 6, 3),
    identity_open=0,
    planned=3,
    searched=3,
    items=12,
    undecided=0,
    pending_exemptions=0,
    package_built=True,
    is_refused=False,
    provided_on=dt.date(2026, 7, 1),
    is_proved=True,
    statutory_due=dt.date(2026, 7, 1),
    ended_unanswered=False,
)


def marks(**changed):
    found = report(dataclasses.replace(GOOD, **changed), TODAY)
    return {check.code: check.mark for check in found.checks}, found.verdict


def test_a_case_with_all_its_evidence_is_compliant():
    found, verdict = marks()

    assert list(found) == [
        "acknowledged",
        "identity_verified",
        "discovery_complete",
        "exemption_review_complete",
        "response_generated",
        "sent",
        "within_deadline",
    ]
    assert set(found.values()) == {Mark.MET}
    assert verdict is Verdict.COMPLIANT


@pytest.mark.parametrize(
    "changed, code",
    [
        ({"acknowledged_on": None}, "acknowledged"),
        ({"identity_settled_on": None}, "identity_verified"),
        ({"identity_open": 1}, "identity_verified"),
        ({"searched": 2}, "discovery_complete"),
        ({"planned": 0, "searched": 0}, "discovery_complete"),
        ({"undecided": 1}, "exemption_review_complete"),
        ({"pending_exemptions": 1}, "exemption_review_complete"),
        ({"package_built": False}, "response_generated"),
        ({"provided_on": dt.date(2026, 7, 2)}, "within_deadline"),
    ],
)
def test_one_missing_piece_of_evidence_is_enough_for_not_compliant(changed, code):
    found, verdict = marks(**changed)

    assert found[code] is Mark.NOT_MET
    assert verdict is Verdict.NOT_COMPLIANT


def test_what_was_sent_and_not_shown_to_have_arrived_keeps_the_verdict_open():
    found, verdict = marks(is_proved=False)

    assert found["sent"] is Mark.NOT_YET
    assert verdict is Verdict.OPEN


def test_an_open_case_is_neither_compliant_nor_not_until_its_date_has_passed():
    early, open_verdict = marks(provided_on=None, is_proved=False, statutory_due=TODAY)
    late, late_verdict = marks(provided_on=None, is_proved=False, statutory_due=TODAY - dt.timedelta(days=1))

    assert (early["within_deadline"], open_verdict) == (Mark.NOT_YET, Verdict.OPEN)
    assert (late["sent"], late["within_deadline"], late_verdict) == (Mark.NOT_MET, Mark.NOT_MET, Verdict.NOT_COMPLIANT)


def test_a_refusal_needs_no_search_and_no_package():
    found, verdict = marks(is_refused=True, planned=0, searched=0, package_built=False, is_proved=False)

    assert [found[code] for code in ("discovery_complete", "exemption_review_complete", "response_generated")] == [
        Mark.NOT_NEEDED
    ] * 3
    assert verdict is Verdict.COMPLIANT


def test_a_withdrawn_request_is_neither():
    assert marks(ended_unanswered=True)[1] is Verdict.ENDED
