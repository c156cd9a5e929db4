"""Numbers of devices and browsers (GDPR Recital 30: online identifiers)."""

from __future__ import annotations

from typing import Final

from stdnum import imei

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    PatternRecogniser(
        name="imei",
        kind=Kind.DEVICE_ID,
        what="the IMEI of a telephone",
        pattern=r"(?<![\w+.-])\d{2}[ -]?\d{6}[ -]?\d{6}[ -]?\d(?![\w-]|\.\d)",
        score=0.55,
        source="3GPP TS 23.003; Luhn",
        check=valid(imei),
        check_name="luhn",
        context=("imei", "device", "handset", "serial number of the phone", "gerät"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="device_uuid",
        kind=Kind.DEVICE_ID,
        what="the identifier of a device or browser",
        pattern=r"(?i)(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])",
        score=0.45,
        source="RFC 9562, behind a word for a device, a cookie or an advertising identifier",
        context=("idfa", "idfv", "gaid", "aaid", "advertising id", "advertising_id", "ad id", "device", "device id",
                 "device_id", "deviceid", "cookie", "cookie id", "cookie_id", "visitor", "visitor id", "visitor_id",
                 "client id", "client_id", "uuid", "guid",
                 "unique identifier", "browser id", "fingerprint", "user", "user id", "user_id", "session"),
        context_required=True,
    ),
    PatternRecogniser(
        name="analytics_cookie",
        kind=Kind.DEVICE_ID,
        what="the identifier in an analytics cookie",
        pattern=r"(?<![\w.-])(?:GA1\.\d\.\d{6,12}\.\d{9,11}|fb\.\d\.\d{10,14}\.\d{6,20})(?![\w.-])",
        score=0.85,
        source="published formats of the cookies _ga and _fbp",
    ),
)  # fmt: skip
