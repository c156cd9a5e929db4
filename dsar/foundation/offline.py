"""A typesetter that fetches nothing: for child programs of the sandbox."""

from collections.abc import Mapping
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Refuses every address: files, network and data alike."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """Never gives anything.

        Raises:
            FatalURLFetchingError: always.
        """
        raise FatalURLFetchingError("no address may be fetched")
