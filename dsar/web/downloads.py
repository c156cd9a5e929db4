"""Handing out files: always as an attachment, never shown by the browser, under a neutral or quoted name."""

from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


def download(
    content: Iterable[bytes] | Iterator[bytes], *, name: str, media_type: str, size: int | None = None
) -> StreamingHttpResponse:
    """A streamed attachment that no browser may interpret."""
    response = StreamingHttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if size is not None:
        response["Content-Length"] = str(size)
    return response
