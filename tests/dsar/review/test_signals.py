"""Rules suggest exemptions, and stay silent where everybody's mail says the same words."""

import pytest

from dsar.review import exemptions, signals

UK = exemptions.for_regime("UK", "GB")


def suggested(text, catalogue=UK):
    return [signal.exemption_id for signal in signals.suggest([{"text": text}], catalogue)]


@pytest.mark.parametrize(
    "text, exemption",
    [
        ("PRIVILEGED AND CONFIDENTIAL: our solicitors advise to settle", "uk.lpp"),
        ("We received legal advice on the dismissal on Monday.", "uk.lpp"),
        ("Our position is to go up to 12,000; that is the max offer", "uk.negotiation"),
        ("She is on the redundancy pool for March", "uk.mgmt"),
        ("To whom it may concern: Ana worked with us", "uk.reference"),
        ("Passed to the fraud investigation team, reported to the police", "uk.crime"),
        ("The scoring formula is proprietary: it is a trade secret", "uk.trade_secrets"),
        ("The neighbour told us in confidence that she saw the van", "uk.third_party"),
        ("A safeguarding referral was made", "uk.social_harm"),
        ("The occupational health report is attached", "uk.health_harm"),
    ],
)
def test_a_telling_phrase_is_suggested(text, exemption):
    assert exemption in suggested(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please give her privileged access to the server",
        "Your reference number is 12345",
        "Sent without prejudice",
        "You may wish to seek legal advice.",
        "This email and any attachments are confidential and may be legally privileged. If you are not the intended "
        "recipient, delete it. It may contain legally privileged material.",
        "This does not constitute legal advice.",
    ],
)
def test_a_common_phrase_is_not(text):
    assert suggested(text) == []


def test_only_what_the_regime_has_is_suggested():
    german = exemptions.for_regime("EU", "DE")

    assert suggested("A suspicious transaction report was filed", german) == ["eu.aml"]
    assert "uk.lpp" not in suggested("PRIVILEGED AND CONFIDENTIAL", german)


def test_a_suggestion_points_at_its_words():
    text = "Hello. She is on the redundancy pool."

    [found] = signals.suggest([{"text": "Nothing here."}, {"text": text}], UK)

    assert (found.block, text[found.start : found.end]) == (1, "redundancy pool")
    assert 0 < found.confidence < 1
    assert found.why
