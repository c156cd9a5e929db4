from pathlib import Path

from discovery.detection.kinds import KIND_FACTS, Category
from discovery.detection.kinds_page import page, row_start
from discovery.documents import Kind

PAGE = Path(__file__).parents[3] / "docs" / "kinds.md"


def test_the_page_of_kinds_says_what_the_code_does():
    text = PAGE.read_text(encoding="utf-8")

    lagging = [kind for kind, facts in KIND_FACTS.items() if row_start(kind, facts) not in text]

    assert not lagging, "python -m discovery.detection.kinds_page > docs/kinds.md"


def test_every_kind_has_facts_and_a_row():
    assert set(KIND_FACTS) == set(Kind)
    assert all(row_start(kind, facts) in page() for kind, facts in KIND_FACTS.items())


def test_national_numbers_and_cards_are_no_special_category():
    identities = [facts for kind, facts in KIND_FACTS.items() if facts.category is Category.GOVERNMENT]

    assert {facts.article for facts in identities} == {"Art. 4(1)"}
    assert KIND_FACTS[Kind.CREDIT_CARD].article == "Art. 4(1)"


def test_special_categories_and_criminal_matters_have_their_articles():
    special = {Kind.HEALTH, Kind.RELIGION, Kind.POLITICAL_OPINION, Kind.TRADE_UNION, Kind.SEXUAL_LIFE, Kind.BIOMETRIC}

    assert {KIND_FACTS[kind].article for kind in special} == {"Art. 9"}
    assert KIND_FACTS[Kind.CRIMINAL].article == "Art. 10"
