"""What each kind of personal data is called, which category it belongs to and how grave its disclosure would be."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final

from discovery.documents import Kind
from dsar.foundation.words import Words as _


class Category(enum.StrEnum):
    """Categories of personal data as a register of processing names them (GDPR Art. 30(1)(c))."""

    IDENTITY = "identity"
    CONTACT = "contact"
    GOVERNMENT = "government"
    FINANCIAL = "financial"
    ONLINE = "online"
    BUSINESS = "business"
    VEHICLE = "vehicle"
    SECURITY = "security"
    SPECIAL = "special_category"
    CRIMINAL = "criminal_offence"


PERSONAL_DATA: Final = "Art. 4(1)"
# A number given for the purposes of health care tells of health (Recital 35); a national identity number is no special
# category (Art. 87), nor is the number of a card.
ARTICLES: Final = {Category.SPECIAL: "Art. 9", Category.CRIMINAL: "Art. 10"}


class Risk(enum.IntEnum):
    """What a disclosure to the wrong person can do: 1 little, 4 identity theft or a special category (GDPR Art. 9)."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


@dataclass(frozen=True, slots=True)
class KindFacts:
    """Label for people (English), category and risk of a kind."""

    label: str
    category: Category
    risk: Risk

    @property
    def article(self) -> str:
        """The article of the GDPR that makes data of this kind what they are."""
        return ARTICLES.get(self.category, PERSONAL_DATA)


_LOW, _MEDIUM, _HIGH, _CRITICAL = Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.CRITICAL

KIND_FACTS: Final[dict[Kind, KindFacts]] = {
    Kind.PERSON: KindFacts(_("Name of a person"), Category.IDENTITY, _MEDIUM),
    Kind.EMAIL_ADDRESS: KindFacts(_("E-mail address"), Category.CONTACT, _MEDIUM),
    Kind.PHONE_NUMBER: KindFacts(_("Phone number"), Category.CONTACT, _MEDIUM),
    Kind.LOCATION: KindFacts(_("Address or place"), Category.CONTACT, _MEDIUM),
    Kind.POSTCODE: KindFacts(_("Postcode"), Category.CONTACT, _LOW),
    Kind.DATE_OF_BIRTH: KindFacts(_("Date of birth"), Category.IDENTITY, _HIGH),
    Kind.DATE_TIME: KindFacts(_("Date"), Category.BUSINESS, _LOW),
    Kind.URL: KindFacts(_("Web address"), Category.ONLINE, _LOW),
    Kind.IP_ADDRESS: KindFacts(_("IP address"), Category.ONLINE, _MEDIUM),
    Kind.MAC_ADDRESS: KindFacts(_("MAC address"), Category.ONLINE, _MEDIUM),
    Kind.CREDIT_CARD: KindFacts(_("Payment card number"), Category.FINANCIAL, _CRITICAL),
    Kind.IBAN: KindFacts("IBAN", Category.FINANCIAL, _HIGH),
    Kind.BIC: KindFacts(_("BIC (bank code)"), Category.FINANCIAL, _LOW),
    Kind.BANK_ACCOUNT: KindFacts(_("Bank account"), Category.FINANCIAL, _HIGH),
    Kind.CRYPTO_WALLET: KindFacts(_("Crypto wallet"), Category.FINANCIAL, _HIGH),
    Kind.ORGANISATION: KindFacts(_("Organisation"), Category.BUSINESS, _LOW),
    Kind.US_SSN: KindFacts(_("US social security number"), Category.GOVERNMENT, _CRITICAL),
    Kind.US_ITIN: KindFacts(_("US taxpayer number (ITIN)"), Category.GOVERNMENT, _CRITICAL),
    Kind.US_PASSPORT: KindFacts(_("US passport number"), Category.GOVERNMENT, _CRITICAL),
    Kind.US_DRIVER_LICENSE: KindFacts(_("US driver license"), Category.GOVERNMENT, _HIGH),
    Kind.US_ZIP: KindFacts(_("US ZIP code"), Category.CONTACT, _LOW),
    Kind.UK_NINO: KindFacts(_("UK National Insurance number"), Category.GOVERNMENT, _CRITICAL),
    Kind.UK_NHS: KindFacts(_("NHS number"), Category.SPECIAL, _CRITICAL),
    Kind.UK_PASSPORT: KindFacts(_("UK passport number"), Category.GOVERNMENT, _CRITICAL),
    Kind.UK_DRIVING_LICENCE: KindFacts(_("UK driving licence"), Category.GOVERNMENT, _HIGH),
    Kind.UK_POSTCODE: KindFacts(_("UK postcode"), Category.CONTACT, _LOW),
    Kind.UK_UTR: KindFacts(_("UK taxpayer reference (UTR)"), Category.GOVERNMENT, _HIGH),
    Kind.CA_SIN: KindFacts(_("Canadian social insurance number"), Category.GOVERNMENT, _CRITICAL),
    Kind.CA_UCI: KindFacts(_("Canadian client identifier (UCI)"), Category.GOVERNMENT, _HIGH),
    Kind.CA_IRCC_APPLICATION: KindFacts(_("IRCC application number"), Category.GOVERNMENT, _HIGH),
    Kind.CA_PASSPORT: KindFacts(_("Canadian passport number"), Category.GOVERNMENT, _CRITICAL),
    Kind.CA_HEALTH_CARD: KindFacts(_("Canadian health card"), Category.SPECIAL, _CRITICAL),
    Kind.CA_DRIVER_LICENCE: KindFacts(_("Canadian driver's licence"), Category.GOVERNMENT, _HIGH),
    Kind.CA_POSTAL_CODE: KindFacts(_("Canadian postal code"), Category.CONTACT, _LOW),
    Kind.DE_TAX_ID: KindFacts(_("German tax number (IdNr.)"), Category.GOVERNMENT, _CRITICAL),
    Kind.DE_ID_CARD: KindFacts(_("German identity card"), Category.GOVERNMENT, _CRITICAL),
    Kind.FR_NIR: KindFacts(_("French social security number (NIR)"), Category.GOVERNMENT, _CRITICAL),
    Kind.ES_NIF: KindFacts(_("Spanish tax number (NIF, NIE)"), Category.GOVERNMENT, _CRITICAL),
    Kind.IT_CODICE_FISCALE: KindFacts(_("Italian tax code"), Category.GOVERNMENT, _CRITICAL),
    Kind.NL_BSN: KindFacts(_("Dutch citizen number (BSN)"), Category.GOVERNMENT, _CRITICAL),
    Kind.PL_PESEL: KindFacts(_("Polish PESEL number"), Category.GOVERNMENT, _CRITICAL),
    Kind.IE_PPS: KindFacts(_("Irish PPS number"), Category.GOVERNMENT, _CRITICAL),
    Kind.EU_VAT: KindFacts(_("VAT number"), Category.BUSINESS, _LOW),
    Kind.PASSPORT: KindFacts(_("Passport number"), Category.GOVERNMENT, _CRITICAL),
    Kind.DRIVER_LICENSE: KindFacts(_("Driving licence"), Category.GOVERNMENT, _HIGH),
    Kind.MEDICAL_RECORD_NUMBER: KindFacts(_("Medical record number"), Category.SPECIAL, _CRITICAL),
    Kind.VIN: KindFacts(_("Vehicle identification number"), Category.VEHICLE, _MEDIUM),
    Kind.EMPLOYEE_ID: KindFacts(_("Employee number"), Category.BUSINESS, _MEDIUM),
    Kind.CUSTOMER_ID: KindFacts(_("Customer number"), Category.BUSINESS, _MEDIUM),
    Kind.CASE_NUMBER: KindFacts(_("Case or file number"), Category.BUSINESS, _LOW),
    Kind.SECRET: KindFacts(_("Password or key"), Category.SECURITY, _CRITICAL),
    Kind.HEALTH: KindFacts(_("Health information"), Category.SPECIAL, _CRITICAL),
    Kind.BE_NATIONAL_NUMBER: KindFacts(_("Belgian national register number"), Category.GOVERNMENT, _CRITICAL),
    Kind.AT_SOCIAL_SECURITY: KindFacts(_("Austrian social security number"), Category.GOVERNMENT, _CRITICAL),
    Kind.CH_AHV: KindFacts(_("Swiss AHV number"), Category.GOVERNMENT, _CRITICAL),
    Kind.SE_PERSONNUMMER: KindFacts(_("Swedish personal identity number"), Category.GOVERNMENT, _CRITICAL),
    Kind.DK_CPR: KindFacts(_("Danish CPR number"), Category.GOVERNMENT, _CRITICAL),
    Kind.FI_HETU: KindFacts(_("Finnish personal identity code"), Category.GOVERNMENT, _CRITICAL),
    Kind.NO_FODSELSNUMMER: KindFacts(_("Norwegian birth number"), Category.GOVERNMENT, _CRITICAL),
    Kind.PT_NIF: KindFacts(_("Portuguese tax number (NIF)"), Category.GOVERNMENT, _HIGH),
    Kind.PT_CITIZEN_CARD: KindFacts(_("Portuguese citizen card"), Category.GOVERNMENT, _CRITICAL),
    Kind.FR_IDENTITY_CARD: KindFacts(_("French identity card"), Category.GOVERNMENT, _CRITICAL),
    Kind.SOCIAL_HANDLE: KindFacts(_("Name in a social network"), Category.ONLINE, _MEDIUM),
    Kind.DEVICE_ID: KindFacts(_("Device or cookie identifier"), Category.ONLINE, _MEDIUM),
    Kind.NUMBER_PLATE: KindFacts(_("Number plate"), Category.VEHICLE, _MEDIUM),
    Kind.AGE: KindFacts(_("Age"), Category.IDENTITY, _LOW),
    Kind.GENDER: KindFacts(_("Gender"), Category.IDENTITY, _LOW),
    Kind.NATIONALITY: KindFacts(_("Nationality"), Category.IDENTITY, _MEDIUM),
    Kind.BIOMETRIC: KindFacts(_("Biometric data mentioned"), Category.SPECIAL, _CRITICAL),
    Kind.RELIGION: KindFacts(_("Religion or belief"), Category.SPECIAL, _CRITICAL),
    Kind.POLITICAL_OPINION: KindFacts(_("Political opinion"), Category.SPECIAL, _CRITICAL),
    Kind.TRADE_UNION: KindFacts(_("Trade-union membership"), Category.SPECIAL, _CRITICAL),
    Kind.SEXUAL_LIFE: KindFacts(_("Sexual life or orientation"), Category.SPECIAL, _CRITICAL),
    Kind.ETHNIC_ORIGIN: KindFacts(_("Ethnic origin"), Category.SPECIAL, _CRITICAL),
    Kind.CRIMINAL: KindFacts(_("Criminal matters"), Category.CRIMINAL, _CRITICAL),
    Kind.ACCOUNT_NUMBER: KindFacts(_("Account with an organisation"), Category.BUSINESS, _MEDIUM),
    Kind.AU_TFN: KindFacts(_("Australian tax file number (TFN)"), Category.GOVERNMENT, _CRITICAL),
    Kind.AU_ABN: KindFacts(_("Australian business number (ABN)"), Category.BUSINESS, _LOW),
    Kind.AU_ACN: KindFacts(_("Australian company number (ACN)"), Category.BUSINESS, _LOW),
    Kind.AU_MEDICARE: KindFacts(_("Australian Medicare number"), Category.SPECIAL, _CRITICAL),
    Kind.SG_NRIC: KindFacts(_("Singaporean NRIC or FIN"), Category.GOVERNMENT, _CRITICAL),
    Kind.SG_UEN: KindFacts(_("Singaporean entity number (UEN)"), Category.BUSINESS, _LOW),
    Kind.IN_AADHAAR: KindFacts(_("Indian Aadhaar number"), Category.GOVERNMENT, _CRITICAL),
    Kind.IN_PAN: KindFacts(_("Indian tax number (PAN)"), Category.GOVERNMENT, _CRITICAL),
    Kind.IN_VOTER: KindFacts(_("Indian voter number (EPIC)"), Category.GOVERNMENT, _HIGH),
    Kind.IT_IDENTITY_CARD: KindFacts(_("Italian identity card"), Category.GOVERNMENT, _CRITICAL),
    Kind.KR_RRN: KindFacts(_("Korean resident number"), Category.GOVERNMENT, _CRITICAL),
    Kind.KR_FRN: KindFacts(_("Korean foreigner number"), Category.GOVERNMENT, _CRITICAL),
    Kind.TH_TNIN: KindFacts(_("Thai identification number"), Category.GOVERNMENT, _CRITICAL),
    Kind.TR_NATIONAL_ID: KindFacts(_("Turkish identity number"), Category.GOVERNMENT, _CRITICAL),
    Kind.NG_NIN: KindFacts(_("Nigerian identification number (NIN)"), Category.GOVERNMENT, _CRITICAL),
    Kind.ZA_ID: KindFacts(_("South African identity number"), Category.GOVERNMENT, _CRITICAL),
    Kind.PH_UMID: KindFacts(_("Philippine UMID number"), Category.GOVERNMENT, _CRITICAL),
    Kind.DE_SOCIAL_SECURITY: KindFacts(_("German pension insurance number"), Category.GOVERNMENT, _CRITICAL),
    Kind.NATIONAL_ID: KindFacts(_("National identity number"), Category.GOVERNMENT, _CRITICAL),
    Kind.TAX_NUMBER: KindFacts(_("Tax number"), Category.GOVERNMENT, _HIGH),
    Kind.COMPANY_NUMBER: KindFacts(_("Number of a company"), Category.BUSINESS, _LOW),
    Kind.HEALTH_INSURANCE_NUMBER: KindFacts(_("Health insurance number"), Category.SPECIAL, _CRITICAL),
    Kind.US_MBI: KindFacts(_("US Medicare number (MBI)"), Category.SPECIAL, _CRITICAL),
    Kind.US_NPI: KindFacts(_("US provider number (NPI)"), Category.BUSINESS, _LOW),
    Kind.MEDICAL_LICENSE: KindFacts(_("Licence number of a doctor"), Category.BUSINESS, _MEDIUM),
    # A photograph is no biometric datum until it is processed to tell a person by technical means (Recital 51).
    Kind.FACE: KindFacts(_("Face in a picture"), Category.IDENTITY, _MEDIUM),
    # Dactyloscopic data are biometric data (Art. 4(14)).
    Kind.FINGERPRINT: KindFacts(_("Fingerprint in a picture"), Category.SPECIAL, _CRITICAL),
    Kind.OWN_KIND: KindFacts(_("A kind of your own"), Category.BUSINESS, _MEDIUM),
}


# The number of the risk by kind, as detections carry it.
RISKS: Final[dict[Kind, int]] = {kind: int(known.risk) for kind, known in KIND_FACTS.items()}


def facts(kind: Kind) -> KindFacts:
    """The facts of a kind."""
    return KIND_FACTS[kind]
