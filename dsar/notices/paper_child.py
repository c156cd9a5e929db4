"""Child program: a letter for the post as PDF, from markup of our own. For the sandbox only; nothing may be fetched."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from weasyprint import CSS, HTML

from dsar.foundation.offline import NothingFetched
from dsar.foundation.sandbox.child import Job


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """Leaves letter.pdf; the inputs are "letter.html" and "letter.css"."""
    style = CSS(string=files["letter.css"].read().decode(), url_fetcher=NothingFetched())
    document = HTML(string=files["letter.html"].read().decode(), url_fetcher=NothingFetched())
    rendered = document.render(stylesheets=[style])
    rendered.write_pdf(job.out / "letter.pdf", pdf_variant="pdf/ua-1")
    return {"pages": len(rendered.pages)}
