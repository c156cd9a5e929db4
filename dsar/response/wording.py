"""What an answer says in the language of the case: the sentences of the package in French and German. Plain Python.

Keyed by the English sentence, so that a sentence that is changed and not translated is found by its test, and goes out
in English rather than wrongly. Values in %(braces)s are filled in afterwards and never read as a pattern.
"""

LANGUAGES = ("en", "fr", "de")

# English: (French, German)
SENTENCES: dict[str, tuple[str, str]] = {
    # Points of Article 15
    "Yes. %(controller)s processes personal data about you; a copy is enclosed.": (
        "Oui. %(controller)s traite des données personnelles vous concernant ; une copie est jointe.",
        "Ja. %(controller)s verarbeitet personenbezogene Daten über Sie; eine Kopie liegt bei.",
    ),
    "No. %(controller)s searched the systems listed below and found no personal data about you.": (
        "Non. %(controller)s a cherché dans les systèmes indiqués ci-dessous et n’a trouvé aucune donnée personnelle "
        "vous concernant.",
        "Nein. %(controller)s hat die unten genannten Systeme durchsucht und keine personenbezogenen Daten über Sie "
        "gefunden.",
    ),
    "%(purpose)s Legal basis: %(basis)s.": (
        "%(purpose)s Base juridique : %(basis)s.",
        "%(purpose)s Rechtsgrundlage: %(basis)s.",
    ),
    "You have the right ": ("Vous avez le droit ", "Sie haben das Recht, "),
    "to have wrong data corrected (Art. 16)": (
        "de faire rectifier des données inexactes (art. 16)",
        "unrichtige Daten berichtigen zu lassen (Art. 16)",
    ),
    "to have data erased where a ground of Art. 17 applies": (
        "de faire effacer des données lorsqu’un motif de l’article 17 s’applique",
        "Daten löschen zu lassen, wenn ein Grund nach Art. 17 vorliegt",
    ),
    "to have processing restricted (Art. 18)": (
        "de faire limiter le traitement (art. 18)",
        "die Verarbeitung einschränken zu lassen (Art. 18)",
    ),
    "to object to processing that rests on legitimate interests or a public task (Art. 21)": (
        "de vous opposer à un traitement fondé sur l’intérêt légitime ou sur une mission d’intérêt public (art. 21)",
        "einer Verarbeitung zu widersprechen, die auf berechtigten Interessen oder einer öffentlichen Aufgabe beruht "
        "(Art. 21)",
    ),
    "to receive the data you provided in a machine-readable form (Art. 20)": (
        "de recevoir les données que vous avez fournies dans un format lisible par machine (art. 20)",
        "die von Ihnen bereitgestellten Daten in maschinenlesbarer Form zu erhalten (Art. 20)",
    ),
    "to withdraw consent at any time (Art. 7(3))": (
        "de retirer votre consentement à tout moment (art. 7, paragraphe 3)",
        "eine Einwilligung jederzeit zu widerrufen (Art. 7 Abs. 3)",
    ),
    "You can complain to %(authority)s, and you can go to court (Art. 77 and 79).": (
        "Vous pouvez introduire une réclamation auprès de %(authority)s et saisir la justice (art. 77 et 79).",
        "Sie können sich bei %(authority)s beschweren, und Sie können vor Gericht gehen (Art. 77 und 79).",
    ),
    "You can complain to us (%(contact)s; Data Protection Act 2018 s. 164A), to the %(authority)s (s. 165), and "
    "you can apply to the court (s. 167).": (
        "Vous pouvez nous adresser une réclamation (%(contact)s ; Data Protection Act 2018 s. 164A), en adresser une "
        "à %(authority)s (s. 165) et saisir la justice (s. 167).",
        "Sie können sich bei uns beschweren (%(contact)s; Data Protection Act 2018 s. 164A), bei %(authority)s "
        "(s. 165), und Sie können vor Gericht gehen (s. 167).",
    ),
    "none.": ("aucune.", "keine."),
    "%(name)s in %(country)s: %(safeguard)s": (
        "%(name)s (%(country)s) : %(safeguard)s",
        "%(name)s in %(country)s: %(safeguard)s",
    ),
    "No recipient is in another country.": (
        "Aucun destinataire ne se trouve dans un autre pays.",
        "Kein Empfänger befindet sich in einem anderen Land.",
    ),
    "Not applicable: %(reason)s": ("Sans objet : %(reason)s", "Nicht zutreffend: %(reason)s"),
    # Headings of the points
    "Whether personal data are processed": (
        "Si des données personnelles sont traitées",
        "Ob personenbezogene Daten verarbeitet werden",
    ),
    "Why the data are used": ("Pourquoi les données sont utilisées", "Wozu die Daten verwendet werden"),
    "What kinds of data there are": ("Quelles catégories de données existent", "Welche Arten von Daten es gibt"),
    "Who has received the data, or will": (
        "Qui a reçu ou recevra les données",
        "Wer die Daten erhalten hat oder erhalten wird",
    ),
    "How long the data are kept": (
        "Combien de temps les données sont conservées",
        "Wie lange die Daten aufbewahrt werden",
    ),
    "The rights the person has": ("Vos droits", "Ihre Rechte"),
    "How to complain": ("Comment introduire une réclamation", "Wie Sie sich beschweren können"),
    "Where the data come from": ("D’où viennent les données", "Woher die Daten stammen"),
    "Automated decisions and profiling": (
        "Décisions automatisées et profilage",
        "Automatisierte Entscheidungen und Profiling",
    ),
    "Transfers to other countries": ("Transferts vers d’autres pays", "Übermittlung in andere Länder"),
    # What the person is told of exemptions
    "Information about other people has been removed.": (
        "Des informations sur d’autres personnes ont été retirées.",
        "Angaben über andere Personen wurden entfernt.",
    ),
    "Information about other people has been removed from the copy.": (
        "Des informations sur d’autres personnes ont été retirées de la copie.",
        "Angaben über andere Personen wurden aus der Kopie entfernt.",
    ),
    "Some information is privileged.": (
        "Certaines informations sont couvertes par le secret professionnel.",
        "Einige Informationen unterliegen der Verschwiegenheit.",
    ),
    "Some passages are removed to protect the rights of others.": (
        "Certains passages sont retirés pour protéger les droits d’autrui.",
        "Einige Stellen sind entfernt, um die Rechte anderer zu schützen.",
    ),
    "Some passages are removed to protect trade secrets or intellectual property.": (
        "Certains passages sont retirés pour protéger des secrets d’affaires ou la propriété intellectuelle.",
        "Einige Stellen sind entfernt, um Geschäftsgeheimnisse oder geistiges Eigentum zu schützen.",
    ),
    "Some information is held back because the law exempts it from access.": (
        "Certaines informations ne sont pas communiquées parce que la loi les exclut du droit d’accès.",
        "Einige Informationen werden nicht erteilt, weil das Gesetz sie von der Auskunft ausnimmt.",
    ),
    "Some information is held back because the law restricts access to it.": (
        "Certaines informations ne sont pas communiquées parce que la loi en limite l’accès.",
        "Einige Informationen werden nicht erteilt, weil das Gesetz die Auskunft darüber beschränkt.",
    ),
    "Some information is held back because the law keeps it confidential.": (
        "Certaines informations ne sont pas communiquées parce que la loi les garde confidentielles.",
        "Einige Informationen werden nicht erteilt, weil das Gesetz sie vertraulich hält.",
    ),
    "Some information is held back because the law exempts it.": (
        "Certaines informations ne sont pas communiquées parce que la loi les exclut.",
        "Einige Informationen werden nicht erteilt, weil das Gesetz sie ausnimmt.",
    ),
    "A confidential reference is held back.": (
        "Une recommandation confidentielle n’est pas communiquée.",
        "Eine vertrauliche Referenz wird nicht herausgegeben.",
    ),
    "Exam answers are not part of the copy.": (
        "Les copies d’examen ne font pas partie des données remises.",
        "Prüfungsarbeiten sind nicht Teil der Kopie.",
    ),
    "Exam marks follow after the results, with the date.": (
        "Les notes d’examen suivront après les résultats, avec leur date.",
        "Prüfungsnoten folgen nach den Ergebnissen, mit Datum.",
    ),
    "The answer is limited to financial standing, with a statement of rights.": (
        "La réponse se limite à la situation financière, avec un rappel des droits.",
        "Die Auskunft beschränkt sich auf die finanzielle Lage, mit einer Erklärung der Rechte.",
    ),
    "The authority can check on your behalf.": (
        "L’autorité peut vérifier pour votre compte.",
        "Die Behörde kann für Sie prüfen.",
    ),
    "The right can be exercised through the Garante.": (
        "Le droit peut être exercé par l’intermédiaire du Garante.",
        "Das Recht kann über den Garante ausgeübt werden.",
    ),
    "We hold data of this kind; the values themselves may not be sent.": (
        "Nous détenons des données de cette nature ; les valeurs elles-mêmes ne peuvent pas être envoyées.",
        "Wir haben Daten dieser Art; die Werte selbst dürfen nicht versandt werden.",
    ),
    # The package
    "Page ": ("Page ", "Seite "),
    " of ": (" sur ", " von "),
    "rehearsal, approved by nobody": ("répétition, approuvée par personne", "Probelauf, von niemandem freigegeben"),
    "Information about how your data are used": (
        "Informations sur l’utilisation de vos données",
        "Informationen darüber, wie Ihre Daten verwendet werden",
    ),
    "Under Article 15(1) and (2) of the General Data Protection Regulation, for you and as of today.": (
        "En vertu de l’article 15, paragraphes 1 et 2, du règlement général sur la protection des données, pour vous "
        "et à ce jour.",
        "Nach Artikel 15 Absätze 1 und 2 der Datenschutz-Grundverordnung, für Sie und Stand heute.",
    ),
    "Where we searched": ("Où nous avons cherché", "Wo wir gesucht haben"),
    "System": ("Système", "System"),
    "Result": ("Résultat", "Ergebnis"),
    "not searched": ("non consulté", "nicht durchsucht"),
    "searched; nothing about you": ("consulté ; rien vous concernant", "durchsucht; nichts über Sie"),
    "searched; data found": ("consulté ; données trouvées", "durchsucht; Daten gefunden"),
    "The answer to your request": ("La réponse à votre demande", "Die Antwort auf Ihren Antrag"),
    "Answer to your request": ("Réponse à votre demande", "Antwort auf Ihren Antrag"),
    "Answer to your access request of %(day)s": (
        "Réponse à votre demande d’accès du %(day)s",
        "Antwort auf Ihren Auskunftsantrag vom %(day)s",
    ),
    "Dear %(name)s,": ("Bonjour %(name)s,", "Guten Tag %(name)s,"),
    "With this letter you receive a copy of the personal data that we process about you, as they stood when we "
    "searched, and the information that goes with it (Article 15 GDPR). The reference date of this answer is "
    "%(day)s.": (
        "Vous recevez avec ce courrier une copie des données personnelles que nous traitons à votre sujet, telles "
        "qu’elles étaient lors de notre recherche, et les informations qui l’accompagnent (article 15 du RGPD). La "
        "date de référence de cette réponse est le %(day)s.",
        "Mit diesem Schreiben erhalten Sie eine Kopie der personenbezogenen Daten, die wir über Sie verarbeiten, so "
        "wie sie bei unserer Suche vorlagen, und die dazugehörigen Informationen (Artikel 15 DSGVO). Der Stand dieser "
        "Antwort ist der %(day)s.",
    ),
    "We searched the systems named in the enclosed information and found no personal data about you.": (
        "Nous avons cherché dans les systèmes cités dans les informations jointes et n’avons trouvé aucune donnée "
        "personnelle vous concernant.",
        "Wir haben die in der beiliegenden Information genannten Systeme durchsucht und keine personenbezogenen Daten "
        "über Sie gefunden.",
    ),
    "What is enclosed": ("Ce qui est joint", "Was beiliegt"),
    "List of what you receive": ("Liste de ce que vous recevez", "Liste dessen, was Sie erhalten"),
    "Your data: %(count)d records, as PDF, JSON and CSV": (
        "Vos données : %(count)d enregistrements, en PDF, JSON et CSV",
        "Ihre Daten: %(count)d Datensätze, als PDF, JSON und CSV",
    ),
    "%(count)d documents": ("%(count)d documents", "%(count)d Dokumente"),
    "What is not enclosed, and why": ("Ce qui n’est pas joint, et pourquoi", "Was nicht beiliegt, und warum"),
    "Some passages were removed, or documents left out, because the law requires or allows it:": (
        "Certains passages ont été retirés, ou des documents écartés, parce que la loi l’exige ou le permet :",
        "Einige Stellen wurden entfernt oder Dokumente weggelassen, weil das Gesetz es verlangt oder erlaubt:",
    ),
    "to protect the rights and freedoms of other people (Article 15(4)).": (
        "pour protéger les droits et libertés d’autrui (article 15, paragraphe 4).",
        "um die Rechte und Freiheiten anderer Personen zu schützen (Artikel 15 Absatz 4).",
    ),
    "If you do not agree": ("Si vous n’êtes pas d’accord", "Wenn Sie nicht einverstanden sind"),
    "Our Data Protection Officer, %(who)s, answers questions about this letter: %(contact)s.": (
        "Notre délégué à la protection des données, %(who)s, répond à vos questions sur ce courrier : %(contact)s.",
        "Fragen zu diesem Schreiben beantwortet unser Datenschutzbeauftragter, %(who)s: %(contact)s.",
    ),
    "Yours sincerely,": ("Cordialement,", "Mit freundlichen Grüßen"),
    "Documents": ("Documents", "Dokumente"),
    "File": ("Fichier", "Datei"),
    "From": ("Provenance", "Herkunft"),
    "Pages": ("Pages", "Seiten"),
    "How": ("État", "Umfang"),
    "with passages removed": ("avec des passages retirés", "mit entfernten Stellen"),
    "whole": ("entier", "vollständig"),
    "Each document is a copy in pages. Black areas are passages that were removed; nothing lies under them.": (
        "Chaque document est une copie en pages. Les zones noires sont des passages retirés ; il n’y a rien dessous.",
        "Jedes Dokument ist eine Kopie in Seiten. Schwarze Flächen sind entfernte Stellen; darunter liegt nichts.",
    ),
    "Records from databases": ("Enregistrements de bases de données", "Datensätze aus Datenbanken"),
    "Kind of record": ("Type d’enregistrement", "Art des Datensatzes"),
    "Records": ("Enregistrements", "Datensätze"),
    "The records stand in “Your data” (PDF) and once more in machine-readable form (JSON and CSV) in the folder "
    "“data”.": (
        "Les enregistrements figurent dans « Vos données » (PDF) et une seconde fois, lisibles par machine (JSON et "
        "CSV), dans le dossier « data ».",
        "Die Datensätze stehen in „Ihre Daten“ (PDF) und noch einmal maschinenlesbar (JSON und CSV) im Ordner „data“.",
    ),
    "No personal data about you were found.": (
        "Aucune donnée personnelle vous concernant n’a été trouvée.",
        "Es wurden keine personenbezogenen Daten über Sie gefunden.",
    ),
    "Your data": ("Vos données", "Ihre Daten"),
    "volume %(volume)s": ("volume %(volume)s", "Band %(volume)s"),
    "Records about you, as they stand in our databases. “—” means that the field is empty.": (
        "Enregistrements vous concernant, tels qu’ils figurent dans nos bases de données. « — » signifie que le champ "
        "est vide.",
        "Datensätze über Sie, so wie sie in unseren Datenbanken stehen. „—“ bedeutet, dass das Feld leer ist.",
    ),
}


def said(words: str, language: str, **values: object) -> str:
    """The sentence in that language with its values; in English where the language or the sentence is not known."""
    spoken = language.split("-", maxsplit=1)[0].lower()
    french_and_german = SENTENCES.get(words)
    if french_and_german is not None and spoken in ("fr", "de"):
        words = french_and_german[0 if spoken == "fr" else 1]
    return words % values if values else words
