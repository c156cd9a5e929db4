"""The catalogue outside the GDPR: California, Canada, Quebec, Brazil, Switzerland. Plain Python, data only."""

# ruff: noqa: E501 - a row of the table stands on one line

from typing import Any, Final

from dsar.review.exemption_kinds import BOTH, REDACT, WITHHOLD, Exemption

_HELD: Final = "Some information is held back because the law exempts it."


def _row(
    regime: str, key: str, label: str, basis: str, test: tuple[str, ...], told: str = _HELD, **rest: Any
) -> Exemption:
    actions = rest.pop("actions", (WITHHOLD, REDACT))
    return Exemption(key, label, basis, regime, actions, test, told, **rest)


ROWS: Final[tuple[Exemption, ...]] = (
    _row("CCPA", "ccpa.sensitive_numbers", "Numbers and secrets that may not be disclosed", "Cal. Code Regs. tit. 11 § 7024(d)", ("Which kind: social security, driving licence or account number, health identifier, password, security answer, biometric?", "Is the kind described instead of the value?"), "We hold data of this kind; the values themselves may not be sent.", actions=BOTH, prejudice="class"),
    _row("CCPA", "ccpa.trade_secrets", "Trade secrets", "Cal. Civ. Code § 1798.100(f)", ("What is the secret, and whose is it?", "Is the rest disclosed?"), prejudice="balance"),
    _row("CCPA", "ccpa.privilege", "Evidentiary privilege", "Cal. Civ. Code § 1798.145(b)", ("Which evidentiary privilege would compliance violate?",), prejudice="class"),
    _row("CCPA", "ccpa.others", "Rights and freedoms of other people", "Cal. Civ. Code § 1798.145(k)", ("Whose rights would be adversely affected, and how?",), actions=BOTH, prejudice="balance"),
    _row("PIPEDA", "ca.third_party", "Information about a third party", "PIPEDA s. 9(1)", ("Would access be likely to reveal personal information about somebody else?", "Can it be severed?", "Has that person consented, or is a life, health or security at stake?"), "Information about other people has been removed.", actions=BOTH),
    _row("PIPEDA", "ca.privilege", "Solicitor-client privilege", "PIPEDA s. 9(3)(a)", ("Is it protected by solicitor-client privilege, or for Quebec the professional secrecy of advocates and notaries?",), "Some information is privileged.", prejudice="class"),
    _row("PIPEDA", "ca.commercial", "Confidential commercial information", "PIPEDA s. 9(3)(b)", ("Which confidential commercial information would be revealed?", "Can it be severed?"), actions=BOTH),
    _row("PIPEDA", "ca.life", "Threat to somebody's life or security", "PIPEDA s. 9(3)(c)", ("Whose life or security could reasonably be expected to be threatened, and why?",)),
    _row("PIPEDA", "ca.investigation", "Investigation of a breach of law or agreement", "PIPEDA s. 9(3)(c.1)", ("Was it collected without consent for an investigation, and would knowledge have compromised it?",), may_deny=True),
    _row("PIPEDA", "ca.dispute", "Formal dispute resolution", "PIPEDA s. 9(3)(d)", ("In which formal dispute resolution process was it generated?",), prejudice="class"),
    _row("PIPEDA", "ca.government", "Disclosure to a government institution", "PIPEDA s. 9(2.1) to (2.4)", ("Was the institution notified, and did it object in time?",), "", prejudice="class", may_deny=True),
    _row("QC", "qc.third_party", "Information about a third person", "Act respecting the protection of personal information in the private sector (Quebec) s. 40", ("Would disclosing be likely to reveal personal information about somebody else or that it exists?", "Could it seriously harm that person, and is there no consent and no emergency?"), "Information about other people has been removed.", actions=BOTH),
    _row("QC", "qc.investigation", "Investigations and proceedings", "Act respecting the protection of personal information in the private sector (Quebec) s. 39", ("Which investigation of an internal security service or which proceedings would be hindered or affected?",), may_deny=True),
    _row("QC", "qc.health", "Serious harm to health", "Act respecting the protection of personal information in the private sector (Quebec) s. 37", ("Which health professional judges that access would be likely to cause serious harm?",)),
    _row("LGPD", "br.secrets", "Commercial and industrial secrets", "LGPD Art. 19 with Art. 9", ("Which commercial or industrial secret is it?", "Is everything else disclosed?"), actions=BOTH, prejudice="balance"),
    _row("CH", "ch.formal_law", "Restriction by formal law", "FADP Art. 26(1)(a)", ("Which formal law provides for the restriction, such as professional secrecy?",), prejudice="class"),
    _row("CH", "ch.third_party", "Overriding interests of third parties", "FADP Art. 26(1)(b)", ("Whose interest overrides, and why?",), "Information about other people has been removed.", actions=BOTH, prejudice="balance"),
    _row("CH", "ch.own_interest", "Overriding interests of the controller", "FADP Art. 26(2)(a)", ("Which interest of the private controller overrides?", "Is the data not disclosed to third parties?"), prejudice="balance"),
)  # fmt: skip
