import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="none")


def found(text):
    return [(text[one.start : one.end], one.kind) for one in detect(text, options=RULES)]


@pytest.mark.parametrize(
    "date",
    [
        "12 March 2024", "March 12, 2024", "12th March 2024", "2024-03-12", "12/03/2024", "12.03.2024", "12. März 2024",
        "17-May-2024", "1er avril 2023", "3 août 2023", "23 de abril de 1994", "5 maart 2021", "7 settembre 2020",
        "14 de junho de 2019", "24 października 2018", "3 maj 2022", "2024-05-17T09:30:00Z", "May 2024", "3 May",
    ],
)  # fmt: skip
def test_dates_of_many_languages_are_found_whole(date):
    assert found(f"Sent: {date}") == [(date, Kind.DATE_TIME)]


@pytest.mark.parametrize(
    "text",
    [
        "Date of birth: {}", "born on {}", "DOB {}", "geb. am {}", "Geburtsdatum: {}", "née le {}", "nacida el {}",
        "geboren op {}", "nata il {}", "nascida em {}", "data urodzenia {}", "född {}", "fecha\nde nacimiento: {}",
    ],
)  # fmt: skip
def test_a_word_of_birth_makes_a_date_a_date_of_birth(text):
    assert found(text.format("07.08.1971")) == [("07.08.1971", Kind.DATE_OF_BIRTH)]


@pytest.mark.parametrize(
    "text", ["born to be here since {}", "DOB unknown, joined {}", "DOB Sep 7, 1967, was seen on {}"]
)
def test_another_event_between_the_word_and_the_date_keeps_it_a_date(text):
    assert found(text.format("May 20, 2023"))[-1] == ("May 20, 2023", Kind.DATE_TIME)


@pytest.mark.parametrize(
    ("text", "date"),
    [("See you on Wednesday", "Wednesday"), ("Am Donnerstag kommt sie", "Donnerstag"), ("on Mon, 12 Feb 2024", "Mon, 12 Feb 2024")],
)  # fmt: skip
def test_days_of_the_week_are_found_alone_and_with_their_date(text, date):
    assert found(text) == [(date, Kind.DATE_TIME)]


@pytest.mark.parametrize(
    "text", ["It was founded in {}.", "since {}", "the Act of {}", "Seit {} wohnt er", "a {} survey"]
)
def test_a_year_alone_counts_behind_a_word_that_leads_to_one(text):
    assert found(text.format("2019")) == [("2019", Kind.DATE_TIME)]


@pytest.mark.parametrize(
    "text",
    [
        "Part 31-02-2020 was never a day.", "The ratio 12/45/1999 is none, nor is 99.99.2000.",
        "Version 10.4.2.17", "10:30:45", "They may march in 12 rows.", "1.250.000 euros",
        "Room 2024 seats 1999 people.", "the 2000 words", "It took 2010 minutes.",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_date_is_left_alone(text):
    assert not [kind for _value, kind in found(text) if kind in {Kind.DATE_TIME, Kind.DATE_OF_BIRTH}]
