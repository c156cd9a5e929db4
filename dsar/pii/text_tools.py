"""The tiles of the pages that read a text."""

from django.utils.translation import gettext_lazy as _

from dsar.access.rules import Act
from dsar.pii.tools import Tool, add_tool

for _tool in (
    Tool(
        "dsar:pii-scan-text",
        _("Scan text"),
        _("Paste a text and see what is found in it, how certain and how grave it is, and why. Nothing is kept."),
        "search",
        (Act.USE_PII_TOOLS,),
        2,
    ),
    Tool(
        "dsar:pii-anonymise-text",
        _("Anonymise text"),
        _("Labels, pseudonyms, masks, coarser values, or tokens that lead back, for each kind as you choose."),
        "eye-slash",
        (Act.USE_PII_TOOLS,),
        4,
    ),
    Tool(
        "dsar:pii-report",
        _("Compliance report"),
        _("What the data in a text oblige to under GDPR, UK GDPR, PIPEDA and CCPA, with articles, to print."),
        "clipboard-check",
        (Act.USE_PII_TOOLS,),
        6,
    ),
    Tool(
        "dsar:vaults",
        _("Vaults of tokens"),
        _("Where tokens lead back from, and until when."),
        "safe",
        (Act.KEEP_TOKENS,),
        50,
    ),
    Tool(
        "dsar:pii-restore",
        _("Restore tokens"),
        _("Read back what tokens stand for: with a reason, and on record."),
        "unlock",
        (Act.RESTORE_TOKENS,),
        60,
    ),
):
    add_tool(_tool)
