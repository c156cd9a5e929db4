"""`manage.py up`: web server, worker and beat under one supervisor, until Ctrl-C or SIGTERM."""

import signal
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsar.config.celery import prepare_broker_folders
from dsar.foundation.keys import check_key
from dsar.foundation.supervisor import AlreadyRunning, Program, Supervisor, hold_lock

DEMO_COMMAND = "demo_load"
DEMO_MARK = "demo-loaded"
SIGN_INS = "sign-ins.txt"


class Command(BaseCommand):
    """Starts the programs, prints where to look, stays in front."""

    help = "Run web server, worker and beat under one supervisor."
    requires_system_checks = []  # the programs check for themselves, and a restart must be quick

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address of the web server")
        parser.add_argument("--port", type=int, default=8000, help="port of the web server")
        parser.add_argument("--workers", type=int, default=2, help="processes of the Celery worker")
        parser.add_argument("--demo", action="store_true", help="make the demo organisation on the first start")

    def handle(self, *_args: Any, **options: Any) -> None:
        run_dir = Path(settings.VAR_DIR) / "run"
        run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            lock = hold_lock(run_dir / "up.lock")
        except AlreadyRunning as error:
            message = f"{error}; stop it first (kill -TERM), or set DSAR_VAR_DIR to run a second installation"
            raise CommandError(message) from error
        self._demand_the_right_key()
        prepare_broker_folders()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        if options["demo"]:
            self._make_demo_once(run_dir)
        programs = [
            web(options["host"], options["port"]),
            worker(run_dir, options["workers"]),
            beat(run_dir),
        ]
        self.stdout.write(f"DSAR Desk answers on http://{options['host']}:{options['port']} (Ctrl-C stops it)")
        if options["demo"]:
            self._tell_sign_ins()
        self.stdout.flush()
        Supervisor(programs, lock=lock).run()
        self.stdout.write("Stopped.")

    def _demand_the_right_key(self) -> None:
        try:
            check_key()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error

    def _make_demo_once(self, run_dir: Path) -> None:
        """The demo organisation's command is idempotent; the mark saves the time of asking it again."""
        mark = run_dir / DEMO_MARK
        if mark.exists() or DEMO_COMMAND not in get_commands():
            return
        from django.core.management import call_command

        began = time.monotonic()
        call_command(DEMO_COMMAND)
        mark.touch()
        self.stdout.write(f"[{time.monotonic() - began:.0f} s] demo organisation")

    def _tell_sign_ins(self) -> None:
        """The demo's command leaves its invented people and their passwords in a file of the demo's folder."""
        told = Path(settings.VAR_DIR) / "demo" / SIGN_INS
        if told.exists():
            self.stdout.write(told.read_text(encoding="utf-8"))


def web(host: str, port: int) -> Program:
    """Gunicorn, one process with four threads. No access log: addresses and link tokens do not belong in a log."""
    argv = [
        *_module("gunicorn"),
        *("--bind", f"{host}:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--timeout", "120", "--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"),
        "dsar.config.wsgi:application",
    ]
    return Program("web", argv)


def worker(run_dir: Path, processes: int) -> Program:
    """The Celery worker; its name is fixed, so that a restarted worker is known as the same one."""
    argv = [
        *_celery("worker"),
        *("--concurrency", str(processes), "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
        *("--statedb", str(run_dir / "worker-state")),
    ]
    return Program("worker", argv)


def beat(run_dir: Path) -> Program:
    """The clock of the recurring tasks; remembers in a file when each ran last."""
    argv = [
        *_celery("beat"),
        *("--schedule", str(run_dir / "beat-schedule"), "--pidfile", "", "--loglevel", "WARNING"),
    ]
    return Program("beat", argv, orphan_signal=signal.SIGTERM)


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def _celery(command: str) -> list[str]:
    return [*_module("celery"), "--quiet", "--app", "dsar.config.celery:app", command]
