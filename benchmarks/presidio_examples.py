"""The positive and negative unit examples of Presidio's own tests, at our shipped settings.

    python -m benchmarks.presidio_examples [FOLDER] [--wrong] [--rules]

FOLDER, or DSAR_PRESIDIO_TESTS, is `presidio-analyzer/tests` of a checkout of microsoft/presidio (MIT). The examples are
read there at run time and never stored here: nothing in our rules knows them. A positive example is right where every
span that is expected is covered by half or more by a detection of the kind; a negative one where no detection of the
kind stands. Without the folder the measurement says so and ends well.
"""

import ast
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from discovery.detection import Options, detect
from discovery.documents import Kind

BAR = 0.97
SHIPPED = Options(names="none") if "--rules" in sys.argv else Options()  # --rules: without the reader of names

# What Presidio's entities are called here; an entity that is not named has the same name in small letters.
KINDS: dict[str, tuple[Kind, ...]] = {
    "ABA_ROUTING_NUMBER": (Kind.BANK_ACCOUNT,),
    "AU_BANK_ACCOUNT": (Kind.BANK_ACCOUNT,),
    "CRYPTO": (Kind.CRYPTO_WALLET,),
    "DATE_TIME": (Kind.DATE_TIME, Kind.DATE_OF_BIRTH),
    "DE_BSNR": (Kind.MEDICAL_LICENSE,),
    "DE_FUEHRERSCHEIN": (Kind.DRIVER_LICENSE,),
    "DE_HANDELSREGISTER": (Kind.COMPANY_NUMBER,),
    "DE_HEALTH_INSURANCE": (Kind.HEALTH_INSURANCE_NUMBER,),
    "DE_KFZ": (Kind.NUMBER_PLATE,),
    "DE_LANR": (Kind.MEDICAL_LICENSE,),
    "DE_ID_CARD": (Kind.DE_ID_CARD, Kind.PASSPORT),
    "DE_PASSPORT": (Kind.PASSPORT, Kind.DE_ID_CARD),
    "DE_PLZ": (Kind.POSTCODE,),
    "DE_TAX_NUMBER": (Kind.TAX_NUMBER,),
    "DE_VAT_ID": (Kind.EU_VAT,),
    "ES_NIE": (Kind.ES_NIF,),
    "ES_PASSPORT": (Kind.PASSPORT,),
    "FI_PERSONAL_IDENTITY_CODE": (Kind.FI_HETU,),
    "IBAN_CODE": (Kind.IBAN,),
    "IN_GSTIN": (Kind.COMPANY_NUMBER,),
    "IN_PASSPORT": (Kind.PASSPORT,),
    "IN_VEHICLE_REGISTRATION": (Kind.NUMBER_PLATE,),
    "IT_DRIVER_LICENSE": (Kind.DRIVER_LICENSE,),
    "IT_FISCAL_CODE": (Kind.IT_CODICE_FISCALE,),
    "IT_IDENTITY_CARD": (Kind.IT_IDENTITY_CARD, Kind.PASSPORT),
    "IT_PASSPORT": (Kind.PASSPORT, Kind.IT_IDENTITY_CARD),
    "IT_VAT_CODE": (Kind.EU_VAT,),
    "KR_BRN": (Kind.COMPANY_NUMBER,),
    "KR_DRIVER_LICENSE": (Kind.DRIVER_LICENSE,),
    "KR_PASSPORT": (Kind.PASSPORT,),
    "NG_VEHICLE_REGISTRATION": (Kind.NUMBER_PLATE,),
    "PH_PASSPORT": (Kind.PASSPORT, Kind.IT_IDENTITY_CARD),
    "PH_TIN": (Kind.TAX_NUMBER,),
    "SE_ORGANISATIONSNUMMER": (Kind.COMPANY_NUMBER,),
    "SG_NRIC_FIN": (Kind.SG_NRIC,),
    "TR_LICENSE_PLATE": (Kind.NUMBER_PLATE,),
    "UK_PASSPORT_NUMBER": (Kind.UK_PASSPORT, Kind.PASSPORT),
    "UK_PASSPORT": (Kind.UK_PASSPORT, Kind.PASSPORT),
    "UK_VEHICLE_REGISTRATION": (Kind.NUMBER_PLATE,),
    "US_BANK_NUMBER": (Kind.BANK_ACCOUNT,),
    "US_DRIVER_LICENSE": (Kind.US_DRIVER_LICENSE, Kind.DRIVER_LICENSE),
    "US_HEALTH_INSURANCE_MEMBER_ID": (Kind.HEALTH_INSURANCE_NUMBER, Kind.CUSTOMER_ID),
    "US_CLAIM_NUMBER": (Kind.CASE_NUMBER,),
    "US_PRESCRIPTION_NUMBER": (Kind.MEDICAL_RECORD_NUMBER, Kind.HEALTH_INSURANCE_NUMBER),
    "US_PRIOR_AUTHORIZATION_NUMBER": (Kind.HEALTH_INSURANCE_NUMBER,),
    "US_PROVIDER_TAX_ID": (Kind.TAX_NUMBER,),
    "US_REFERRAL_NUMBER": (Kind.MEDICAL_RECORD_NUMBER,),
    "US_PASSPORT": (Kind.US_PASSPORT, Kind.PASSPORT),
    "UUID": (Kind.DEVICE_ID,),
    "ZA_COMPANY_REGISTRATION": (Kind.COMPANY_NUMBER,),
    "ZA_DRIVER_LICENSE": (Kind.DRIVER_LICENSE,),
    "ZA_ID_NUMBER": (Kind.ZA_ID,),
    "ZA_INCOME_TAX_NUMBER": (Kind.TAX_NUMBER,),
    "ZA_LICENSE_PLATE": (Kind.NUMBER_PLATE,),
    "ZA_MOBILE_NUMBER": (Kind.PHONE_NUMBER,),
    "ZA_PASSPORT": (Kind.PASSPORT,),
    "ZA_TELEPHONE_NUMBER": (Kind.PHONE_NUMBER,),
    "ZA_TRAFFIC_REGISTER_NUMBER": (Kind.NATIONAL_ID,),
    "ZA_VAT_NUMBER": (Kind.TAX_NUMBER,),
}

Example = tuple[str, str, int, tuple[tuple[int, int], ...]]


def kinds_of(entity: str) -> tuple[Kind, ...]:
    """Our kinds for an entity; none where we do not know it."""
    if entity in KINDS:
        return KINDS[entity]
    return (Kind(entity.lower()),) if entity.lower() in {kind.value for kind in Kind} else ()


def examples(folder: Path) -> Iterator[Example]:
    """Entity, text, how many are expected, and where, from the parametrised tests of the recognisers."""
    for path in sorted(folder.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        entity = _entity(tree)
        if entity:
            yield from ((entity, *row) for row in _rows(tree))


def _entity(tree: ast.Module) -> str:
    """What the fixture `entities` returns, where it is one name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "entities":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return) and isinstance(inner.value, ast.List) and len(inner.value.elts) == 1:
                    return str(ast.literal_eval(inner.value.elts[0]))
    return ""


def _rows(tree: ast.Module) -> Iterator[tuple[str, int, tuple[tuple[int, int], ...]]]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "parametrize" and len(node.args) > 1):
            continue
        if not isinstance(node.args[1], ast.List):
            continue
        for element in node.args[1].elts:
            try:
                row = ast.literal_eval(element)
            except ValueError:
                continue
            if isinstance(row, str):
                yield row, 0, ()
            elif isinstance(row, tuple) and len(row) > 1 and isinstance(row[0], str) and type(row[1]) is int:
                yield row[0], row[1], _spans(row[2]) if len(row) > 2 else ()


def _spans(raw: object) -> tuple[tuple[int, int], ...]:
    if isinstance(raw, tuple | list) and raw and isinstance(raw[0], int):
        raw = (raw,)
    return tuple(span for span in raw if isinstance(span, tuple) and len(span) == 2) if raw else ()  # type: ignore[attr-defined]


def is_right(entity: str, text: str, expected: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Whether what we find is what the example asks for."""
    found = [(one.start, one.end) for one in detect(text, options=SHIPPED) if one.kind in kinds_of(entity)]
    if not expected:
        return not found
    if not spans or len(spans) < expected:
        return len(found) >= expected
    return all(
        any(2 * (min(end, stop) - max(start, begin)) >= end - start for begin, stop in found) for start, end in spans
    )


def main() -> int:
    """Print the share that is right, by entity and overall; 1 where it is below the bar."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DSAR_PRESIDIO_TESTS", ""))
    if not str(folder) or not (folder.is_dir() and any(folder.glob("test_*recognizer.py"))):
        print("no checkout of Presidio's tests: give its folder, or set DSAR_PRESIDIO_TESTS; nothing measured")
        return 0
    asked, right = Counter[str](), Counter[str]()
    for entity, text, expected, spans in examples(folder):
        if not kinds_of(entity):
            continue
        asked[entity] += 1
        good = is_right(entity, text, expected, spans)
        right[entity] += good
        if not good and "--wrong" in sys.argv:
            print(f"  {entity}: {text!r} expects {expected}")
    for entity in sorted(asked, key=lambda name: right[name] / asked[name]):
        print(f"{entity:32} {right[entity]:4} of {asked[entity]:4}")
    share = sum(right.values()) / max(1, sum(asked.values()))
    print(f"Presidio's examples: {share:.3f} of {sum(asked.values())} right (bar {BAR}; Presidio as shipped 0.64)")
    return int(share < BAR)


if __name__ == "__main__":
    sys.exit(main())
