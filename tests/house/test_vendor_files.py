"""Files made elsewhere are the ones that were reviewed, and no page of ours loads anything from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "static" / "vendor", ROOT / "tests" / "data" / "vendor"]
NOT_LISTED = {"SHA256SUMS", "README.md"}
LOADS_FROM_ELSEWHERE = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["']|\bimport\s*\(?\s*["']|\bfrom\s*["']|\bfetch\(\s*["']|importScripts\(\s*["']|(?:src|href)\s*=\s*["'])(?:https?:)?//"""
)


def listed(folder: Path) -> dict[str, str]:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_vendored_file_is_listed_and_has_its_sum(folder):
    files = {path for path in folder.rglob("*") if path.is_file() and path.name not in NOT_LISTED}

    found = {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert found == listed(folder)
    assert found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_vendored_package_brings_its_licence(folder):
    packages = [path for path in folder.iterdir() if path.is_dir()]

    without = [package.name for package in packages if not (package / "LICENSE").is_file()]

    assert packages
    assert without == []


def test_no_static_file_loads_anything_from_elsewhere():
    texts = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]

    outward = [
        (str(path.relative_to(ROOT)), found.group())
        for path in texts
        for found in LOADS_FROM_ELSEWHERE.finditer(path.read_text(encoding="utf-8"))
    ]

    assert len(texts) > 20
    assert outward == []


def test_no_static_file_points_to_a_map_that_is_not_shipped():
    texts = [path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js"}]

    pointing = [path.name for path in texts if "sourceMappingURL" in path.read_text(encoding="utf-8")]

    assert pointing == []


@pytest.mark.parametrize(
    "line",
    [
        '@import "https://fonts.example.com/a.css";',
        "src: url(//cdn.example.com/a.woff2)",
        'import("https://example.com/a.js")',
    ],
)
def test_the_search_for_loads_from_elsewhere_finds_them(line):
    assert LOADS_FROM_ELSEWHERE.search(line)
