"""Grounds for an extension, as lists to choose from. The work it makes, a big company or few staff are no grounds."""

from dsar.deadlines.regimes import Criterion
from dsar.foundation.words import Words as _

_EDPB = "EDPB Guidelines 01/2022 §§162-164; GDPR Art. 12(3)"
_ICO = "UK GDPR Art. 12A(3); ICO guidance on the right of access"
_PIPEDA = "PIPEDA s. 8(4)"

EU_CRITERIA = (
    Criterion("amount_of_data", _("The amount of data makes the request complex"), _EDPB),
    Criterion("hard_to_collate", _("The data are stored in a way that makes them hard to collect"), _EDPB),
    Criterion("redaction_needed", _("Other people's data or secrets have to be redacted"), _EDPB),
    Criterion("needs_explaining", _("The data have to be made intelligible first"), _EDPB),
    Criterion("number_of_requests", _("The number of requests"), "GDPR Art. 12(3)"),
)
UK_CRITERIA = (
    Criterion("technical_retrieval", _("Technical difficulty in retrieving the data"), _ICO),
    Criterion("sensitive_exemptions", _("An exemption has to be applied to large volumes of sensitive data"), _ICO),
    Criterion("confidentiality", _("Questions of confidentiality have to be clarified"), _ICO),
    Criterion("legal_advice", _("Specialist legal advice is needed"), _ICO),
    Criterion("redaction_needed", _("Other people's data have to be redacted"), _ICO),
    Criterion("number_of_requests", _("The number of requests by this data subject"), "UK GDPR Art. 12A(3)"),
)
CCPA_CRITERIA = (
    Criterion("complexity", _("The complexity of the request"), "Cal. Civ. Code § 1798.130(a)(2)"),
    Criterion("number_of_requests", _("The number of requests"), "Cal. Civ. Code § 1798.130(a)(2)"),
)
PIPEDA_CRITERIA = (
    Criterion(
        "interference", _("Meeting the limit would unreasonably interfere with the organisation's activities"), _PIPEDA
    ),
    Criterion("consultations", _("Consultations cannot be finished within the limit"), _PIPEDA),
    Criterion(
        "alternative_format", _("The data have to be converted to an alternative format"), _PIPEDA, free_of_cap=True
    ),
)
FADP_CRITERIA = (
    Criterion("not_within_30_days", _("The information cannot be given within 30 days"), "DSV (SR 235.11) Art. 18(2)"),
)
