"""Templates only arrange: nothing the content security policy refuses, nothing unescaped, icons that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What becomes a PDF or a file of its own never meets a browser's policy.
NOT_PAGES = ("letters", "packages")
PAGES = [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] not in NOT_PAGES]
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons-1.13.2" / "icons.svg"

REFUSED = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "htmx expression": re.compile(r"hx-on\b|hx-(?:vals|headers)[^=]*=[\"']\s*js:", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "load from elsewhere": re.compile(r"<(?:script|link|img|iframe|use)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I),
    "unescaped value": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "comment over two lines in {# #}": re.compile(r"\{#(?:(?!#\}).)*\n"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_no_page_holds_what_is_refused(fault):
    holding = [str(path.relative_to(ROOT)) for path in PAGES if REFUSED[fault].search(path.read_text(encoding="utf-8"))]

    assert len(PAGES) > 30
    assert holding == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("inline style", '<p style="color:red">'),
        ("inline script", "<script>alert(1)</script>"),
        ("inline handler", '<a href="#" onclick="go()">'),
        ("htmx expression", "<p hx-on:click='go()'>"),
        ("script address", '<a href="javascript:go()">'),
        ("load from elsewhere", '<script src="https://example.com/a.js">'),
        ("unescaped value", "{{ note|safe }}"),
        ("comment over two lines in {# #}", "{# one\ntwo #}"),
    ],
)
def test_the_search_for_what_is_refused_finds_it(fault, text):
    assert REFUSED[fault].search(text)


def test_every_icon_named_in_a_template_is_in_the_sprite():
    there = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    named = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")

    unknown = {
        (str(path.relative_to(ROOT)), one or other)
        for path in PAGES
        for one, other in named.findall(path.read_text(encoding="utf-8"))
        if (one or other) not in there
    }

    assert len(there) > 200
    assert unknown == set()


def test_every_component_says_its_inputs_on_top():
    components = sorted((ROOT / "templates" / "components").glob("_*.html"))

    silent = [
        path.name for path in components if not re.search(r"\{#|\{% comment", path.read_text(encoding="utf-8")[:200])
    ]

    assert components
    assert silent == []
