"""The words of the drafts in English, French and German: headings, leads, what each section asks for. Plain data."""

from collections.abc import Mapping

Words = Mapping[str, str]

_EN: Words = {
    "late": "Reasons for the delay",
    "m_late": "the reasons for the delay",
    "nature": "What happened",
    "contact": "Contact",
    "consequences": "Likely consequences",
    "measures": "Measures",
    "times": "When",
    "later": "What follows",
    "data": "Which of your data",
    "you": "What you can do",
    "confidentiality": "others saw or received the data",
    "integrity": "data were changed",
    "availability": "data were lost or could not be reached",
    "lead_authority": "{organisation} notifies a personal data breach to {authority} (our reference {reference}).",
    "lead_more": "This adds to our notice {outside}about the breach {reference} (phase {phase}).",
    "lead_persons": "We write to you because data about you were affected by an incident at {organisation}.",
    "lead_public": "{organisation} tells the public of an incident that affected personal data.",
    "lead_controller": (
        "We process personal data on your behalf and tell you of a breach (our reference {reference})."
    ),
    "kind": "Kind of breach: {types}.",
    "persons": "People concerned: about {number}.",
    "who": "They are: {kinds}.",
    "records": "Records concerned: about {number}.",
    "what": "Data concerned: {kinds}.",
    "happened": "It happened: {moment}.",
    "found": "It was found: {moment}.",
    "aware": "We are aware of it since: {moment}.",
    "taken": "Taken: {text}",
    "proposed": "Planned: {text}",
    "told": "People told: {text}",
    "reach": "You can reach us and our data protection officer: {contact}",
    "later_text": "What is not known yet follows without undue further delay.",
    "you_text": (
        "Be careful with messages and calls that refer to this. Change passwords that you used here and "
        "elsewhere. Look at your bank statements. You can complain to the supervisory authority: {authority}."
    ),
    "m_what": "what happened",
    "m_types": "the kind of breach",
    "m_persons": "the approximate number of people",
    "m_kinds": "the categories of people",
    "m_records": "the approximate number of records",
    "m_data": "the categories of data",
    "m_contact": "the contact of the DPO",
    "m_consequences": "the likely consequences",
    "m_measures": "the measures taken or planned",
    "m_aware": "the moment of awareness",
}
_FR: Words = {
    "late": "Motifs du retard",
    "m_late": "les motifs du retard",
    "nature": "Ce qui s'est passé",
    "contact": "Contact",
    "consequences": "Conséquences probables",
    "measures": "Mesures",
    "times": "Quand",
    "later": "La suite",
    "data": "Lesquelles de vos données",
    "you": "Ce que vous pouvez faire",
    "confidentiality": "des tiers ont vu ou reçu les données",
    "integrity": "des données ont été modifiées",
    "availability": "des données ont été perdues ou étaient inaccessibles",
    "lead_authority": (
        "{organisation} notifie une violation de données à caractère personnel à {authority} (notre référence"
        " {reference})."
    ),
    "lead_more": "Ceci complète notre notification {outside}sur la violation {reference} (étape {phase}).",
    "lead_persons": (
        "Nous vous écrivons parce que des données vous concernant sont touchées par un incident chez {organisation}."
    ),
    "lead_public": "{organisation} informe le public d'un incident qui a touché des données à caractère personnel.",
    "lead_controller": (
        "Nous traitons des données pour votre compte et vous signalons une violation (notre référence {reference})."
    ),
    "kind": "Nature de la violation : {types}.",
    "persons": "Personnes concernées : environ {number}.",
    "who": "Il s'agit de : {kinds}.",
    "records": "Enregistrements concernés : environ {number}.",
    "what": "Données concernées : {kinds}.",
    "happened": "Date des faits : {moment}.",
    "found": "Découverte : {moment}.",
    "aware": "Nous en avons connaissance depuis : {moment}.",
    "taken": "Prises : {text}",
    "proposed": "Prévues : {text}",
    "told": "Personnes informées : {text}",
    "reach": "Vous pouvez nous joindre, ainsi que notre délégué à la protection des données : {contact}",
    "later_text": "Ce qui n'est pas encore connu suivra sans autre retard indu.",
    "you_text": (
        "Méfiez-vous des messages et appels qui s'y réfèrent. Changez les mots de passe utilisés ici et "
        "ailleurs. Vérifiez vos relevés bancaires. Vous pouvez saisir l'autorité de contrôle : {authority}."
    ),
    "m_what": "ce qui s'est passé",
    "m_types": "la nature de la violation",
    "m_persons": "le nombre approximatif de personnes",
    "m_kinds": "les catégories de personnes",
    "m_records": "le nombre approximatif d'enregistrements",
    "m_data": "les catégories de données",
    "m_contact": "le contact du DPD",
    "m_consequences": "les conséquences probables",
    "m_measures": "les mesures prises ou prévues",
    "m_aware": "le moment de la prise de connaissance",
}
_DE: Words = {
    "late": "Gründe für die Verzögerung",
    "m_late": "die Gründe für die Verzögerung",
    "nature": "Was geschehen ist",
    "contact": "Kontakt",
    "consequences": "Wahrscheinliche Folgen",
    "measures": "Maßnahmen",
    "times": "Wann",
    "later": "Was folgt",
    "data": "Welche Ihrer Daten",
    "you": "Was Sie tun können",
    "confidentiality": "andere haben die Daten gesehen oder erhalten",
    "integrity": "Daten wurden verändert",
    "availability": "Daten gingen verloren oder waren nicht erreichbar",
    "lead_authority": (
        "{organisation} meldet {authority} eine Verletzung des Schutzes personenbezogener Daten (unser "
        "Zeichen {reference})."
    ),
    "lead_more": "Dies ergänzt unsere Meldung {outside}zur Verletzung {reference} (Schritt {phase}).",
    "lead_persons": "Wir schreiben Ihnen, weil ein Vorfall bei {organisation} Daten über Sie betrifft.",
    "lead_public": (
        "{organisation} informiert die Öffentlichkeit über einen Vorfall, der personenbezogene Daten betrifft."
    ),
    "lead_controller": (
        "Wir verarbeiten Daten in Ihrem Auftrag und melden Ihnen eine Verletzung (unser Zeichen {reference})."
    ),
    "kind": "Art der Verletzung: {types}.",
    "persons": "Betroffene Personen: etwa {number}.",
    "who": "Es sind: {kinds}.",
    "records": "Betroffene Datensätze: etwa {number}.",
    "what": "Betroffene Daten: {kinds}.",
    "happened": "Geschehen: {moment}.",
    "found": "Entdeckt: {moment}.",
    "aware": "Uns bekannt seit: {moment}.",
    "taken": "Ergriffen: {text}",
    "proposed": "Geplant: {text}",
    "told": "Benachrichtigte Personen: {text}",
    "reach": "Sie erreichen uns und unsere Datenschutzbeauftragte oder unseren Datenschutzbeauftragten: {contact}",
    "later_text": "Was noch nicht bekannt ist, folgt ohne unangemessene weitere Verzögerung.",
    "you_text": (
        "Seien Sie vorsichtig bei Nachrichten und Anrufen, die sich darauf beziehen. Ändern Sie Passwörter, "
        "die Sie hier und anderswo verwendet haben. Prüfen Sie Ihre Kontoauszüge. Sie können sich bei der "
        "Aufsichtsbehörde beschweren: {authority}."
    ),
    "m_what": "was geschehen ist",
    "m_types": "die Art der Verletzung",
    "m_persons": "die ungefähre Zahl der Personen",
    "m_kinds": "die Kategorien der Personen",
    "m_records": "die ungefähre Zahl der Datensätze",
    "m_data": "die Kategorien der Daten",
    "m_contact": "der Kontakt der oder des Datenschutzbeauftragten",
    "m_consequences": "die wahrscheinlichen Folgen",
    "m_measures": "die ergriffenen oder geplanten Maßnahmen",
    "m_aware": "der Zeitpunkt der Kenntnis",
}
WORDS: Mapping[str, Words] = {"en": _EN, "fr": _FR, "de": _DE}
