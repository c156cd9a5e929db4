"""Binary values and picture documents of a package are listed, opened by their place, and each has to be seen."""

import base64
import io
import json
import zipfile

import pytest

from dsar.rights.portability.packing import JSON_FILE
from dsar.rights.portability.pictures import Picture, content_of, pictures_in, unseen

PNG, SCAN = b"\x89PNG\r\n\x1a\n-face", b"\xff\xd8\xff-scan"


@pytest.fixture
def archive():
    value = {"base64": base64.b64encode(PNG).decode(), "media_type": "image/png"}
    records = [{"id": "r4", "values": {"photo": value, "name": "Ida", "old": {"left_out": "not_kept"}}}]
    documents = [
        {"file": "files/001.pdf", "media_type": "application/pdf"}, {"file": "files/002.jpg", "media_type": "image/jpeg"},
    ]  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(JSON_FILE, json.dumps({"sets": [{"id": "s1", "records": records}], "documents": documents}))
        made.writestr("files/002.jpg", SCAN)
    return out.getvalue()


def test_every_picture_is_listed_with_its_place_and_opened_by_it(archive):
    found = pictures_in(archive)

    assert found == [Picture("s1/r4/photo", "image/png"), Picture("files/002.jpg", "image/jpeg")]
    assert [content_of(archive, one.place) for one in found] == [PNG, SCAN]
    with pytest.raises(KeyError):
        content_of(archive, "s1/r4/name")


def test_what_nobody_looked_at_is_named(archive):
    report = {"pictures": [one.as_json() for one in pictures_in(archive)]}

    assert unseen(report, ["s1/r4/photo"]) == ["files/002.jpg"]
    assert unseen(report, ["s1/r4/photo", "files/002.jpg"]) == []
