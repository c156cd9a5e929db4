"""Set-up of letters on screens: reading, changing with a preview, restoring, and a letter on paper."""

import datetime as dt
import io

import pypdf
import pytest
from django.urls import reverse

from dsar.notices.paper import Paper, Sender, letter_pdf
from dsar.notices.text_models import LetterVersion
from dsar.notices.texts import current_text

SENDER = Sender("Northwind Ltd", "1 Example Street\nLondon", "privacy@example.org", "Dana Poe")


def paper(**changes):
    given = {
        "sender": SENDER,
        "recipient": "Ana Lindqvist\n2 Example Street\nLondon",
        "subject": "Your request",
        "body": "Dear Ana\n\nText\n",
        "reference": "DSAR-2026-0042-K",
        "language": "en",
        "day": dt.date(2026, 11, 22),
    }
    return Paper(**given | changes)


@pytest.fixture
def dpo(client, world):
    client.force_login(world.dpo)
    return client


def edit(**changes):
    now = current_text("withdrawn", "en")
    return {"subject": now.subject, "body": now.body + "\nMore.", "based_on": 0} | changes


def test_a_text_is_changed_and_its_version_is_listed(dpo):
    answer = dpo.post(reverse("dsar:letter-edit", args=["withdrawn", "en"]), edit())
    page = dpo.get(answer.url).content.decode()
    old = dpo.get(reverse("dsar:letter-version", args=["withdrawn", "en", 1]))

    assert "Own text, version 1" in page
    assert "Dana Poe" in page
    assert "More." in old.content.decode()


def test_a_wrong_text_is_refused_beside_its_field_with_the_line_and_nothing_is_lost(dpo):
    url = reverse("dsar:letter-edit", args=["withdrawn", "en"])

    answer = dpo.post(url, edit(body="Hello\n{{ nmae }}\n{{ organisation }}"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: “nmae” is not a variable of this letter." in page
    assert "{{ nmae }}" in page
    assert not LetterVersion.objects.exists()


def test_the_preview_shows_invented_values_and_saves_nothing(dpo):
    url = reverse("dsar:letter-edit", args=["withdrawn", "en"])

    page = dpo.post(url, edit(body="Hi {{ name }}, <b>you</b>\n{{ organisation }}", preview="1")).content.decode()

    assert "Hi Ana Lindqvist, &lt;b&gt;you&lt;/b&gt;" in page
    assert not LetterVersion.objects.exists()


def test_the_shipped_text_is_restored(dpo):
    dpo.post(reverse("dsar:letter-edit", args=["withdrawn", "en"]), edit())

    dpo.post(reverse("dsar:letter-restore", args=["withdrawn", "en"]), {"based_on": "1"})

    assert current_text("withdrawn", "en").version == 0


def test_a_handler_reads_letters_and_does_not_change_them(client, world):
    client.force_login(world.handler)

    read = client.get(reverse("dsar:letter", args=["withdrawn"]))
    change = client.post(reverse("dsar:letter-edit", args=["withdrawn", "en"]), edit())

    assert (read.status_code, change.status_code) == (200, 403)


@pytest.mark.parametrize(
    ("language", "pages"), [("en", "Page 1 of 2"), ("fr", "Page 1 sur 2"), ("de", "Seite 1 von 2")]
)
def test_a_letter_on_paper_counts_its_pages_in_its_language(language, pages):
    content = letter_pdf(paper(language=language, body="Absatz\n\n" * 40))

    document = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join(document.pages[0].extract_text().split())
    assert pages in text
    assert len(document.pages) == 2
    assert document.trailer["/Root"]["/Lang"] == language


def test_the_address_stands_in_the_window_of_the_envelope():
    places = {}

    def note(text, cm, tm, *_rest):
        if text.strip():
            x, y = tm[4], tm[5]
            places.setdefault(text.strip(), (cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    page = pypdf.PdfReader(io.BytesIO(letter_pdf(paper()))).pages[0]
    page.extract_text(visitor_text=note)
    millimetre = 72 / 25.4
    found = next(place for words, place in places.items() if words.startswith("Ana Lindqvist"))

    assert 20 <= found[0] / millimetre <= 45
    assert 45 <= (page.mediabox.height - found[1]) / millimetre <= 90


def test_markup_in_a_letter_is_text_and_nothing_is_fetched():
    evil = '<img src="http://127.0.0.1:9/x"><link rel=attachment href="file:///etc/hostname">'

    document = pypdf.PdfReader(io.BytesIO(letter_pdf(paper(body=evil, recipient=evil, subject=evil))))

    assert "<img src=" in document.pages[0].extract_text()
    assert "/EmbeddedFiles" not in str(document.trailer["/Root"])


def test_a_sample_on_paper_is_handed_out(dpo):
    answer = dpo.get(reverse("dsar:letter-sample", args=["refusal", "de"]))

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
