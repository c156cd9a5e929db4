"""The shipped network finds people in prose, forms, tables and chat, and leaves what only looks like a name."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from discovery.detection import Options, detect, detect_many
from discovery.detection.names import find_names_in, network
from discovery.detection.names.gazetteer import GIVEN, SURNAME, known_as, plain
from discovery.detection.names.tokens import cut
from discovery.detection.scoring import Score, score_text
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

PEOPLE = [
    ("I spoke to Oluwaseun Adebanjo about the lease.", ["Oluwaseun Adebanjo"]),
    ("Our neighbour, Ewa Wójcicka, heard the shouting.", ["Ewa Wójcicka"]),
    (
        "Present: Hideo Tanaka, Ulrike Baumgärtner and Sione Taufa",
        ["Hideo Tanaka", "Ulrike Baumgärtner", "Sione Taufa"],
    ),
    ("Die Wohnung gehört Roswitha von Falkenhayn.", ["Roswitha von Falkenhayn"]),
    ("C'est Ousmane Diarra qui gardait les enfants.", ["Ousmane Diarra"]),
    ("Volgens Joris van der Velde klopt dat niet.", ["Joris van der Velde"]),
    ("Surname: Kowalczyk\nFirst name: Agnieszka", ["Kowalczyk", "Agnieszka"]),
    ("PATEL, Priya was granted leave.", ["PATEL, Priya"]),
    ("| Perpetua Mwangi | Auditor |", ["Perpetua Mwangi"]),
    ('{"owner": "Katarzyna Lis"}', ["Katarzyna Lis"]),
    ("is fatima rahman still at the office?", ["fatima rahman"]),
    ("The parcel was signed for by J. P. Rutherford at noon.", ["J. P. Rutherford"]),
    ("Dear Chelsea,", ["Chelsea"]),
    ("My name is Zdenka P Holubová and I rent the flat.", ["Zdenka P Holubová"]),
    ("please change it to katarzyna wójcik", ["katarzyna wójcik"]),
    ("Her maiden name is Tupou.", ["Tupou"]),
    ("Kind regards,\nSven Aandahl", ["Sven Aandahl"]),
]
NOBODY = [
    "Dear Sir or Madam,",
    "Kind regards,\nThe Complaints Team",
    "Parkinson's and Alzheimer's were both ruled out.",
    "Barclays has closed its branch in Penrith.",
    "See Art. 15 and Art. 17.",
    "Turn right at Wellington Street.",
    "Python, Java and Ruby are taught in Year Two.",
    "Date of Birth | Place of Birth | Nationality",
    "Sehr geehrte Damen und Herren,",
    "May we suggest August instead of July?",
    "john.smith@example.org",
    "The GDPR and the DPIA are explained by the DPO.",
    "A LeasedRow is claimed by a ScanItem and does no harm.",
]


def people(text):
    return [text[one.start : one.end] for one in detect(text) if one.kind is Kind.PERSON]


@pytest.mark.parametrize(("text", "names"), PEOPLE)
def test_people_are_found_whole(text, names):
    assert people(text) == names


@pytest.mark.parametrize("text", NOBODY)
def test_what_only_looks_like_a_name_is_left(text):
    assert people(text) == []


def test_people_in_sentences_by_hand_reach_the_bar():
    score = Score()
    rows = passages("people")
    for (_, labels), found in zip(rows, detect_many([text for text, _ in rows]), strict=True):
        score += score_text(labels, [one for one in found if one.kind is Kind.PERSON]).get(Kind.PERSON, Score())

    assert score.f() >= 0.85


def test_a_name_that_stood_in_full_is_found_again_alone():
    text = "Minutes: Oluwaseun Adebanjo complained. Item 4: see Adebanjo file."

    assert people(text) == ["Oluwaseun Adebanjo", "Adebanjo"]


def test_a_text_gives_the_same_names_alone_and_among_others():
    texts = [text for text, _ in passages("people")]

    alone = [next(find_names_in([text])) for text in texts]

    assert list(find_names_in(texts)) == alone


def test_threads_do_not_disturb_each_other():
    texts = [text for text, _ in passages("people")] * 3
    expected = [next(find_names_in([text])) for text in texts]
    network.forget()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: next(find_names_in([text])), texts))

    assert found == expected


def test_tokens_joined_are_the_text():
    for text, _ in passages("people"):
        assert "".join(cut(text)) == text


def test_the_lists_know_names_with_and_without_accents():
    assert known_as("Jürgen") & GIVEN
    assert known_as("jurgen") & GIVEN
    assert known_as("Wójcik") & SURNAME
    assert plain("Åsa Łukasz Groß") == "asa lukasz gross"


def test_every_sign_a_text_may_have_is_read():
    text = "".join(map(chr, [*range(1, 0x2FF), 0x1F600, 0x4E00, 0x621])) * 3

    assert isinstance(next(find_names_in([text, "", " ", "\n"])), list)


def test_text_without_end_takes_time_in_proportion():
    text = "Anna Schmidt met Oluwaseun Cole in Leeds. " * 12_000
    detect("warm Anna Schmidt")

    start = time.process_time()
    found = next(find_names_in([text]))

    assert len(found) >= 24_000
    assert time.process_time() - start < 4.0


def test_importing_detection_loads_neither_numpy_nor_spacy():
    code = "import sys, discovery.detection; assert not {'numpy', 'spacy', 'torch'} & set(sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rules_alone_find_the_given_names_of_the_lists():
    found = detect("Yesterday Agnieszka Kowalczyk signed.", options=Options(names="rules"))

    assert [(one.kind, one.start, one.end) for one in found] == [(Kind.PERSON, 10, 29)]
