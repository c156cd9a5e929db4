"""With a key that the database was not written with, nothing starts."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import ProductUnderTest

pytestmark = pytest.mark.slow(9)

ROOT = Path(__file__).resolve().parents[3]
ANOTHER = {"DSAR_KEY": base64.b64encode(bytes(range(2, 34))).decode()}


@pytest.fixture
def installed():
    with ProductUnderTest(start=False) as product:
        yield product


def run(product, *words, **more):
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=product.environment | more,
    )


def test_web_and_supervisor_refuse_the_wrong_key(installed):
    assert run(installed, "-c", "import dsar.config.wsgi").returncode == 0

    web = run(installed, "-c", "import dsar.config.wsgi", **ANOTHER)
    supervisor = run(installed, "manage.py", "up", "--port", "1", **ANOTHER)

    assert web.returncode != 0
    assert "not the key" in web.stderr
    assert supervisor.returncode != 0
    assert "not the key" in supervisor.stderr
