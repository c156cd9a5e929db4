"""What detected data oblige to: every duty has its article, presence is no violation, ids and cards are not Article 9."""

import dataclasses

import pytest

from discovery.detection.framework_rules import FRAMEWORKS, Circumstances, Framework
from discovery.detection.frameworks import NOTHING, PRESENCE, Status, report
from discovery.documents import Detection, Kind

NAMES = {field.name for field in dataclasses.fields(Circumstances)}


def found(*kinds):
    return [Detection(at * 10, at * 10 + 5, kind, 0.9, "") for at, kind in enumerate(kinds)]


def lines(framework, *kinds, **said):
    return report(found(*kinds), [framework], Circumstances(**said)).frameworks[0].lines


def articles(*arguments, **said):
    return " | ".join(line.article for line in lines(*arguments, **said))


def test_every_framework_is_there_and_every_duty_cites_something():
    assert set(FRAMEWORKS) == set(Framework)
    for rules in FRAMEWORKS.values():
        assert rules.source.startswith("https://")
        for duty in rules.duties:
            assert any(sign.isdigit() for sign in duty.article), duty
            assert duty.words.endswith(".")
            assert not duty.asks or duty.asks in NAMES


def test_presence_is_no_violation():
    made = report(found(Kind.PERSON, Kind.CA_SIN))

    assert made.statement == PRESENCE
    assert "violat" not in str([line.words for one in made.frameworks for line in one.lines])


def test_nothing_found_obliges_to_nothing_and_proves_nothing():
    made = report(found(Kind.DATE_TIME))

    assert made.statement == NOTHING
    assert all(one.lines == () for one in made.frameworks)


@pytest.mark.parametrize("kind", [Kind.UK_NINO, Kind.CREDIT_CARD, Kind.DE_TAX_ID, Kind.PASSPORT, Kind.CA_SIN])
@pytest.mark.parametrize("framework", [Framework.GDPR, Framework.UK_GDPR])
def test_numbers_and_cards_are_no_special_category(framework, kind):
    assert "Art. 9(" not in articles(framework, kind)


@pytest.mark.parametrize("kind", [Kind.HEALTH, Kind.RELIGION, Kind.TRADE_UNION, Kind.UK_NHS])
def test_a_special_category_raises_article_9_with_the_kinds(kind):
    raised = [line for line in lines(Framework.GDPR, Kind.PERSON, kind) if line.article.startswith("Art. 9(")]

    assert [line.kinds for line in raised] == [(kind,)]
    assert raised[0].status is Status.RAISED


def test_national_numbers_raise_article_87_in_the_union_only():
    assert "Art. 87" in articles(Framework.GDPR, Kind.DE_TAX_ID)
    assert "Art. 87" not in articles(Framework.UK_GDPR, Kind.UK_NINO)


def test_what_only_the_organisation_knows_is_asked_not_guessed():
    def breach(**said):
        return [line.status for line in lines(Framework.GDPR, Kind.IBAN, **said) if line.article == "Art. 33"]

    assert breach() == [Status.ANSWER_NEEDED]
    assert breach(was_disclosed=True) == [Status.RAISED]
    assert breach(was_disclosed=False) == []


def test_people_are_told_of_a_breach_only_where_the_data_are_grave():
    assert "Art. 34" in articles(Framework.GDPR, Kind.CREDIT_CARD, was_disclosed=True)
    assert "Art. 34" not in articles(Framework.GDPR, Kind.PERSON, was_disclosed=True)


def test_government_of_canada_is_pointed_to_the_privacy_act():
    notes = report(found(Kind.CA_UCI), [Framework.PIPEDA]).frameworks[0].notes

    assert any("Privacy Act" in note for note in notes)
    private = report(found(Kind.CA_UCI), [Framework.PIPEDA], Circumstances(is_public_body=False)).frameworks[0].notes
    assert not any("Privacy Act" in note for note in private)


def test_sensitive_information_of_california_brings_the_right_to_limit():
    assert "§ 1798.121" in articles(Framework.CCPA, Kind.US_SSN)
    assert "§ 1798.121" not in articles(Framework.CCPA, Kind.EMAIL_ADDRESS)


def test_a_report_holds_counts_and_categories_and_no_value():
    made = report(found(Kind.PERSON, Kind.PERSON, Kind.IBAN))

    assert made.counts[0] == (Kind.PERSON, 2)
    assert [one.value for one in made.categories] == ["financial", "identity"]
    assert made.risk.score > 0
