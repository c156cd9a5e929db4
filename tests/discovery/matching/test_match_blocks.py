import random
import time

import pytest

from discovery.documents import Decision, Locator, SubjectProfile, TextBlock
from discovery.matching import match_blocks

PROFILE = SubjectProfile(
    names=("Jürgen Müller",),
    emails=("J.Mueller@Example.org",),
    phones=("+44 7700 900123",),
    addresses=("12 Harbour Road, Bristol BS1 4QA",),
    dates_of_birth=("1985-03-12",),
    identifiers=(("customer number", "59"), ("iban", "GB82 WEST 1234 5698 7654 32"), ("account number", "A-104422")),
)
CONFIRMED, REVIEW, EXCLUDED = Decision.CONFIRMED, Decision.REVIEW, Decision.EXCLUDED


def blocks(*texts):
    return [TextBlock(text, Locator({"page": number})) for number, text in enumerate(texts)]


def matches(*texts, profile=PROFILE, shared=()):
    return match_blocks(blocks(*texts), profile, shared)


def best(*texts, profile=PROFILE, shared=()):
    """The strongest decision and its reason; None where nothing hit."""
    found = matches(*texts, profile=profile, shared=shared)
    return (found[0].decision, found[0].reason) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "write to j.mueller@example.org",
        "J.MUELLER@EXAMPLE.ORG,",
        "<j.mueller+shop@example.org>",
        "mailto:j.mueller@example.org?x=1",
        "It was j.mueller@example.org.",
        "call 07700 900123",
        "call (07700) 900-123",
        "+447700900123",
        "+44 (0)7700 900 123",
        "0044 7700 900123",
        "tel.07700900123",
        "room 12 07700 900123",
        "GB82WEST12345698765432",
        "gb82-west-1234-5698-7654-32",
        "Customer number: 59",
        "cust. no 59",
        "account A104422 was closed",
        "account a-104422",
    ],
)
def test_a_strong_identifier_in_any_form_confirms(text):
    assert best(text) == (CONFIRMED, "")


@pytest.mark.parametrize(
    "text",
    [
        "xj.mueller@example.org",
        "j.mueller@example.org.uk",
        "j.mueller@example.organisation",
        "aj.mueller@example.org",
        "j.muellers@example.org",
        "j.mueller@mail.example.org",
        "1207700900123",
        "077009001234",
        "+49 30 700900123 99",
        "GB82WEST123456987654321",
        "payment 59",
        "59 customers came",
        "customer number 159",
        "customer number 591",
        "customer number 5-59-3",
        "xA-104422",
        "Harbour view, 12 March",
        "Müller milk",
        "",
    ],
)
def test_what_only_resembles_an_identifier_is_no_match(text):
    assert best(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen Müller",
        "JÜRGEN MÜLLER",
        "Juergen Mueller",
        "Jurgen Muller",
        "Ju\u0308rgen Mu\u0308ller",
        "Müller, Jürgen",
        "MÜLLER Jürgen",
        "Müller;Jürgen",
        "Jürgen K. Müller",
        "Jürgen Karl Müller",
        "Jürgen\nMüller",
        "Jürgen Mül-\nler",
        "Jür\u00adgen Mül\u200bler",
        "Jürgen\u00a0Müller",
        "Herr Dr. Jürgen Müller",
        "Juergen_Mueller_CV",
        "\uff2aürgen Müller",
    ],
)
def test_the_full_name_alone_is_to_be_checked(text):
    assert best(text) == (REVIEW, "name_only")


@pytest.mark.parametrize(
    "hint",
    ["born 12 March 1985", "12.03.1985", "1985-03-12", "of 12 Harbour Rd", "BS14QA", "bs1 4qa", "March 12, 1985"],
)
def test_the_full_name_with_another_detail_confirms(hint):
    assert best(f"Jürgen Müller, {hint}.") == (CONFIRMED, "")
    assert best("Jürgen Müller was here.", f"On the next page: {hint}.") == (CONFIRMED, "")


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen and Peter Müller",
        "Jürgen met Müller",
        "Jürgen Müller-Schmidt",
        "Petra Müller",
        "jurgen.muller@example.net",
        "Jürgensen Müllerin",
    ],
)
def test_other_people_are_not_taken_for_the_name(text):
    assert best(text) in {None, (REVIEW, "surname_only")}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Jürgen Müller, born 01.02.1970", (EXCLUDED, "homonym")),
        ("Jürgen Müller (DOB 3 May 1991)", (EXCLUDED, "homonym")),
        ("Jürgen Müller <jm@example.net>", (REVIEW, "homonym")),
        ("Jürgen Müller, jm@example.net", (REVIEW, "homonym")),
        ("J. Müller", (REVIEW, "initials_only")),
        ("Müller, J.", (REVIEW, "initials_only")),
        ("Herr Müller", (REVIEW, "surname_only")),
        ("lives at 12 Harbour Road", (REVIEW, "address_only")),
        ("12 Harbour Road, born 12/03/1985", (REVIEW, "no_name")),
        ("born 12/03/1985", None),
        ("in BS1 4QA", None),
    ],
)
def test_weak_and_contradicted_traces(text, expected):
    assert best(text) == expected


def test_a_homonym_beside_the_subject_is_told_apart():
    found = matches("j.mueller@example.org wrote to us.\nLater Jürgen Müller <jm@example.net> wrote, too.")

    assert [(one.decision, one.identifier, one.reason) for one in found] == [
        (CONFIRMED, "email_address", ""),
        (REVIEW, "person", "homonym"),
    ]


@pytest.mark.parametrize(
    "mailbox", ["the.harpers@example.org", "family.harper@example.org", "info@example.org", "harper-family@example.org"]
)
def test_a_family_or_office_mailbox_never_confirms_alone(mailbox):
    profile = SubjectProfile(names=("Ann Harper",), emails=(mailbox,))

    assert best(f"sent to {mailbox}", profile=profile) == (REVIEW, "shared_identifier")
    assert best(f"Ann Harper, {mailbox}", profile=profile) == (CONFIRMED, "")
    assert best(f'"Tom Harper" <{mailbox}>', profile=profile) == (REVIEW, "shared_identifier")


def test_an_identifier_known_to_be_shared_is_to_be_checked():
    assert best("call 07700 900123", shared=("07700 900 123",)) == (REVIEW, "shared_identifier")
    assert best("j.mueller@example.org", shared=("J.Mueller@example.org",)) == (REVIEW, "shared_identifier")


def test_an_address_behind_another_persons_name_is_to_be_checked():
    assert best("Anna Schmidt <j.mueller@example.org>") == (REVIEW, "shared_identifier")
    assert best("J. Müller <j.mueller@example.org>") == (CONFIRMED, "")
    assert best('"Jurgen Mueller" <j.mueller@example.org>') == (CONFIRMED, "")


CSV = """name,email,dob,postcode
Jürgen Müller,jm@example.net,1970-02-01,M1 1AE
Anna Schmidt,anna@example.net,1985-03-12,BS1 4QA
Jürgen Müller,,,
Petra Wolf,j.mueller@example.org,,
"Müller, Jürgen",,1985-03-12,
"""


def test_each_row_of_a_table_stands_for_itself():
    text = CSV
    found = matches(text)
    lines = {
        (one.decision, one.reason, one.identifier): {text[: span.start].count("\n") for span in one.spans}
        for one in found
    }

    assert lines[(CONFIRMED, "", "email_address")] == {4}
    assert lines[(CONFIRMED, "", "person")] == {5}
    assert lines[(REVIEW, "name_only", "person")] == {3}
    assert lines[(REVIEW, "homonym", "person")] == {1}
    assert (REVIEW, "no_name", "location") not in lines


def test_the_cells_of_a_spreadsheet_row_belong_together():
    cells = {
        "A1": "Given",
        "B1": "Surname",
        "C1": "Born",
        "A2": "Jürgen",
        "B2": "Müller",
        "C2": "1985-03-12",
        "A3": "Anna",
        "B3": "Müller",
        "C3": "x",
    }
    sheet = [TextBlock(text, Locator({"sheet": "S", "cell": cell})) for cell, text in cells.items()]

    found = match_blocks(sheet, PROFILE)

    assert {(one.identifier, one.decision) for one in found} == {("person", CONFIRMED), ("date_of_birth", CONFIRMED)}
    assert [span.block for one in found if one.identifier == "person" for span in one.spans] == [3, 4]


def rows(*texts):
    return [TextBlock(text, Locator({"row": number})) for number, text in enumerate(texts, 2)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("First name: Jürgen; Last name: Müller; DOB: 1985-03-12", (CONFIRMED, "")),
        ("Surname: Müller; Given: Jürgen; Date of birth: 12/03/1985; Email: jm@example.net", (CONFIRMED, "")),
        ("Name: Jürgen Müller; Email: jm@example.net; DOB: 1970-02-01", (EXCLUDED, "homonym")),
        ("Name: Jürgen Müller; Ordered: 2024-02-01", (REVIEW, "name_only")),
        ("Name: Anna Wolf; CustomerId: 59", (CONFIRMED, "")),
        ("Name: Anna Wolf; OrderId: 59", None),
    ],
)
def test_labelled_rows_of_an_extracted_table(text, expected):
    found = match_blocks(rows(text, "Name: Petra Wolf; Email: p@example.net"), PROFILE)

    assert ((found[0].decision, found[0].reason) if found else None) == expected


@pytest.mark.parametrize(
    "places, expected",
    [
        ([{"pointer": "/people/3"}, {"pointer": "/people/3/home"}], (CONFIRMED, "")),
        ([{"pointer": "/people/3"}, {"pointer": "/people/4"}], (REVIEW, "name_only")),
        ([{"pointer": "/"}, {"pointer": "/home"}], (CONFIRMED, "")),
        ([{"pointer": "/", "line": 1}, {"pointer": "/home", "line": 1}], (CONFIRMED, "")),
        ([{"pointer": "/", "line": 1}, {"pointer": "/", "line": 2}], (REVIEW, "name_only")),
        ([{"element": "/all/one[1]/name"}, {"element": "/all/one[1]/home"}], (CONFIRMED, "")),
        ([{"element": "/all/one[1]/name"}, {"element": "/all/one[2]/home"}], (REVIEW, "name_only")),
    ],
)
def test_records_of_json_and_xml_stand_for_themselves(places, expected):
    texts = ["first: Jürgen\nlast: Müller", "street: x\npostcode: BS1 4QA"]

    found = match_blocks([TextBlock(text, Locator(place)) for text, place in zip(texts, places, strict=True)], PROFILE)

    assert (found[0].decision, found[0].reason) == expected


def test_a_log_confirms_line_by_line():
    log = "\n".join(
        f"2024-01-0{day} login user={who}"
        for day, who in enumerate(("Jürgen Müller", "j.mueller@example.org", "Anna", "BS1 4QA"), 1)
    )

    assert {(one.identifier, one.decision, one.reason) for one in matches(log)} == {
        ("email_address", CONFIRMED, ""),
        ("person", REVIEW, "name_only"),
    }


def test_mail_headers_are_running_text():
    mail = "From: a@example.net\nTo: Jürgen Müller\nCc: j.mueller@example.org\nBcc: b@example.net"

    assert {(one.identifier, one.decision) for one in matches(mail)} == {
        ("person", CONFIRMED),
        ("email_address", CONFIRMED),
    }


@pytest.mark.parametrize(
    "text, value",
    [
        ("x Jürgen\u00a0Mül-\nler y", "Jürgen\u00a0Mül-\nler"),
        ("ß ß 0044 7700 900123.", "0044 7700 900123"),
        ("\ufb01ne \u00adJür\u00adgen Müller.", "Jür\u00adgen Müller"),
    ],
)
def test_spans_are_places_in_the_original_text(text, value):
    (found,) = matches(text)

    assert [text[span.start : span.end] for span in found.spans] == [value]


@pytest.mark.parametrize(
    "known, written, expected",
    [
        ("Robert Smith", "Bob Smith", (REVIEW, "name_only")),
        ("Bill Gates", "William Gates", (REVIEW, "name_only")),
        ("Maria Garcia", "Mario Garcia", None),
        ("Luís Gonçalves", "LUIS GONCALVES", (REVIEW, "name_only")),
        ("Anna van der Berg", "van der Berg, Anna", (REVIEW, "name_only")),
        ("Anna van der Berg", "Anna Berg", None),
        ("O'Neil, Jane", "Jane ONeil", (REVIEW, "name_only")),
        ("Mary-Jane Watson", "Mary Jane Watson", (REVIEW, "name_only")),
        ("Anna Müller-Lüdenscheidt", "Anna Mueller Luedenscheidt", (REVIEW, "name_only")),
        ("John A. Smith", "John B. Smith", None),
        ("John A. Smith", "John Smith", (REVIEW, "name_only")),
        ("John A. Smith", "John Adam Smith", (REVIEW, "name_only")),
        ("Søren Åberg", "Soeren Aaberg", (REVIEW, "name_only")),
        ("Θεόδωρος Παπάς", "ΘΕΟΔΩΡΟΣ ΠΑΠΑΣ", (REVIEW, "name_only")),
    ],
)
def test_forms_of_names(known, written, expected):
    assert best(f"We saw {written} there.", profile=SubjectProfile(names=(known,))) == expected


def test_an_empty_profile_matches_nothing():
    assert matches("anything at all", profile=SubjectProfile()) == []


def test_values_stay_out_of_the_representation_and_the_reasons():
    found = matches("Jürgen Müller j.mueller@example.org 07700 900123 12 Harbour Road")

    assert len(found) >= 4
    assert not any(secret in repr(one) for one in found for secret in ("Müller", "mueller", "900123", "Harbour"))


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "jurgen ",
        "jurgen, ",
        "0 7 ",
        "+44 ",
        "j.mueller",
        "12 ",
        "mü",
        "\u00ad",
        "name,mail,x\n",
        "<a@b.c>",
        "jurgen muller dob 1/1/1990 a@b.co ",
    ],
)
def test_time_grows_with_length_and_no_faster(piece):
    def seconds(size):
        text = piece * (size // len(piece))
        started = time.process_time()
        matches(text)
        return time.process_time() - started

    seconds(1000)

    # Quadratic growth would be 64 times in every reading; a busy machine disturbs only one.
    readings = (seconds(800_000) / max(seconds(100_000), 0.02) for _ in range(3))
    assert any(ratio < 24 for ratio in readings)


def test_no_text_whatever_raises_or_gives_an_empty_span():
    signs = random.Random(12)
    alphabet = "01234579५AüéßJMjm@.:-/ \n\t,;\u00ad\u200b\ufb01\u0308<>+()\ud800😀ş"

    for _ in range(300):
        text = (
            "Jürgen M"
            + "".join(signs.choices(alphabet, k=40))
            + "j.mueller@example.org\n07700"
            + "".join(signs.choices(alphabet, k=20))
            + "\n\nMül\u00adler, Jürgen"
        )
        spans = [span for one in matches(text) for span in one.spans]
        assert spans
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
