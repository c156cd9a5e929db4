"""What is installed is pinned by content, and says nothing about where it came from."""

import re

import pytest

from tests.house.sources import CHECKOUT

FILES = ("requirements.txt", "requirements-dev.txt", "requirements-models.txt")
# One requirement: a pin and its hashes on lines that end in a backslash.
LOGICAL_LINES = re.compile(r"\\\n\s*")


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_pinned_with_hashes(file):
    lines = LOGICAL_LINES.sub(" ", (CHECKOUT / file).read_text()).splitlines()
    requirements = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    loose = [line.split()[0] for line in requirements if "==" not in line or "--hash=sha256:" not in line]

    assert requirements
    assert loose == []


@pytest.mark.parametrize("file", [*FILES, "requirements.in", "requirements-dev.in", "pyproject.toml"])
def test_no_requirement_names_an_address(file):
    text = (CHECKOUT / file).read_text()

    assert re.findall(r"\w+://|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("squat", ["de-core-news-md", "en-core-web-trf", "en-core-sci-md", "en-core-web-sm"])
def test_no_requirement_names_a_model_that_others_registered(squat):
    assert not any(f"{squat}==" in (CHECKOUT / file).read_text() for file in FILES)
