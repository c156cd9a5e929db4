"""The language of a block is told from a few words of it; what the engine was not made for is flagged."""

import time

import pytest

from discovery.detection import language

SENTENCES = [
    ("en", "We have received your letter and will reply within a month."),
    ("en", "Could you tell me who has seen my file?"),
    ("en", "The claimant was not at work on that day."),
    ("en", "Please send the parcel to my mother instead."),
    ("en", "I was there when it happened, but nobody asked me."),
    ("en", "Her laptop was returned without the charger."),
    ("en", "Thanks, that works for me."),
    ("en", "What is the reason for this delay?"),
    ("en", "He told us about the flat they had rented."),
    ("fr", "Nous avons bien reçu votre demande et nous vous répondrons dans un mois."),
    ("fr", "Je voudrais savoir qui a lu mon dossier."),
    ("fr", "Le salarié n'était pas présent ce jour-là."),
    ("fr", "Veuillez envoyer le colis à ma mère."),
    ("fr", "Elle habite dans la même rue que son frère."),
    ("fr", "Merci de me rappeler avant midi."),
    ("fr", "Il a signé le contrat sans le lire."),
    ("fr", "Les enfants sont chez leur tante."),
    ("de", "Wir haben Ihre Anfrage erhalten und antworten innerhalb eines Monats."),
    ("de", "Ich möchte wissen, wer meine Akte gelesen hat."),
    ("de", "Der Kläger war an diesem Tag nicht im Büro."),
    ("de", "Bitte schicken Sie das Paket an meine Mutter."),
    ("de", "Sie wohnt in der gleichen Straße wie ihr Bruder."),
    ("de", "Er hat den Vertrag unterschrieben, ohne ihn zu lesen."),
    ("de", "Vielen Dank für die schnelle Antwort."),
    ("de", "Die Kinder sind bei der Tante."),
    ("es", "Hemos recibido su solicitud y le responderemos en un mes."),
    ("es", "Quiero saber quién ha leído mi expediente."),
    ("es", "El trabajador no estaba en la oficina ese día."),
    ("es", "Por favor, envíe el paquete a mi madre."),
    ("es", "Ella vive en la misma calle que su hermano."),
    ("es", "Firmó el contrato sin leerlo."),
    ("es", "Los niños están con su tía."),
    ("it", "Abbiamo ricevuto la sua richiesta e risponderemo entro un mese."),
    ("it", "Vorrei sapere chi ha letto il mio fascicolo."),
    ("it", "Il dipendente non era in ufficio quel giorno."),
    ("it", "Per favore mandi il pacco a mia madre."),
    ("it", "Abita nella stessa strada di suo fratello."),
    ("it", "Ha firmato il contratto senza leggerlo."),
    ("it", "I bambini sono dalla zia."),
    ("nl", "Wij hebben uw verzoek ontvangen en antwoorden binnen een maand."),
    ("nl", "Ik wil weten wie mijn dossier heeft gelezen."),
    ("nl", "De werknemer was die dag niet op kantoor."),
    ("nl", "Stuur het pakket alstublieft naar mijn moeder."),
    ("nl", "Zij woont in dezelfde straat als haar broer."),
    ("nl", "Hij heeft het contract getekend zonder het te lezen."),
    ("nl", "De kinderen zijn bij hun tante."),
    ("pt", "Recebemos o seu pedido e responderemos dentro de um mês."),
    ("pt", "Quero saber quem leu o meu processo."),
    ("pt", "O trabalhador não estava no escritório nesse dia."),
    ("pt", "Por favor, envie a encomenda à minha mãe."),
    ("pt", "Ela mora na mesma rua que o irmão."),
    ("pt", "Assinou o contrato sem o ler."),
    ("pt", "As crianças estão com a tia."),
    ("pl", "Otrzymaliśmy Państwa wniosek i odpowiemy w ciągu miesiąca."),
    ("pl", "Chcę wiedzieć, kto czytał moje akta."),
    ("pl", "Pracownik nie był tego dnia w biurze."),
    ("pl", "Proszę wysłać paczkę do mojej matki."),
    ("pl", "Ona mieszka na tej samej ulicy co jej brat."),
    ("pl", "Podpisał umowę, ale jej nie przeczytał."),
    ("other", "Vi har tagit emot din begäran och svarar inom en månad."),
    ("other", "Jeg vil gerne vide, hvem der har læst min sag."),
    ("other", "Haluan tietää, kuka on lukenut asiakirjani."),
    ("other", "Kérelmét megkaptuk, és egy hónapon belül válaszolunk."),
    ("other", "Dilekçenizi aldık ve bir ay içinde cevap vereceğiz."),
    ("other", "Мы получили ваше письмо и ответим в течение месяца."),
    ("other", "我们已收到您的来信，将在一个月内答复。"),
    ("other", "لقد تلقينا رسالتكم وسنرد خلال شهر"),
    ("", "4711 / 0815 – 12.30"),
    ("", "XJ-220"),
]


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_a_sentence_is_enough_to_tell_its_language(code, text):
    assert language.of(text).code == code


def test_a_language_the_engine_was_not_made_for_is_flagged():
    assert not language.of("Jag vill veta vem som har läst min akt.").supported
    assert language.of("I want to know who has read my file.").supported
    assert language.of("12345").supported


def test_each_paragraph_has_its_own_language_and_short_ones_that_of_the_one_before():
    text = "We have received your letter.\n\n42\n\nWir haben Ihren Brief erhalten.\n\nNous avons reçu votre lettre.\n"

    found = list(language.blocks(text))

    assert [one.code for *_, one in found] == ["en", "en", "de", "fr"]
    assert "".join(text[start:end] for start, end, _ in found) == text


def test_one_paragraph_in_another_language_is_enough_to_say_so():
    assert language.unsupported("We have received your letter.\n\nVi har fått ditt brev och svarar inom en månad.")
    assert not language.unsupported("We have received your letter.\n\nWir haben Ihren Brief erhalten.")


def test_a_document_is_flagged_by_what_most_of_it_is_in():
    swedish = ["Vi har fått ditt brev.", "Du får svar inom en månad.", "4711"]

    assert language.mostly_unsupported(swedish)
    assert not language.mostly_unsupported(
        ["We have received your letter and will reply within a month."] * 4 + swedish
    )
    assert not language.mostly_unsupported(["4711", "XJ-220"])
    assert not language.mostly_unsupported([])


def test_a_long_text_takes_no_longer_than_its_sample():
    text = "We have received your letter and will reply. " * 60_000

    start = time.process_time()
    for _ in range(100):
        language.of(text)

    assert time.process_time() - start < 1.0
