"""The canary's cage has no holes: what is hidden in a file, a name or a wrapping is found."""

import base64
import gzip
import json
import urllib.parse

import pytest

from tests import canary


@pytest.mark.parametrize(
    "wrap",
    [
        str.encode,
        lambda text: text.upper().encode(),
        lambda text: urllib.parse.quote(text).encode(),
        lambda text: base64.b64encode(f"[{text}]".encode()),
        lambda text: base64.b64encode(f"a{text}, 1".encode()),
        lambda text: base64.b64encode(f"ab{text}, 1".encode()),
        lambda text: json.dumps({"args": [text]}).encode(),
        lambda text: gzip.compress(text.encode()),
        lambda text: text.encode("utf-16"),
    ],
    ids=["plain", "upper case", "url", "base64", "base64 + 1", "base64 + 2", "json", "gzip", "utf-16"],
)
@pytest.mark.parametrize("which", canary.CANARIES)
def test_a_wrapped_canary_is_seen(which, wrap, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "message").write_bytes(
        b"before " + wrap(which) + b" after" if wrap(which)[:1] != b"\x1f" else wrap(which)
    )

    assert canary.seen_under([tmp_path])


def test_a_file_named_for_the_canary_is_seen(tmp_path):
    (tmp_path / f"export {canary.NAME}.txt").touch()

    assert canary.seen_under([tmp_path])


def test_an_innocent_folder_is_clean(tmp_path):
    (tmp_path / "log").write_text('time=2026-01-31 level=info event="case DSAR-2026-0042-K closed"\n' * 100)

    assert canary.seen_under([tmp_path]) == []
