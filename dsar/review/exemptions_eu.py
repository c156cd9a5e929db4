"""The catalogue under the GDPR and the law of Member States. Plain Python, data only.

Manifestly unfounded or excessive requests (Art. 12(5)) are refusals of a case and stand with the case, not here.
"""

# ruff: noqa: E501 - a row of the table stands on one line

from typing import Any, Final

from dsar.foundation.words import Words as _
from dsar.review.exemption_kinds import BOTH, REDACT, WITHHOLD, Exemption

_REMOVED: Final = "Some information is held back because the law restricts access to it."
_LIFT: Final = _("When does the reason end, so that the restriction is lifted?")
_ART_23: Final = _("Is it necessary and proportionate for that purpose, and no more than that?")


def _row(key: str, label: str, basis: str, test: tuple[str, ...], told: str = _REMOVED, **rest: Any) -> Exemption:
    actions = rest.pop("actions", (WITHHOLD, REDACT))
    return Exemption(key, label, basis, "EU", actions, test, told, **rest)


ROWS: Final[tuple[Exemption, ...]] = (
    _row(
        "eu.rights_of_others", _("Rights and freedoms of others"), "GDPR Art. 15(4)",
        (
            _("Whose rights or freedoms would the copy adversely affect, and how, in concrete terms?"),
            _("How were they weighed against the right of access?"),
            _("Does the person still get everything else (the result must not be a refusal of everything)?"),
        ),
        "Information about other people has been removed from the copy.", actions=BOTH, prejudice="balance",
    ),
    _row(
        "eu.trade_secrets", _("Trade secrets and intellectual property"), "GDPR Art. 15(4), read with Recital 63",
        (
            _("What is the secret or the protected work, and whose is it?"),
            _("Which adverse effect would this copy have, in concrete terms?"),
            _("Can the information be given in another form, such as a summary or an explanation?"),
            _("Where it is disputed: has the authority or the court been given the chance to weigh (C-203/22)?"),
        ),
        "Some passages are removed to protect trade secrets or intellectual property.", actions=BOTH, prejudice="balance",
    ),
    _row("eu.art23_generic", _("A restriction by national law"), "GDPR Art. 23 with the national provision named in the reasons", (_("Which provision of national law restricts access here?"), _ART_23, _LIFT)),
    _row("eu.whistleblower", _("Identity of a reporting person"), "Directive (EU) 2019/1937 Art. 16", (_("Could the reporting person be identified from this, directly or indirectly?"), _("Has the reporting person agreed?")), "Some information is held back because the law keeps it confidential.", actions=BOTH, prejudice="class", may_deny=True),
    _row("eu.aml", _("Reports of suspicious transactions"), "Directive (EU) 2015/849 Art. 39 and 41(4) as put into national law", (_("Is it a report to the financial intelligence unit, or does it show that there is one?"),), "", prejudice="class", may_deny=True),
    _row("de.research", _("Research and statistics"), "BDSG § 27(2)", (_("Would access make the purpose impossible or seriously impair it?"), _("If effort is the reason: why is it disproportionate?")), countries=("DE",)),
    _row("de.archive", _("Archiving in the public interest"), "BDSG § 28(2)", (_("Is the archive not opened up by the person's name, or is information that would find it missing?"),), countries=("DE",), prejudice=""),
    _row("de.secrecy", _("Information that must be kept secret"), "BDSG § 29(1) sentence 2", (_("Must it be kept secret by law or by its nature, above all for overriding interests of somebody else?"), _("Would the reasons themselves give it away (then they are only documented)?")), countries=("DE",), prejudice="balance", may_deny=True),
    _row("de.retention_only", _("Kept only for retention duties or backup"), "BDSG § 34(1) no. 2", (_("Is it kept only because of retention duties, or only for backup or data protection control?"), _("Why is the effort disproportionate?"), _("Which measures exclude any other use?")), countries=("DE",), prejudice=""),
    _row("de.duties", _("Cases in which no notice need be given"), "BDSG § 34(1) no. 1 with § 33", (_("Which case of § 33 is it?"),), countries=("DE",), may_deny=True),
    _row("de.tax", _("Tax administration"), "AO § 32c", (_("Which ground of § 32c is it?"), _("Is the controller a tax authority?")), countries=("DE",), may_deny=True),
    _row("de.social", _("Social data"), "SGB X § 83", (_("Which ground of § 83 is it?"), _("Is it social data?")), countries=("DE",), may_deny=True),
    _row("ie.s60_3", _("Important objectives of general public interest"), "Data Protection Act 2018 (Ireland) s. 60(3)(a)", (_("Which objective: security, crime, revenue, legal claims, civil enforcement, estimating liability?"), _ART_23), countries=("IE",), may_deny=True),
    _row("ie.opinion", _("An opinion given in confidence"), "Data Protection Act 2018 (Ireland) s. 60(3)(b)", (_("Was the opinion given in confidence?"), _("What proper interest did the person have who received it?")), countries=("IE",), prejudice="class"),
    _row("ie.s162", _("Legal privilege"), "Data Protection Act 2018 (Ireland) s. 162", (_("Was it processed to seek, receive or give legal advice, or could privilege be claimed in proceedings?"),), "Some information is privileged.", countries=("IE",), prejudice="class"),
    _row("ie.health", _("Health data: serious harm"), "S.I. 121/2022 (Ireland)", (_("Who would be likely to suffer serious harm?"), _("Which health practitioner was consulted, and when?")), countries=("IE",)),
    _row("fr.tax", _("Tax and public checks"), "Loi 78-17 art. 52", (_("Is it processing to prevent, find or prove offences, or to check or collect taxes?"),), countries=("FR",)),
    _row("fr.state", _("State security and defence"), "Loi 78-17 art. 118", (_("Is the file one of State security, defence or public safety, with access by way of the CNIL?"),), "The authority can check on your behalf.", countries=("FR",), may_deny=True),
    _row("it.undecies", _("Interests listed by the Codice"), "Codice art. 2-undecies", (_("Which interest: anti-money-laundering, a whistleblower's identity, defence in a claim, another one listed?"), _("Why would the right cause it actual and concrete prejudice?")), "The right can be exercised through the Garante.", countries=("IT",), may_deny=True),
    _row("nl.41", _("Interests listed by the UAVG"), "UAVG art. 41", (_("Which interest of the list is it?"), _ART_23), countries=("NL",), prejudice="balance"),
    _row("at.4", _("Public tasks and business secrets"), "DSG § 4(5) and (6)", (_("Which statutory task, or whose business secret, would access endanger?"), _("How was it weighed (C-203/22: no rule for all cases)?")), countries=("AT",), prejudice="balance"),
)  # fmt: skip
