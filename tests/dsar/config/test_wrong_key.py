"""With a key that the database was not written with, nothing starts."""

import base64
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def _run(var_dir, number, *words):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DSAR_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=kept
        | {
            "DSAR_VAR_DIR": str(var_dir),
            "DSAR_KEY": base64.b64encode(bytes(range(number, number + 32))).decode(),
            "DJANGO_SETTINGS_MODULE": "dsar.config.settings.demo",
        },
    )


def test_web_and_supervisor_refuse_the_wrong_key(tmp_path):
    assert _run(tmp_path, 1, "manage.py", "migrate", "-v0").returncode == 0
    assert _run(tmp_path, 1, "-c", "import dsar.config.wsgi").returncode == 0

    web = _run(tmp_path, 2, "-c", "import dsar.config.wsgi")
    supervisor = _run(tmp_path, 2, "manage.py", "up", "--port", "1")

    assert web.returncode != 0
    assert "not the key" in web.stderr
    assert supervisor.returncode != 0
    assert "not the key" in supervisor.stderr
