"""Pictures and other binary content of a finished package: nobody's words can be searched in them, so a person looks.

Text in a picture that is a document was read and reviewed; who is on it was not. A binary column was never shown to
anybody before it stands in the package (GDPR Art. 20(4)).
"""

import base64
import io
import json
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dsar.rights.portability.packing import JSON_FILE

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif"})  # what a browser may show by itself


@dataclass(frozen=True, slots=True)
class Picture:
    """Where one stands in the package ("s1/r17/photo", "files/002.png") and what it is."""

    place: str
    media_type: str

    def as_json(self) -> dict[str, str]:
        """For the report of the package."""
        return {"place": self.place, "media_type": self.media_type}


def pictures_in(archive: bytes) -> list[Picture]:
    """Every binary value and every document that is a picture, in the order of the package."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        read = json.loads(opened.read(JSON_FILE))
    found = [Picture(place, str(value["media_type"])) for place, value in _binary_values(read)]
    for one in read["documents"]:
        if str(one["media_type"]).startswith("image/"):
            found.append(Picture(str(one["file"]), str(one["media_type"])))
    return found


def content_of(archive: bytes, place: str) -> bytes:
    """The bytes at a place that `pictures_in` gave. Raises KeyError where there is none."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        if place.startswith("files/"):
            return opened.read(place)
        values = dict(_binary_values(json.loads(opened.read(JSON_FILE))))
    return base64.b64decode(str(values[place]["base64"]))


def unseen(report: Mapping[str, Any], seen: Collection[str]) -> list[str]:
    """The places of a package's report at which nobody says to have looked."""
    return [one["place"] for one in report.get("pictures", ()) if one["place"] not in seen]


def _binary_values(read: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for one in read["sets"]:
        for record in one["records"]:
            for column, value in record["values"].items():
                if isinstance(value, dict) and "base64" in value:
                    yield f"{one['id']}/{record['id']}/{column}", value
