"""What the tool has from the house: redaction of documents with pages, verified or not at all; own kinds in texts."""

from collections.abc import Sequence

from dsar.pii.line_rules import house_rules
from dsar.redaction.engine import redact_file
from dsar.redaction.vocabulary import LengthHiding, Options, RedactionRefused
from erasure.errors import TargetFailed
from erasure.targets.content import Redacted, register_redactor
from erasure.targets.recognising import register_rules

PDF = "application/pdf"
OPTIONS = Options(length_hiding=LengthHiding.QUANTISED)


def redact_document(content: bytes, media_type: str, name: str, passages: Sequence[str]) -> Redacted:
    """The document as pages of pixels without the passages.

    Raises:
        TargetFailed: it could not be redacted, or a check found something left ("not_redactable").
    """
    try:
        outcome = redact_file(content, media_type, list(passages), options=OPTIONS, name=name, allow_absent=True)
    except (RedactionRefused, ValueError):
        raise TargetFailed("not_redactable") from None
    if not outcome.report.is_open:
        raise TargetFailed("not_redactable")
    return Redacted(outcome.pdf, "" if media_type == PDF else ".pdf")


register_redactor(redact_document)
register_rules(house_rules)
