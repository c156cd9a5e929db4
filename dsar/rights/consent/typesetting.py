"""A page of our own markup as PDF/UA, set in the sandbox with nothing fetched."""

from pathlib import Path

from django.conf import settings

from dsar.foundation.errors import DsarError
from dsar.foundation.sandbox import Limits, Verdict, run_sandboxed

RENDER = "dsar.response.render"  # a program, named and not imported
STYLES = tuple(Path(settings.BASE_DIR) / "static" / "css" / name for name in ("package.css", "report_paper.css"))
LIMITS = Limits(wall_seconds=60.0, wall_seconds_per_unit=4.0, wall_seconds_max=300.0, cpu_seconds=60.0)
CHARACTERS_A_PAGE = 3000


def typeset(markup: str) -> bytes:
    """The PDF.

    Raises:
        DsarError: it could not be set ("pdf_failed").
    """
    style = b"\n".join(path.read_bytes() for path in STYLES)
    pages = 2 + len(markup) // CHARACTERS_A_PAGE
    files = {"page.html": markup.encode(), "package.css": style}
    result = run_sandboxed(RENDER, {"pages": pages}, files=files, limits=LIMITS)
    content = result.files.get("page.pdf")
    if result.verdict is not Verdict.OK or content is None:
        message = "The PDF could not be made. Try again."
        raise DsarError(message, code="pdf_failed")
    return content
