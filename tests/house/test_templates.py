"""Templates arrange: they compile, carry no script or style of their own, and switch no escaping off."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import get_resolver

from tests.house import sources
from tests.house.url_map import routes

FORBIDDEN = {
    "switches escaping off": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq"),
    "has script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "has style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "has an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "links by javascript:": re.compile(r"javascript:", re.IGNORECASE),
    "lets htmx evaluate": re.compile(r"\bhx-on[:\-]|\bhx-vars\b|hx-vals=[\"']js:", re.IGNORECASE),
    "loads from another host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE),
}
# Letters and documents are not pages: a PDF has its style beside it, mails have links.
DOCUMENTS = ("letters/", "packages/")
URL_TAG = re.compile(r"{%\s*url\s+['\"]([^'\"]+)['\"]")


def template_names() -> list[str]:
    root = sources.CHECKOUT / "templates"
    return [str(path.relative_to(root)) for path in sources.templates()]


@pytest.mark.parametrize("name", template_names())
def test_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_page(fault):
    faulty = [
        name for name in template_names() if FORBIDDEN[fault].search(text_of(name)) and not is_excused(name, fault)
    ]

    assert faulty == []


def is_excused(name: str, fault: str) -> bool:
    return name.startswith(DOCUMENTS) and fault in {"has style in the page", "loads from another host"}


def text_of(name: str) -> str:
    return (sources.CHECKOUT / "templates" / name).read_text(encoding="utf-8")


def test_every_link_of_a_template_leads_to_a_route():
    known = {route.name for route in routes(get_resolver())}
    broken = {
        (name, target) for name in template_names() for target in URL_TAG.findall(text_of(name)) if target not in known
    }

    assert broken == set()


def test_no_code_marks_text_as_safe():
    marking = [sources.name(path) for path in sources.python_files() if "mark_safe" in path.read_text(encoding="utf-8")]

    assert marking == []


def test_scripts_of_our_own_evaluate_nothing():
    scripts = [
        path for path in (sources.CHECKOUT / "static" / "js").rglob("*.js") if Path("vendor") not in path.parents
    ]
    evaluating = [
        path.name for path in scripts if re.search(r"\beval\(|new Function\(|\.innerHTML\s*=", path.read_text())
    ]

    assert evaluating == []
