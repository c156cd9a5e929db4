"""The doorbell: Celery carries primary keys to workers; rows in the database are the truth (design: leased rows).

Every broker is safe with it: the filesystem (one machine, nothing to install), Redis, RabbitMQ.
"""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django.conf import settings

from dsar.config.logging import configure
from dsar.config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.demo")

TASK_SOFT_SECONDS = 14 * 60
TASK_HARD_SECONDS = 15 * 60
# Redis gives a message to a second worker after this time; it must exceed the longest task.
VISIBILITY_SECONDS = 2 * TASK_HARD_SECONDS


def broker_folders() -> dict[str, Path]:
    """The folders of the filesystem broker under DSAR_BROKER_DIR."""
    root = Path(settings.DSAR_BROKER_DIR)
    return {"queue": root / "queue", "control": root / "control", "processed": root / "processed"}


def prepare_broker_folders() -> None:
    """Make the folders of the filesystem broker, readable by nobody else; nothing to do for other brokers."""
    if settings.DSAR_BROKER_URL.startswith("filesystem:"):
        for folder in broker_folders().values():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def transport_options(url: str) -> dict[str, Any]:
    """What the broker at `url` is told beside its address."""
    if url.startswith("filesystem:"):
        folders = broker_folders()
        return {
            "data_folder_in": str(folders["queue"]),
            "data_folder_out": str(folders["queue"]),
            "control_folder": str(folders["control"]),
            # Messages pass through this folder; the default would be the machine's common temporary folder.
            "processed_folder": str(folders["processed"]),
            "store_processed": False,
        }
    if url.startswith(("redis:", "rediss:")):
        return {"visibility_timeout": VISIBILITY_SECONDS, "queue_order_strategy": "priority"}
    return {"confirm_publish": True}


def make_app() -> Celery:
    """The application, configured from DSAR_BROKER_URL and DSAR_BROKER_DIR."""
    url = settings.DSAR_BROKER_URL
    # kombu warns of an address without a host, though a folder has none.
    made = Celery("dsar", broker="filesystem://localhost" if url.startswith("filesystem:") else url)
    made.conf.update(
        task_serializer="json",
        accept_content=["json"],
        result_accept_content=["json"],
        event_serializer="json",
        result_backend=None,
        task_ignore_result=True,
        task_acks_late=True,
        task_acks_on_failure_or_timeout=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=50,
        task_soft_time_limit=TASK_SOFT_SECONDS,
        task_time_limit=TASK_HARD_SECONDS,
        task_default_queue="dsar",
        worker_enable_remote_control=False,  # nobody who reaches the broker may command workers
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=transport_options(url),
        timezone="UTC",
        enable_utc=True,
        beat_schedule=SCHEDULE,
    )
    made.autodiscover_tasks(["dsar", "discovery", "consent", "erasure"])
    return made


@setup_logging.connect(weak=False)
def _our_logging(**_kwargs: Any) -> None:
    """Workers log as the web does; Celery's own set-up is skipped while somebody listens here."""
    configure()


@worker_init.connect(weak=False)
def _refuse_the_wrong_key(**_kwargs: Any) -> None:
    """A worker does not start on a database that was written with another key."""
    from dsar.foundation.keys import check_key

    check_key()


app = make_app()
prepare_broker_folders()
