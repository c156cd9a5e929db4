"""The catalogue under UK law: UK GDPR and the Schedules of the Data Protection Act 2018. Plain Python, data only."""

# ruff: noqa: E501 - a row of the table stands on one line

from typing import Any, Final

from dsar.review.exemption_kinds import BOTH, REDACT, WITHHOLD, Exemption

_LIKELY: Final = (
    "Why would disclosing this very passage be likely to prejudice that purpose (a weighty chance of harm)?"
)
_EXTENT: Final = "Is only so much held back as the prejudice demands?"
_HARM: Final = "Who would be likely to suffer serious harm to physical or mental health, and how?"
_OTHER_LAW: Final = "Which listed enactment prohibits or restricts the disclosure?"
_REMOVED: Final = "Some information is held back because the law exempts it from access."


def _row(key: str, label: str, basis: str, test: tuple[str, ...], told: str = _REMOVED, **rest: Any) -> Exemption:
    actions = rest.pop("actions", (WITHHOLD, REDACT))
    return Exemption(f"uk.{key}", label, f"DPA 2018 {basis}", "UK", actions, test, told, **rest)


def _regulator(key: str, label: str, paragraph: str, function: str) -> Exemption:
    test = (
        f"Are the data processed for {function}?",
        _LIKELY,
        "Is the holder the body with that function, and not the firm it oversees?",
    )
    return _row(key, label, f"Sch. 2 Pt 2 para {paragraph}", test, may_deny=True)


ROWS: Final[tuple[Exemption, ...]] = (
    _row(
        "third_party", "Other people's data", "Sch. 2 Pt 3 para 16 and 17; UK GDPR Art. 15(4)",
        (
            "Can another person be identified from this, also with what the data subject knows already?",
            "Has that person consented, or what was done to ask?",
            "Is it reasonable to disclose without consent (kind of data, duty of confidence, steps taken, capacity, refusal)?",
            "Is that person a health, social or education worker in that role (then disclosure is presumed reasonable)?",
        ),
        "Information about other people has been removed.", actions=BOTH, prejudice="balance",
    ),
    _row(
        "lpp", "Legal professional privilege", "Sch. 2 Pt 4 para 19",
        (
            "Could a claim to privilege be maintained (legal advice, or litigation as the dominant purpose)?",
            "Has privilege been waived, or was a lawyer only copied in?",
        ),
        "Some information is privileged.", prejudice="class", may_deny=True,
    ),
    _row(
        "trade_secrets", "Trade secrets and business confidence", "Sch. 2 Pt 3 para 16 where people are concerned; UK GDPR Art. 15(4)",
        (
            "What is the secret, and whose is it?",
            "How would the copy adversely affect the rights of its owner, in concrete terms?",
            "Does the rest remain understandable, so that not everything is refused?",
        ),
        "Some passages are removed to protect the rights of others.", actions=BOTH, prejudice="balance",
    ),
    _row("self_incrim", "Self-incrimination", "Sch. 2 Pt 4 para 20", ("Would complying reveal evidence of an offence by the person who must comply?", "Is it an offence other than under the data protection or perjury laws?"), may_deny=True),
    _row("corp_fin", "Corporate finance", "Sch. 2 Pt 4 para 21", ("Is the data processed for a corporate finance service by a relevant person?", "Would disclosing be likely to affect the price of an instrument, or is there a reasonable belief that it could affect a decision and prejudice a market?"), may_deny=True),
    _row("mgmt", "Management forecasts and planning", "Sch. 2 Pt 4 para 22", ("Which forecast or plan of the business is it?", _LIKELY, _EXTENT), actions=BOTH, may_deny=True),
    _row("negotiation", "Our intentions in negotiations with the person", "Sch. 2 Pt 4 para 23", ("Is it a record of the controller's intentions in negotiations with the data subject?", "Do the negotiations still go on?", _LIKELY), actions=BOTH),
    _row("reference", "Confidential references", "Sch. 2 Pt 4 para 24", ("Was the reference given or received in confidence?", "Was it for education, training, employment, volunteering, an office or a service?"), "A confidential reference is held back.", prejudice="class"),
    _row("exam_script", "A candidate's exam answers", "Sch. 2 Pt 4 para 25(1)", ("Is it what the candidate wrote in the exam itself, and not the examiner's comment?",), "Exam answers are not part of the copy.", prejudice="class"),
    _row("exam_marks", "Exam marks before the results", "Sch. 2 Pt 4 para 25(2) to (4)", ("When are the results announced, and until when is the answer delayed?",), "Exam marks follow after the results, with the date.", prejudice="class"),
    _row("crime", "Crime and taxation", "Sch. 2 Pt 1 para 2(1)(a) to (c)", ("Which purpose: preventing, investigating, detecting or prosecuting crime, or a tax or duty?", _LIKELY, _EXTENT), may_deny=True),
    _row("crime_risk", "Risk scores for benefit or tax", "Sch. 2 Pt 1 para 3", ("Is the controller a public body that runs the risk assessment system?", "Would disclosing keep the system from working effectively?"), may_deny=True),
    _row("immigration", "Immigration control", "Sch. 2 Pt 1 para 4, 4A and 4B", ("Is the controller the Secretary of State, with a published policy?", "Which decision was made for this very case, and where is it recorded?", _LIKELY), may_deny=True),
    _row("legal_proceedings", "Disclosure required by law or for proceedings", "Sch. 2 Pt 1 para 5", ("Which law or proceedings require the disclosure?", "Would applying the right prevent that disclosure?"), prejudice=""),
    _regulator("reg_public", "Protecting the public", "7", "protecting the public against dishonesty, malpractice or danger"),
    _regulator("reg_audit", "Audit functions", "8", "the audit function of an auditor general or comptroller"),
    _regulator("reg_bank", "Functions of the Bank of England", "9", "a function of the Bank of England"),
    _regulator("reg_complaints", "Complaints on legal, health and children's services", "10", "considering complaints about legal, health or children's services"),
    _regulator("reg_other", "Other listed regulators", "11 and 12", "a function of a regulator listed there"),
    _row("parliament", "Parliamentary privilege", "Sch. 2 Pt 2 para 13", ("Would disclosing infringe the privilege of a House?",), prejudice="class", may_deny=True),
    _row("judicial", "Judicial appointments and proceedings", "Sch. 2 Pt 2 para 14", ("Does it concern suitability for judicial office, or acts in a judicial capacity?", "If neither: why would disclosing prejudice judicial independence or proceedings?"), may_deny=True),
    _row("honours", "Crown honours and appointments", "Sch. 2 Pt 2 para 15", ("Which honour, dignity or appointment is it about?",), prejudice="class", may_deny=True),
    _row("journalism", "Journalism, academia, art and literature", "Sch. 2 Pt 5 para 26", ("Is it processed with a view to publication?", "Why is publication reasonably believed to be in the public interest, and the right incompatible with it?", "Which code of practice was considered?"), prejudice="balance", may_deny=True),
    _row("research", "Research and statistics", "Sch. 2 Pt 6 para 27", ("Would access prevent or seriously impair the research?", "Are the safeguards in place, and do results identify nobody?")),
    _row("archive", "Archiving in the public interest", "Sch. 2 Pt 6 para 28", ("Would access prevent or seriously impair the archiving?", "Are the safeguards in place?")),
    _row("health_harm", "Health data: serious harm", "Sch. 3 Pt 2 para 5 and 6", (_HARM, "Which health professional gave an opinion, and is it at most six months old?", "Does the person know the data already?"), may_deny=True),
    _row("health_court", "Health data given to a court", "Sch. 3 Pt 2 para 3", ("To which court was it supplied, and which rules allow it to be withheld?",), prejudice="class", may_deny=True),
    _row("health_wishes", "Health data: the person's own wishes", "Sch. 3 Pt 2 para 4", ("Does a parent or deputy ask for somebody else?", "What shows that the person expected confidentiality?"), may_deny=True),
    _row("social_harm", "Social work data: serious harm", "Sch. 3 Pt 3 para 9 to 12", ("Would disclosing prejudice social work because of serious harm?", _HARM, "In Scotland: was the Principal Reporter asked within 14 days?"), may_deny=True),
    _row("edu_harm", "Education data: serious harm", "Sch. 3 Pt 4 para 18 to 20", (_HARM, "In Scotland: was the Principal Reporter asked?"), may_deny=True),
    _row("child_abuse", "Child abuse data", "Sch. 3 Pt 5 para 21", ("Does a parent or deputy ask?", "Why is disclosing not in the best interests of the data subject?"), may_deny=True),
    _row("hfea", "Human fertilisation and embryology", "Sch. 4 para 2", (_OTHER_LAW,), prejudice="class", may_deny=True),
    _row("adoption", "Adoption records", "Sch. 4 para 3", (_OTHER_LAW,), prejudice="class", may_deny=True),
    _row("sen", "Special educational needs statements", "Sch. 4 para 4", (_OTHER_LAW,), prejudice="class", may_deny=True),
    _row("parental_order", "Parental orders", "Sch. 4 para 5", (_OTHER_LAW,), prejudice="class", may_deny=True),
    _row("reporter", "Reports of the Principal Reporter", "Sch. 4 para 6", (_OTHER_LAW,), prejudice="class", may_deny=True),
    _row("natsec", "National security and defence", "s. 26 and 27", ("Why is the exemption required to safeguard national security or defence?", "Is there a certificate under s. 27?"), may_deny=True),
    _row("foi_manual", "Unstructured manual files of public bodies", "s. 24", ("Is it manual, unstructured, and held by a public body?",), prejudice=""),
    _row("cra", "Credit reference agencies", "s. 13", ("Is the controller a credit reference agency, and is the request taken as one for financial standing?",), "The answer is limited to financial standing, with a statement of rights.", prejudice=""),
)  # fmt: skip
