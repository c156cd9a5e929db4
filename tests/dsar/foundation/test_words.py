"""Words of the vocabulary stay English wherever they are kept, and are read in one's own language on a page."""

import json

from django.template import Context, Template
from django.utils import translation

from dsar.access.rules import ROLE_LABELS, Role
from dsar.audit import catalogue
from dsar.foundation.errors import RuleRefused
from dsar.foundation.words import Words

DPO = ROLE_LABELS[Role.DPO]


def test_a_page_shows_the_words_in_the_language_of_its_reader():
    page = Template("{{ words }}|{% include inner %}")

    with translation.override("fr"):
        shown = page.render(Context({"words": DPO, "inner": Template("{{ words }}")}))

    assert shown == "Délégué à la protection des données|Délégué à la protection des données"


def test_what_is_kept_compared_or_sent_does_not_change_with_the_reader():
    with translation.override("fr"):
        kept = (str(DPO), f"{DPO}", json.dumps({"role": DPO}), DPO == "Data Protection Officer")

    assert kept == ("Data Protection Officer", "Data Protection Officer", '{"role": "Data Protection Officer"}', True)


def test_words_are_escaped_as_any_other_text():
    assert Template("{{ words }}").render(Context({"words": Words("<b> & co")})) == "&lt;b&gt; &amp; co"


def test_a_pattern_is_filled_in_the_language_of_the_reader():
    with translation.override("de"):
        told = Words("Roles changed to {roles}").filled(roles="dpo")

    assert told == "Rollen geändert: dpo"


def test_an_act_is_told_in_the_language_of_the_reader_with_the_form_of_its_number():
    with translation.override("fr"):
        one, more = (catalogue.sentence("search.planned", {"systems": number}) for number in (1, 3))

    assert (one, more) == ("Recherche planifiée\u00a0: 1 système", "Recherche planifiée\u00a0: 3 systèmes")


def test_a_refusal_speaks_the_language_of_whoever_is_refused_and_keeps_its_code():
    with translation.override("fr"):
        refused = RuleRefused("This case is not on hold.", code="not_held", fields={"text": "Write your advice."})

    assert (refused.code, refused.message) == ("not_held", "Ce dossier n’est pas en attente.")
    assert refused.fields == {"text": "Écrivez votre avis."}
