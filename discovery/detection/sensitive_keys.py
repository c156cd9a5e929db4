"""Names of fields whose value is personal or secret whatever it looks like: "password", "customerEmail", "dob"."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from discovery.documents import Kind

_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s.\-/:]+")
_MOST_WORDS: Final = 3


def _named(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


NAMES: Final[Mapping[str, Kind]] = {
    **_named(
        Kind.SECRET,
        "password passwd pwd passphrase passcode password_hash secret client_secret secret_key private_key api_key "
        "apikey access_key access_token refresh_token id_token auth_token bearer_token token jwt authorization auth "
        "credential credentials cookie set_cookie session_id sessionid session_key csrf_token csrftoken "
        "csrfmiddlewaretoken otp pin cvv cvc cvv2 security_code mfa_code recovery_code x_api_key",
    ),
    **_named(
        Kind.PERSON,
        "first_name firstname given_name forename last_name lastname family_name surname full_name fullname "
        "middle_name maiden_name patient_name customer_name contact_name employee_name account_holder "
        "cardholder cardholder_name",
    ),
    **_named(Kind.EMAIL_ADDRESS, "email e_mail mail_address email_address emailaddress"),
    **_named(Kind.PHONE_NUMBER, "phone phone_number phonenumber telephone tel mobile mobile_number cell fax msisdn"),
    **_named(
        Kind.LOCATION,
        "street street_address postal_address home_address mailing_address billing_address shipping_address "
        "address_line1 address_line2 address1 address2",
    ),
    **_named(Kind.POSTCODE, "postcode post_code postal_code postalcode zip zip_code zipcode"),
    **_named(Kind.DATE_OF_BIRTH, "dob date_of_birth birth_date birthdate birthday born_on"),
    **_named(Kind.CREDIT_CARD, "card_number cardnumber credit_card creditcard pan card_no"),
    **_named(Kind.IBAN, "iban"),
    **_named(Kind.BANK_ACCOUNT, "account_number bank_account sort_code routing_number"),
    **_named(Kind.US_SSN, "ssn social_security_number"),
    **_named(Kind.CA_SIN, "sin social_insurance_number"),
    **_named(Kind.CA_UCI, "uci"),
    **_named(Kind.UK_NINO, "nino national_insurance_number"),
    **_named(Kind.UK_NHS, "nhs_number"),
    **_named(Kind.PASSPORT, "passport passport_number passport_no"),
    **_named(Kind.DRIVER_LICENSE, "driver_license driving_licence licence_number license_number"),
    **_named(Kind.MEDICAL_RECORD_NUMBER, "mrn medical_record_number patient_id"),
    **_named(Kind.HEALTH, "diagnosis medication allergies"),
    **_named(Kind.IP_ADDRESS, "ip_address remote_addr client_ip x_forwarded_for"),
    **_named(Kind.MAC_ADDRESS, "mac_address"),
    **_named(Kind.RELIGION, "religion"),
    **_named(Kind.ETHNIC_ORIGIN, "ethnicity race"),
    **_named(Kind.SEXUAL_LIFE, "sexual_orientation"),
    **_named(Kind.GENDER, "gender"),
    **_named(Kind.NATIONALITY, "nationality citizenship"),
}


@functools.lru_cache(maxsize=4096)
def kind_of_name(name: str) -> Kind | None:
    """The kind that a field of this name holds, judged by its last words; None where the name says nothing."""
    words = [word for word in _BREAK.sub("_", name[:120]).lower().split("_") if word]
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        if kind := NAMES.get("_".join(words[-count:])):
            return kind
    return None
