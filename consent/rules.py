"""What may be written into the ledger, and how identifiers are compared. Plain Python."""

import datetime as dt
import re
import unicodedata

from consent.vocabulary import ACTS_OF, AFFIRMATIVE, Act, Channel, Ground, Method, SubjectKind

MOST_CHARACTERS = 320
CLOCK_SLACK = dt.timedelta(minutes=5)  # clocks of other systems run ahead
BROWSER_ID = re.compile(r"[A-Za-z0-9_-]{22,86}")  # at least 128 random bits in base64url
_NOT_WRITTEN = ("Cc", "Cs")  # signs of control, and halves of a sign


def normal_identifier(kind: SubjectKind, value: str) -> str:
    """The identifier as it is compared; "" where it cannot be one of this kind."""
    text = unicodedata.normalize("NFKC", value).strip()
    if not text or len(text) > MOST_CHARACTERS or any(unicodedata.category(letter) in _NOT_WRITTEN for letter in text):
        return ""
    if kind is SubjectKind.EMAIL:
        text = text.casefold()
        return text if re.fullmatch(r"[^@\s]+@[^@\s]+", text) else ""
    if kind is SubjectKind.PHONE:
        digits = re.sub(r"[\s().\-/]", "", text)
        digits = f"+{digits[2:]}" if digits.startswith("00") else digits
        return digits if re.fullmatch(r"\+?\d{6,15}", digits) else ""
    if kind is SubjectKind.BROWSER:
        return text if BROWSER_ID.fullmatch(text) else ""
    return text


def refusal(
    *, ground: Ground, act: Act, method: Method, channel: Channel, has_wording: bool, at: dt.datetime, now: dt.datetime
) -> tuple[str, str, str] | None:
    """Why this may not be written, as (code, field, words); None where it may."""
    if ground is Ground.OTHER:
        return "not_consent", "purpose", "This purpose stands on another legal basis: there is nothing to consent to."
    if act not in ACTS_OF[ground]:
        return "wrong_act", "act", "This cannot be said about this purpose."
    if act is Act.GRANTED and method not in AFFIRMATIVE:
        return "not_affirmative", "method", "Consent needs a clear affirmative act of the person (GDPR Art. 4(11))."
    if act is Act.GRANTED and not has_wording and channel is not Channel.IMPORT:
        return "no_wording", "wording", "Nobody can prove a consent whose wording is not known (GDPR Art. 7(1))."
    if at > now + CLOCK_SLACK:
        return "in_the_future", "at", "This lies in the future."
    return None


def opposite(act: Act) -> Act:
    """The act that takes this one back, as easily as it was given (GDPR Art. 7(3))."""
    return {Act.GRANTED: Act.WITHDRAWN, Act.OPTED_OUT: Act.OPTED_IN, Act.OPTED_IN: Act.OPTED_OUT}.get(act, Act.GRANTED)
