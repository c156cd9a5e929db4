"""The words of the report on paper in English, French and German: what it says, and levels, states, questions.

What people wrote is never translated. Pages for staff take theirs from the catalogues (`as_read`).
"""

from collections.abc import Callable
from typing import Any, Final

from dsar.accountability.dpia.paper_vocabulary import VOCABULARY
from dsar.foundation.words import Words

LANGUAGES: Final = ("en", "fr", "de")
Tell = Callable[[str], str]

_LINES: Final[dict[str, tuple[str, str, str]]] = {
    "document": (
        "Data protection impact assessment",
        "Analyse d’impact relative à la protection des données",
        "Datenschutz-Folgenabschätzung",
    ),
    "under": (
        "Data protection impact assessment under Article 35 GDPR",
        "Analyse d’impact relative à la protection des données au titre de l’article 35 du RGPD",
        "Datenschutz-Folgenabschätzung nach Artikel 35 DSGVO",
    ),
    "version": ("version", "version", "Fassung"),
    "state": ("State", "État", "Stand"),
    "without_measures": ("Without measures", "Sans mesures", "Ohne Maßnahmen"),
    "highest_risk": ("highest risk", "risque le plus élevé", "höchstes Risiko"),
    "residual_risk": ("Residual risk", "Risque résiduel", "Restrisiko"),
    "with_all": ("with all measures", "avec toutes les mesures", "mit allen Maßnahmen"),
    "next_review": ("Next review", "Prochain réexamen", "Nächste Überprüfung"),
    "in_work": (
        "This version is in work. Not complete yet:",
        "Cette version est en cours. Encore incomplet :",
        "Diese Fassung ist in Arbeit. Noch nicht vollständig:",
    ),
    "screening": ("Screening", "Examen préalable", "Vorprüfung"),
    "dpo_view": ("View of the DPO:", "Avis du DPO :", "Ansicht des Datenschutzbeauftragten:"),
    "description": ("Systematic description", "Description systématique", "Systematische Beschreibung"),
    "register": (
        "Entries of the register (Art. 30) as they were taken over",
        "Entrées du registre (art. 30) telles que reprises",
        "Einträge des Verzeichnisses (Art. 30) im übernommenen Stand",
    ),
    "necessity": (
        "Necessity and proportionality",
        "Nécessité et proportionnalité",
        "Notwendigkeit und Verhältnismäßigkeit",
    ),
    "point": ("Point", "Point", "Punkt"),
    "how": ("How, or why not", "Comment, ou pourquoi non", "Wie, oder warum nicht"),
    "risks": (
        "Risks to rights and freedoms",
        "Risques pour les droits et libertés",
        "Risiken für Rechte und Freiheiten",
    ),
    "legend": (
        "Dashed ring: without measures. Full disc: with all measures. Level: severity times likelihood; from 8 on a "
        "risk is high.",
        "Cercle pointillé : sans mesures. Disque plein : avec toutes les mesures. Niveau : gravité fois "
        "vraisemblance ; à partir de 8, un risque est élevé.",
        "Gestrichelter Ring: ohne Maßnahmen. Volle Scheibe: mit allen Maßnahmen. Stufe: Schwere mal "
        "Eintrittswahrscheinlichkeit; ab 8 ist ein Risiko hoch.",
    ),
    "risk": ("Risk", "Risque", "Risiko"),
    "residual": ("Residual", "Résiduel", "Restrisiko"),
    "measures": ("Measures", "Mesures", "Maßnahmen"),
    "source": ("Source:", "Source :", "Quelle:"),
    "threat": ("Threat:", "Menace :", "Bedrohung:"),
    "consequence": ("Consequence for people:", "Conséquence pour les personnes :", "Folge für die Menschen:"),
    "measure": ("Measure", "Mesure", "Maßnahme"),
    "effect": ("Against, and effect", "Contre quoi, et effet", "Wogegen, und Wirkung"),
    "who": ("Who, by when, state", "Qui, pour quand, état", "Wer, bis wann, Stand"),
    "likelihood": ("likelihood", "vraisemblance", "Wahrscheinlichkeit"),
    "severity": ("severity", "gravité", "Schwere"),
    "none": ("none", "aucun", "keine"),
    "views": ("Views of data subjects", "Avis des personnes concernées", "Standpunkt der betroffenen Personen"),
    "sought": ("Sought.", "Recueilli.", "Eingeholt."),
    "not_sought": ("Not sought.", "Non recueilli.", "Nicht eingeholt."),
    "advice": ("Advice of the DPO", "Conseil du DPO", "Rat des Datenschutzbeauftragten"),
    "consultation": ("Prior consultation", "Consultation préalable", "Vorherige Konsultation"),
    "received": ("Received by the authority on", "Reçue par l’autorité le", "Bei der Behörde eingegangen am"),
    "advice_by": ("Advice by", "Avis au plus tard le", "Stellungnahme bis"),
    "suspended": (
        "suspended: the authority waits for information",
        "suspendue : l’autorité attend des informations",
        "ausgesetzt: die Behörde wartet auf Informationen",
    ),
    "not_counted": ("Days not counted", "Jours non comptés", "Nicht gezählte Tage"),
    "no_consultation": (
        "None was needed or recorded.",
        "Aucune n’était nécessaire ni enregistrée.",
        "Keine war nötig oder verzeichnet.",
    ),
    "approval": ("Approval and review", "Approbation et réexamen", "Genehmigung und Überprüfung"),
    "alone": (
        "Approved by somebody who wrote at it:",
        "Approuvée par une personne qui y a écrit :",
        "Genehmigt von jemandem, der daran geschrieben hat:",
    ),
    "not_approved": ("Not approved.", "Non approuvée.", "Nicht genehmigt."),
    "review": ("Review", "Réexamen", "Überprüfung"),
    "found": ("What was found", "Constat", "Befund"),
    "next": ("Next", "Prochain", "Nächste"),
    "differs": ("DIFFERS FROM WHAT WAS APPROVED", "DIFFÈRE DE CE QUI A ÉTÉ APPROUVÉ", "WEICHT VOM GENEHMIGTEN AB"),
}


def lines_in(language: str) -> dict[str, str]:
    """What the template says in that language, by name."""
    place = LANGUAGES.index(language)
    return {name: words[place] for name, words in _LINES.items()}


def tell_in(language: str) -> Tell:
    """Gives levels, states and questions in that language; what is not among them, and English, stays as it is."""
    if language == "en":
        return as_said
    known: dict[str, Any] = VOCABULARY[language]
    return lambda words: str(known.get(words, words))


def as_said(words: str) -> str:
    """The words as they are."""
    return words


def as_read(words: str) -> str:
    """The words in the language of whoever reads the page."""
    return Words.translated_by(words)
