"""Levels, states, points and questions of an impact assessment in French and German, by their English words."""

from typing import Final

_WORDS: Final[tuple[tuple[str, str, str], ...]] = (
    # States
    ("In work", "En cours", "In Arbeit"),
    ("Waiting for approval", "En attente d’approbation", "Wartet auf Genehmigung"),
    ("Approved", "Approuvée", "Genehmigt"),
    ("Replaced by a newer version", "Remplacée par une version plus récente", "Durch eine neuere Fassung ersetzt"),
    ("Dropped", "Abandonnée", "Aufgegeben"),
    # Parts
    ("Systematic description", "Description systématique", "Systematische Beschreibung"),
    ("Necessity and proportionality", "Nécessité et proportionnalité", "Notwendigkeit und Verhältnismäßigkeit"),
    ("Risks to rights and freedoms", "Risques pour les droits et libertés", "Risiken für Rechte und Freiheiten"),
    ("Measures", "Mesures", "Maßnahmen"),
    ("Views of data subjects", "Avis des personnes concernées", "Standpunkt der betroffenen Personen"),
    ("Advice of the DPO", "Conseil du DPO", "Rat des Datenschutzbeauftragten"),
    ("Prior consultation", "Consultation préalable", "Vorherige Konsultation"),
    # Description
    ("Nature of the processing", "Nature du traitement", "Art der Verarbeitung"),
    ("Scope", "Portée", "Umfang"),
    ("Context", "Contexte", "Umstände"),
    ("Purposes", "Finalités", "Zwecke"),
    ("Legitimate interest pursued", "Intérêt légitime poursuivi", "Verfolgtes berechtigtes Interesse"),
    ("Categories of personal data", "Catégories de données personnelles", "Kategorien personenbezogener Daten"),
    ("Categories of data subjects", "Catégories de personnes concernées", "Kategorien betroffener Personen"),
    ("Recipients", "Destinataires", "Empfänger"),
    ("Transfers to third countries", "Transferts vers des pays tiers", "Übermittlungen in Drittländer"),
    ("How long the data are kept", "Durée de conservation", "Speicherdauer"),
    ("How the data flow", "Circulation des données", "Datenflüsse"),
    ("What the data lie on", "Supports des données", "Worauf die Daten liegen"),
    ("Codes of conduct", "Codes de conduite", "Verhaltensregeln"),
    ("Legal basis", "Base légale", "Rechtsgrundlage"),
    ("Systems", "Systèmes", "Systeme"),
    ("Security measures", "Mesures de sécurité", "Sicherheitsmaßnahmen"),
    ("Where the data come from", "Origine des données", "Herkunft der Daten"),
    ("Decisions by machines alone", "Décisions entièrement automatisées", "Entscheidungen allein durch Maschinen"),
    # Checklist
    ("Met", "Respecté", "Erfüllt"),
    ("Will be met by a measure", "Le sera par une mesure", "Wird durch eine Maßnahme erfüllt"),
    ("Not met", "Non respecté", "Nicht erfüllt"),
    ("Does not apply", "Sans objet", "Trifft nicht zu"),
    ("Purposes are limited", "Finalités limitées", "Zweckbindung"),
    ("No more data than needed", "Minimisation des données", "Datenminimierung"),
    ("Accuracy", "Exactitude", "Richtigkeit"),
    ("Storage is limited", "Conservation limitée", "Speicherbegrenzung"),
    ("People are informed", "Information des personnes", "Information der Menschen"),
    ("Rights can be used", "Exercice des droits", "Rechte können ausgeübt werden"),
    ("Decisions by machines", "Décisions automatisées", "Automatisierte Entscheidungen"),
    ("Processors are bound", "Encadrement des sous-traitants", "Bindung der Auftragsverarbeiter"),
    ("Transfers are safeguarded", "Transferts encadrés", "Abgesicherte Übermittlungen"),
    ("Chapter V", "chapitre V", "Kapitel V"),
    # Scales and levels
    ("Unlikely", "Improbable", "Unwahrscheinlich"),
    ("Possible", "Possible", "Möglich"),
    ("Likely", "Probable", "Wahrscheinlich"),
    ("Almost certain", "Presque certain", "Fast sicher"),
    ("Minor", "Mineure", "Gering"),
    ("Noticeable", "Sensible", "Spürbar"),
    ("Serious", "Importante", "Ernst"),
    ("Grave", "Maximale", "Schwerwiegend"),
    ("Not rated", "Non évalué", "Nicht bewertet"),
    ("Low", "Faible", "Niedrig"),
    ("Medium", "Moyen", "Mittel"),
    ("High", "Élevé", "Hoch"),
    ("Very high", "Très élevé", "Sehr hoch"),
    ("Data come into the wrong hands", "Accès illégitime aux données", "Daten kommen in falsche Hände"),
    ("Data are changed or wrong", "Données modifiées ou fausses", "Daten sind verändert oder falsch"),
    ("Data disappear or cannot be used", "Données perdues ou inutilisables", "Daten fehlen oder sind nicht nutzbar"),
    ("Processing itself interferes with rights", "Atteinte par le traitement même", "Eingriff durch die Verarbeitung"),
    # The picture
    ("Risks before and after measures", "Risques avant et après mesures", "Risiken vor und nach Maßnahmen"),
    ("Severity for people →", "Gravité pour les personnes →", "Schwere für Menschen →"),
    ("↑ Likelihood", "↑ Vraisemblance", "↑ Wahrscheinlichkeit"),
    ("No risk is rated yet.", "Aucun risque n’est encore évalué.", "Noch ist kein Risiko bewertet."),
    (
        "{id}: from {start} to {end} ({was} to {becomes}).",
        "{id} : de {start} à {end} ({was} à {becomes}).",
        "{id}: von {start} zu {end} ({was} zu {becomes}).",
    ),
    (
        "{id}: {start} ({levels}), not lowered.",
        "{id} : {start} ({levels}), non réduit.",
        "{id}: {start} ({levels}), nicht gemindert.",
    ),
    # Measures, advice, answer of the authority
    ("Planned", "Prévue", "Geplant"),
    ("Done", "Réalisée", "Erledigt"),
    ("Followed", "Suivi", "Befolgt"),
    ("Followed in part", "Suivi en partie", "Teilweise befolgt"),
    ("Not followed", "Non suivi", "Nicht befolgt"),
    ("No objection", "Pas d’objection", "Keine Einwände"),
    (
        "Written advice, taken up in this assessment",
        "Avis écrit, pris en compte dans cette analyse",
        "Schriftliche Empfehlungen, in diese Abschätzung aufgenommen",
    ),
    (
        "The processing may not start (Art. 58(2))",
        "Le traitement ne peut pas commencer (art. 58, par. 2)",
        "Die Verarbeitung darf nicht beginnen (Art. 58 Abs. 2)",
    ),
    (
        "The time ran out without an answer",
        "Le délai s’est écoulé sans réponse",
        "Die Frist verstrich ohne Antwort",
    ),
    ("Still right", "Toujours exacte", "Noch zutreffend"),
    ("The risk has changed", "Le risque a changé", "Das Risiko hat sich geändert"),
    # Screening
    ("Yes", "Oui", "Ja"),
    ("Not sure", "Incertain", "Nicht sicher"),
    ("No", "Non", "Nein"),
    ("DPIA needed", "Analyse d’impact nécessaire", "Folgenabschätzung nötig"),
    ("DPIA not needed", "Analyse d’impact non nécessaire", "Folgenabschätzung nicht nötig"),
    (
        "Are people evaluated systematically and extensively by machines, and decisions based on it that affect them?",
        "Des personnes sont-elles évaluées de façon systématique et approfondie par des machines, avec des décisions "
        "qui les affectent ?",
        "Werden Menschen systematisch und umfassend maschinell bewertet, und stützen sich darauf Entscheidungen, die "
        "sie betreffen?",
    ),
    (
        "Are special categories or data about criminal convictions processed on a large scale?",
        "Des catégories particulières ou des données relatives à des condamnations pénales sont-elles traitées à "
        "grande échelle ?",
        "Werden besondere Kategorien oder Daten über Straftaten in großem Umfang verarbeitet?",
    ),
    (
        "Is a publicly accessible area monitored systematically on a large scale?",
        "Une zone accessible au public est-elle surveillée systématiquement à grande échelle ?",
        "Wird ein öffentlich zugänglicher Bereich systematisch und in großem Umfang überwacht?",
    ),
    (
        "Is it on the authority's list of processing that needs an assessment?",
        "Figure-t-il sur la liste de l’autorité des traitements exigeant une analyse ?",
        "Steht sie auf der Liste der Behörde mit Verarbeitungen, die eine Abschätzung brauchen?",
    ),
    (
        "Is it on the authority's list of processing that needs no assessment?",
        "Figure-t-il sur la liste de l’autorité des traitements n’exigeant pas d’analyse ?",
        "Steht sie auf der Liste der Behörde mit Verarbeitungen, die keine Abschätzung brauchen?",
    ),
    (
        "Does a law prescribe this processing, and was it assessed when the law was made?",
        "Une loi impose-t-elle ce traitement, et a-t-il été évalué lors de son adoption ?",
        "Schreibt ein Gesetz diese Verarbeitung vor, und wurde sie bei dessen Erlass abgeschätzt?",
    ),
    (
        "Does an assessment of similar processing with similar risks cover it?",
        "Une analyse d’un traitement semblable aux risques semblables le couvre-t-elle ?",
        "Deckt die Abschätzung einer ähnlichen Verarbeitung mit ähnlichen Risiken sie ab?",
    ),
    ("Evaluation or scoring", "Évaluation ou notation", "Bewertung oder Scoring"),
    (
        "Automated decisions with legal or similar significant effect",
        "Décisions automatisées à effet juridique ou significatif similaire",
        "Automatisierte Entscheidungen mit rechtlicher oder ähnlich erheblicher Wirkung",
    ),
    ("Systematic monitoring", "Surveillance systématique", "Systematische Überwachung"),
    (
        "Sensitive or highly personal data",
        "Données sensibles ou très personnelles",
        "Sensible oder höchstpersönliche Daten",
    ),
    ("Large scale", "Grande échelle", "Großer Umfang"),
    (
        "Matching or combining data sets",
        "Croisement ou combinaison d’ensembles",
        "Abgleich oder Zusammenführung von Datensätzen",
    ),
    ("Vulnerable data subjects", "Personnes vulnérables", "Schutzbedürftige betroffene Personen"),
    (
        "New technology or new use of technology",
        "Technologie nouvelle ou usage nouveau",
        "Neue Technik oder neuer Einsatz von Technik",
    ),
    (
        "People may be kept from a right, a service or a contract",
        "Des personnes peuvent être privées d’un droit, d’un service ou d’un contrat",
        "Menschen können von einem Recht, einer Leistung oder einem Vertrag abgehalten werden",
    ),
)

VOCABULARY: Final[dict[str, dict[str, str]]] = {
    "fr": {english: french for english, french, _german in _WORDS},
    "de": {english: german for english, _french, german in _WORDS},
}
