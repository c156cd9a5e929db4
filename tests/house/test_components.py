"""Components name their inputs, icons exist, and no comment is printed on a page."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# What becomes a PDF or a file of its own never meets a browser's policy.
NOT_PAGES = ("letters", "packages")
PAGES = [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] not in NOT_PAGES]
SPRITE = ROOT / "static" / "vendor" / "bootstrap-icons-1.13.2" / "icons.svg"

BROKEN_COMMENT = re.compile(r"\{#(?:(?!#\}).)*\n")


def test_no_comment_of_one_line_runs_over_two():
    # Django prints such a comment on the page
    printed = [
        str(path.relative_to(ROOT)) for path in TEMPLATES if BROKEN_COMMENT.search(path.read_text(encoding="utf-8"))
    ]

    assert len(TEMPLATES) > 30
    assert printed == []


def test_the_search_for_broken_comments_finds_one():
    assert BROKEN_COMMENT.search("{# one\ntwo #}")
    assert not BROKEN_COMMENT.search("{# one #}\n")


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
