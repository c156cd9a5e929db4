import base64
import json
import random
import subprocess
import sys
import time

import pytest

from discovery.detection import KIND_FACTS, Options, PatternRecogniser, detect, detect_many
from discovery.detection.recognisers import built_in, name_rules
from discovery.detection.scanning import Scanner, trigger_of
from discovery.documents import Kind
from tests.discovery.detection.labelled import passages

RULES = Options(names="rules")
PLAIN = Options(names="none")


def found(text, options=PLAIN, languages=("en",)):
    return [(one.kind, text[one.start : one.end]) for one in detect(text, languages, options)]


def test_detections_are_sorted_and_never_overlap():
    text = "\n".join(text for text, _ in passages("structured"))

    detections = detect(text, options=RULES)

    assert len(detections) > 100
    assert all(one.end <= two.start for one, two in zip(detections, detections[1:], strict=False))
    assert all(0 < one.score <= 1 and one.why for one in detections)


def test_the_same_text_gives_the_same_answer():
    text = "\n".join(text for text, _ in passages("structured"))

    assert detect(text, options=RULES) == detect(text, options=RULES)


@pytest.mark.parametrize("shift", [1200, 1380, 1490, 1499, 1500, 1501, 1650, 2990])
@pytest.mark.parametrize("filler", ["x ", "\n", ", "])
def test_a_value_on_the_border_of_a_window_is_found_whole_and_once(shift, filler):
    text = (filler * shift)[:shift] + " jane.doe@example.org and 4111 1111 1111 1111 " + filler * 900

    kinds = found(text)

    assert kinds.count((Kind.EMAIL_ADDRESS, "jane.doe@example.org")) == 1
    assert kinds.count((Kind.CREDIT_CARD, "4111 1111 1111 1111")) == 1


@pytest.mark.parametrize(
    "text, kind, value",
    [
        ("NINO AB\u00a012\u00a034\u00a056\u00a0C", Kind.UK_NINO, "AB\u00a012\u00a034\u00a056\u00a0C"),
        ("jane@exam\u00adple.org", Kind.EMAIL_ADDRESS, "jane@exam\u00adple.org"),
        ("call 020\u20137946\u20110018", Kind.PHONE_NUMBER, "020\u20137946\u20110018"),
        ("mail \uff4a\uff41\uff4e\uff45@example.org", Kind.EMAIL_ADDRESS, "\uff4a\uff41\uff4e\uff45@example.org"),
        ("SSN 536\u200b-90-4399.", Kind.US_SSN, "536\u200b-90-4399"),
        ("IBAN: \U0001f600 GB82 WEST 1234 5698 7654 32", Kind.IBAN, "GB82 WEST 1234 5698 7654 32"),
    ],
)
def test_odd_signs_do_not_hide_a_value_and_offsets_stay_those_of_the_original(text, kind, value):
    assert (kind, value) in found(text)


@pytest.mark.parametrize(
    "text, kind, value",
    [
        ("DOB 12/03/1985, joined 01/02/2010", Kind.DATE_TIME, "01/02/2010"),
        ("joined 01/02/2010", Kind.DATE_TIME, "01/02/2010"),
        ("NHS number: 943 476 5919, passport 502135326", Kind.PASSPORT, "502135326"),
        ("passport 502135326, NHS number: 943 476 5919", Kind.UK_NHS, "943 476 5919"),
        ("SIN 130 692 544; phone 020 7946 0018", Kind.PHONE_NUMBER, "020 7946 0018"),
        ("https://example.org/?who=a.b@example.net", Kind.EMAIL_ADDRESS, "a.b@example.net"),
    ],
)
def test_the_nearest_word_decides_between_kinds_of_one_shape(text, kind, value):
    assert (kind, value) in found(text)


def test_a_context_word_within_fifty_characters_raises_the_score():
    near, far = "card 4111 1111 1111 1111", "card" + " and so on" * 6 + " 4111 1111 1111 1111"

    score_near, score_far = (detect(text, options=PLAIN)[0].score for text in (near, far))

    assert score_near > score_far


def test_a_minimum_score_leaves_out_the_doubtful():
    text = "a stroke, and 4111 1111 1111 1111"

    kinds = [kind for kind, _ in found(text, Options(names="none", min_score=0.75))]

    assert kinds == [Kind.CREDIT_CARD]


def test_an_organisation_adds_a_recogniser_of_its_own():
    own = PatternRecogniser(
        name="locker", kind=Kind.EMPLOYEE_ID, pattern=r"\bLK\d{4}\b", score=0.9, source="house rule"
    )

    assert found("see LK2231", Options(names="none", custom=(own,))) == [(Kind.EMPLOYEE_ID, "LK2231")]
    assert found("see LK2231") == []


def test_national_numbers_are_read_in_the_plans_of_the_languages():
    assert found("Nummer 089 1234567", languages=("de",)) == [(Kind.PHONE_NUMBER, "089 1234567")]


def test_detect_many_keeps_the_order():
    texts = ["nothing", "a@example.org", "SSN 536-90-4399"]

    assert [len(one) for one in detect_many(texts, options=PLAIN)] == [0, 1, 1]


def test_every_kind_has_a_label_a_category_and_a_risk():
    assert set(KIND_FACTS) == set(Kind)


def test_names_of_recognisers_are_unique():
    names = [one.name for one in (*built_in(("en",)), *name_rules())]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("finder", [one for one in built_in(("en",)) if trigger_of(one)], ids=lambda one: one.name)
def test_no_trigger_hides_what_its_recogniser_finds(finder):
    alone = Scanner((finder,))

    for text, _ in passages("structured"):
        assert list(alone.scan(text)) == list(finder.find(text, 0, len(text)))


def test_importing_detection_does_not_import_spacy_or_django():
    code = "import sys, json, discovery.detection, discovery.matching; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"

    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    assert not {"spacy", "onnxruntime", "numpy", "django", "celery"} & set(loaded)


def test_a_detection_says_how_grave_its_kind_is():
    text = "IBAN GB82 WEST 1234 5698 7654 32, write to jane.doe@example.org"

    assert {one.kind: one.risk for one in detect(text, options=PLAIN)} == {
        Kind.IBAN: KIND_FACTS[Kind.IBAN].risk,
        Kind.EMAIL_ADDRESS: KIND_FACTS[Kind.EMAIL_ADDRESS].risk,
    }


def seconds(text, options=RULES):
    started = time.process_time()
    detect(text, options=options)
    return time.process_time() - started


@pytest.mark.parametrize("columns", [None, 76])
def test_two_megabytes_of_base64_take_less_than_a_second(columns):
    raw = base64.b64encode(random.Random(7).randbytes(1_500_000)).decode()
    text = raw if columns is None else "\n".join(raw[at : at + columns] for at in range(0, len(raw), columns))
    detect("warm", options=Options())

    assert seconds(text, Options()) < 1.0


@pytest.mark.parametrize(
    "piece",
    ["a@", "1 ", "(", "Aa ", "1-", "www.", "Mr ", "é", "a.b.", "0x", "12 Street ", "::", "<a", "A1", "dob ", "\u00ad"],
)
def test_time_grows_with_length_and_no_faster(piece):
    short, long = piece * (8_000 // len(piece)), piece * (64_000 // len(piece))
    detect(short, options=RULES)

    assert seconds(long) < 24 * max(seconds(short), 0.02)


def test_readable_text_beside_encoded_bytes_is_still_read():
    encoded = base64.b64encode(bytes(range(256)) * 40).decode()

    assert found(f"write to a@example.org {encoded} or b@example.org") == [
        (Kind.EMAIL_ADDRESS, "a@example.org"),
        (Kind.EMAIL_ADDRESS, "b@example.org"),
    ]


def test_no_text_whatever_raises_or_gives_an_empty_span():
    signs = random.Random(11)
    alphabet = "0123456789०१२٣٤५ABCabcßüé@.:-/ \n\u00ad\u200b\ufb01\uff11\u0301<>+()#²\ud800😀"
    labels = ["RAMQ ", "DOB ", "SIN ", "passport ", "IBAN ", "card ", "tel ", "VIN ", "NHS "]

    for _ in range(400):
        text = (
            signs.choice(labels)
            + "".join(signs.choices(alphabet, k=60))
            + signs.choice(labels)
            + "TREM 8५03 1215 4111 1111"
        )
        assert all(0 <= one.start < one.end <= len(text) for one in detect(text, options=RULES))
