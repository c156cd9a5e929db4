"""Fixed phrases of ours that travel into letters as values, in French and German. Plain Python.

What proof is asked for, and what that means for the deadline, is chosen from lists and not typed; in a French letter it
has to stand in French. A value that is not exactly one of these phrases is somebody's own words and stays as it is.
"""

# English: (French, German)
PHRASES: dict[str, tuple[str, str]] = {
    "Please sign in to your account and confirm the request there.": (
        "Merci de vous connecter à votre compte et d’y confirmer la demande.",
        "Bitte melden Sie sich in Ihrem Konto an und bestätigen Sie den Antrag dort.",
    ),
    "Please answer from the e-mail or postal address that you have given us before.": (
        "Merci de répondre depuis l’adresse électronique ou postale que vous nous avez déjà donnée.",
        "Bitte antworten Sie von der E-Mail- oder Postanschrift, die Sie uns früher gegeben haben.",
    ),
    "We send a code to the mobile number that you have given us before. Please tell us the code.": (
        "Nous envoyons un code au numéro de mobile que vous nous avez déjà donné. Merci de nous indiquer ce code.",
        "Wir senden einen Code an die Mobilnummer, die Sie uns früher gegeben haben. Bitte nennen Sie uns den Code.",
    ),
    "We call you on the number that you have given us before.": (
        "Nous vous appelons au numéro que vous nous avez déjà donné.",
        "Wir rufen Sie unter der Nummer an, die Sie uns früher gegeben haben.",
    ),
    "Please give us two details of your recent dealings with us, such as an order number and its date.": (
        "Merci de nous indiquer deux éléments de vos échanges récents avec nous, par exemple un numéro de commande et "
        "sa date.",
        "Bitte nennen Sie uns zwei Einzelheiten aus Ihrem letzten Kontakt mit uns, etwa eine Bestellnummer und das "
        "Datum.",
    ),
    "Please confirm the request with your electronic identity.": (
        "Merci de confirmer la demande avec votre identité électronique.",
        "Bitte bestätigen Sie den Antrag mit Ihrer elektronischen Identität.",
    ),
    "Please show us a document with your name, in person or in a video call. We keep no copy.": (
        "Merci de nous montrer un document portant votre nom, sur place ou par visioconférence. Nous n’en gardons pas "
        "de copie.",
        "Bitte zeigen Sie uns ein Dokument mit Ihrem Namen, persönlich oder in einem Videogespräch. Wir behalten keine "
        "Kopie.",
    ),
    "Please send a copy of a document with your name. Cover the photo, the number and all we do not need.": (
        "Merci d’envoyer la copie d’un document portant votre nom. Masquez la photo, le numéro et tout ce dont nous "
        "n’avons pas besoin.",
        "Bitte senden Sie die Kopie eines Dokuments mit Ihrem Namen. Decken Sie Foto, Nummer und alles ab, was wir "
        "nicht brauchen.",
    ),
    "Please give us two details that we can compare with what we hold.": (
        "Merci de nous indiquer deux éléments que nous pouvons comparer avec ce que nous détenons.",
        "Bitte nennen Sie uns zwei Angaben, die wir mit dem vergleichen können, was wir haben.",
    ),
    "Please give us three details that we can compare, and sign the declaration under penalty of perjury.": (
        "Merci de nous indiquer trois éléments que nous pouvons comparer et de signer la déclaration sous peine de "
        "parjure.",
        "Bitte nennen Sie uns drei Angaben, die wir vergleichen können, und unterschreiben Sie die Erklärung unter "
        "Strafandrohung.",
    ),
    "We ask the person you act for to confirm your request.": (
        "Nous demandons à la personne pour laquelle vous agissez de confirmer votre demande.",
        "Wir bitten die Person, für die Sie handeln, Ihren Antrag zu bestätigen.",
    ),
    "Please send the written authority that the person has signed for this request.": (
        "Merci d’envoyer la procuration écrite que la personne a signée pour cette demande.",
        "Bitte senden Sie die schriftliche Vollmacht, die die Person für diesen Antrag unterschrieben hat.",
    ),
    "Please confirm on your firm's letterhead that your client has instructed you to make this request.": (
        "Merci de confirmer sur le papier à en-tête de votre cabinet que votre client vous a chargé de cette demande.",
        "Bitte bestätigen Sie auf dem Briefbogen Ihrer Kanzlei, dass Ihr Mandant Sie mit diesem Antrag beauftragt hat.",
    ),
    "Please show us the power of attorney or the order of the court.": (
        "Merci de nous présenter le mandat ou la décision du tribunal.",
        "Bitte legen Sie uns die Vollmacht oder den Beschluss des Gerichts vor.",
    ),
    "Please show us that you have parental responsibility for the child.": (
        "Merci de justifier que vous exercez l’autorité parentale sur l’enfant.",
        "Bitte weisen Sie nach, dass Sie die elterliche Sorge für das Kind haben.",
    ),
    "Please show us the grant of probate, the letters of administration or the certificate of inheritance.": (
        "Merci de nous présenter l’acte de notoriété ou le certificat d’héritier.",
        "Bitte legen Sie uns den Erbschein oder das Testamentsvollstreckerzeugnis vor.",
    ),
    "Please show us the order of the court about the child.": (
        "Merci de nous présenter la décision du tribunal concernant l’enfant.",
        "Bitte legen Sie uns den Beschluss des Gerichts über das Kind vor.",
    ),
    "The time for our answer runs from the day on which we have this.": (
        "Le délai de notre réponse court à partir du jour où nous l’avons reçu.",
        "Die Frist für unsere Antwort beginnt an dem Tag, an dem uns dies vorliegt.",
    ),
    "Until we have this, the time for our answer stands still.": (
        "Tant que nous ne l’avons pas reçu, le délai de notre réponse est suspendu.",
        "Bis uns dies vorliegt, steht die Frist für unsere Antwort still.",
    ),
    "the correction of your data": ("la rectification de vos données", "die Berichtigung Ihrer Daten"),
    "the deletion of your data": ("l’effacement de vos données", "die Löschung Ihrer Daten"),
    "the restriction of the use of your data": (
        "la limitation du traitement de vos données",
        "die Einschränkung der Verarbeitung Ihrer Daten",
    ),
    "your data in a form for another service": (
        "vos données sous une forme destinée à un autre service",
        "Ihre Daten in einer Form für einen anderen Dienst",
    ),
    "an end to a certain use of your data": (
        "la fin d’une certaine utilisation de vos données",
        "das Ende einer bestimmten Verwendung Ihrer Daten",
    ),
    "the withdrawal of your consent": ("le retrait de votre consentement", "den Widerruf Ihrer Einwilligung"),
    "You contest that the data are accurate; it lasts while we check.": (
        "Vous contestez l’exactitude des données ; elle dure le temps de notre vérification.",
        "Sie bestreiten, dass die Daten richtig sind; sie gilt, solange wir prüfen.",
    ),
    "The processing was unlawful, and you want the data kept.": (
        "Le traitement était illicite et vous souhaitez que les données soient conservées.",
        "Die Verarbeitung war unrechtmäßig, und Sie möchten, dass die Daten erhalten bleiben.",
    ),
    "We need the data no more, but you need them for legal claims.": (
        "Nous n’avons plus besoin des données, mais vous en avez besoin pour des droits en justice.",
        "Wir brauchen die Daten nicht mehr, aber Sie brauchen sie für Rechtsansprüche.",
    ),
    "You objected; it lasts while your objection is weighed.": (
        "Vous vous êtes opposé ; elle dure le temps d’examiner votre opposition.",
        "Sie haben widersprochen; sie gilt, solange Ihr Widerspruch geprüft wird.",
    ),
    "Everything that we process about you.": (
        "Tout ce que nous traitons à votre sujet.",
        "Alles, was wir über Sie verarbeiten.",
    ),
    "Please show us the death certificate.": (
        "Merci de nous présenter l’acte de décès.",
        "Bitte legen Sie uns die Sterbeurkunde vor.",
    ),
}


def phrase(value: str, language: str) -> str:
    """The phrase in that language; the value as it is where it is not one of ours."""
    known = PHRASES.get(value)
    if known is None or language not in ("fr", "de"):
        return value
    return known[0 if language == "fr" else 1]
