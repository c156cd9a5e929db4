"""Names that something beside them proves, and what is called after people and is nobody."""

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="rules")


def people(text, options=RULES):
    return [text[one.start : one.end] for one in detect(text, options=options) if one.kind is Kind.PERSON]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bao Papadakis,bao.papadakis7@example.org,+61", ["Bao Papadakis"]),
        ("name;mail\nGráinne Ní Dhomhnaill;grainne.nidhomhnaill@example.org", ["Gráinne Ní Dhomhnaill"]),
        ("Quorra Vexley | qvexley@example.org", ["Quorra Vexley"]),
        ("Sales Desk,sales.desk2@example.org", []),
        ("Harbour Light,info@example.org", []),
        ("[10:32] Angus: sure, tomorrow", ["Angus"]),
        ("10:32 Agent: may I help?", []),
        ("[10:33] Error: no route", []),
        ("Employee EMP-09374 (Carruthers, Harry) asked", ["Carruthers, Harry"]),
        ("the towns (Leeds, Hull) are near", []),
        ("hi my name is campbell smith.", ["campbell smith"]),
        ("my name is on the list", []),
        ("Her maiden name is van der Rest", ["van der Rest"]),
    ],
)
def test_what_stands_beside_proves_the_name(text, names):
    assert people(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Die Kanzlei Schmidt & Partner vertritt uns.",
        "Boulangerie Martin est fermée lundi.",
        "Autohaus Becker meldet sich morgen.",
        "Fischer Verlag hat geantwortet.",
        "Der Laden in der Karl-Marx-Allee schließt.",
        "Works on Martin Luther King Boulevard begin today.",
        "She ordered a Caesar salad and a Margherita pizza.",
        "The Bunsen burner and the Petri dish are in the lab.",
        "The Churchill Fellowship opens in June.",
        "The office in Lincoln moved to Chester.",
        "Christmas and Easter are holidays.",
        "Contact: Reception",
        "Attn: Accounts Payable",
    ],
)
def test_what_is_called_after_people_is_nobody(text):
    assert people(text, Options()) == []


def test_a_town_between_from_and_to_stays_a_place():
    text = "Oliver Mukherjee moved from Swansea to Bristol in spring."

    found = {text[one.start : one.end]: one.kind for one in detect(text)}

    assert (found["Oliver Mukherjee"], found["Bristol"]) == (Kind.PERSON, Kind.LOCATION)
