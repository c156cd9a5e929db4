"""Numbers that an organisation gives itself: they are known by the label before them, not by their shape."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import ip
from discovery.documents import Kind

_NUMBER = (
    r"(?: ?(?:identification|id|number|num|nummer|nr|no|ref(?:erence)?|code|#|n°))?\.?\)?(?: is)?["
    r" \t]{0,2}[:#=]?[ \t]{0,3}#?"
)
_VALUE = r"(?P<value>(?=[A-Z0-9/_.-]{0,11}\d)[A-Z0-9][A-Z0-9/_-]{2,23}(?:\.\d{1,6})?)(?![\w@])"


def _labelled(name: str, kind: Kind, labels: str, what: str, score: float = 0.75) -> PatternRecogniser:
    return PatternRecogniser(
        name=name,
        kind=kind,
        what=what,
        pattern=rf"(?i)(?<![a-z])(?:{labels}){_NUMBER}{_VALUE}",
        score=score,
        source="the label before the number",
        trigger=rf"(?i)(?:{labels})",
    )


def prefixed(name: str, kind: Kind, prefixes: str, what: str, digits: str = "3,10") -> PatternRecogniser:
    """A number known by the prefix that an organisation writes before it: "CUST|CUS" finds CUST-00123 and CUS_4711.

    Args:
        name: unique among the recognisers.
        kind: what it is a number of.
        prefixes: alternatives, in capitals, of a regular expression.
        what: for people, with its article.
        digits: how many digits, least and most, as in a regular expression.
    """
    return PatternRecogniser(
        name=name,
        kind=kind,
        what=what,
        pattern=rf"(?<![\w-])(?:{prefixes})[-_]\d{{{digits}}}(?![\w-])",
        score=0.75,
        source=f"the prefix {prefixes.replace('|', ' or ')}",
    )


RECOGNISERS: Final = (
    _labelled(
        "customer_id",
        Kind.CUSTOMER_ID,
        r"customer[ _-]?(?:id|number|no|nr|ref(?:erence)?|#)|cust[ ._-]?(?:id|no)|client[ _-]?(?:id"
        r"|number|no|ref(?:erence)?)|member(?:ship)?[ _-]?(?:id|number|no)"
        r"|kunden-?(?:nummer|nr)|numéro (?:de )?client|n° client|klantnummer|loyalty (?:card"
        r"|number)|subscriber (?:id|number)|policy (?:number|no)|codice cliente",
        "a customer number",
    ),
    _labelled(
        "employee_id",
        Kind.EMPLOYEE_ID,
        r"employee[ _-]?(?:id|number|no|#)|emp[ ._-]?(?:id|no)|staff[ _-]?(?:id|number|no)"
        r"|personnel[ _-]?(?:number|no|file)|payroll (?:number|no|id)|badge (?:number|no|id)"
        r"|personalnummer|personal-nr|mitarbeiternummer|matricule|worker id",
        "an employee number",
    ),
    PatternRecogniser(
        name="employee_id_prefixed",
        kind=Kind.EMPLOYEE_ID,
        what="an employee number",
        pattern=r"(?<![\w-])EMP[-_]?\d{3,8}(?![\w-])",
        score=0.75,
        source="the common prefix EMP",
    ),
    PatternRecogniser(
        name="customer_id_lettered",
        kind=Kind.CUSTOMER_ID,
        what="a customer number",
        pattern=r"(?i)(?<![a-z])(?:customer|client|kunde|kundin|cliente)[ :#]{1,2}"
        r"(?P<value>(?-i:[A-Z]{1,4})-?\d{4,10})(?![\w-])",
        score=0.6,
        source="a letter or a few and digits right behind the word customer",
        trigger=r"(?i)(?:customer|client|kunde|kundin|cliente)[ :#]{1,2}[A-Z]{1,4}-?\d{4}",
    ),
    prefixed("customer_id_prefixed", Kind.CUSTOMER_ID, "CUST|CUS|CLI|KD", "a customer number"),
    prefixed("account_number_prefixed", Kind.ACCOUNT_NUMBER, "ACCT|ACCNT|ACC|KTO", "the number of an account"),
    PatternRecogniser(
        name="internal_ip",
        kind=Kind.IP_ADDRESS,
        what="an address of an internal network",
        pattern=r"(?<![\w.])(?<!\d-)(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d"
        r"|3[01])(?:\.\d{1,3}){2})"
        r"(?:/(?:3[0-2]|[12]?\d))?(?![\w-]|\.\d)",
        score=0.78,
        source="RFC 1918",
        check=ip,
        check_name="ip_address",
        context=("ip", "ip address", "host", "client", "login", "server", "remote", "source"),
        against=("version", "release", "firmware", "build", "v", "section", "chapter", "clause"),
        trigger=r"\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d",
    ),
    _labelled(
        "case_number",
        Kind.CASE_NUMBER,
        r"case[ _-]?(?:id|number|no|ref(?:erence)?|file|#)|file (?:number|no|ref(?:erence)?)|ticket"
        r"(?:[ _-]?(?:id|number|no|#))?|claim (?:number|no|ref(?:erence)?)|docket(?: (?:number"
        r"|no))?"
        r"|aktenzeichen|geschäftszeichen|az\.|numéro de dossier|dossier n°|complaint (?:number|no"
        r"|ref(?:erence)?)|incident (?:number|no|id)|our ref(?:erence)?|your ref(?:erence)?",
        "a case number",
        0.65,
    ),
    PatternRecogniser(
        name="case_number_prefixed",
        kind=Kind.CASE_NUMBER,
        what="a case number",
        pattern=r"(?<![\w-])(?:CASE|DSAR|SAR|INC|TKT|CLM)[-_](?:\d{4}[-_])?\d{3,10}(?:-[A-Z])?(?![\w-])",
        score=0.7,
        source="the common prefixes CASE, DSAR, INC, TKT and CLM",
    ),
    _labelled(
        "medical_record_number",
        Kind.MEDICAL_RECORD_NUMBER,
        r"medical[ _-]?record(?:[ _-]?(?:number|no|#))?|mrn|patient[ _-]?(?:id|number|no|record)"
        r"|hospital (?:number|no)|chart (?:number|no)|patientennummer|numéro de patient",
        "a medical record number",
        0.8,
    ),
)
