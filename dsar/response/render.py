"""Child program: pages of a package from markup of our own. For the sandbox only; nothing may be fetched."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from weasyprint import CSS, HTML

from dsar.foundation.offline import NothingFetched
from dsar.foundation.sandbox.child import Job


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: Job) -> dict[str, Any]:
    """Leaves one PDF for each input "<name>.html"; "package.css" styles them all. Gives {"documents": [names]}."""
    style = CSS(string=files["package.css"].read().decode(), url_fetcher=NothingFetched())
    names = [name.removesuffix(".html") for name in files if name.endswith(".html")]
    job.units(int(payload["pages"]))
    for name in names:
        markup = files[f"{name}.html"].read().decode()
        document = HTML(string=markup, url_fetcher=NothingFetched())
        (job.out / f"{name}.pdf").write_bytes(document.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))
    return {"documents": names}
