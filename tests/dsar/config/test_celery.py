"""The doorbell's wiring."""

import stat

import pytest
from celery.schedules import crontab

from dsar.config import celery, schedule


@pytest.mark.parametrize(
    "setting, value",
    [
        ("task_serializer", "json"),
        ("accept_content", ["json"]),
        ("result_backend", None),
        ("task_ignore_result", True),
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),
        ("worker_max_tasks_per_child", 50),
        ("worker_enable_remote_control", False),
        ("task_time_limit", 15 * 60),
    ],
)
def test_pinned_setting(setting, value):
    assert celery.app.conf[setting] == value


def test_redis_never_gives_a_running_task_to_a_second_worker():
    options = celery.transport_options("redis://127.0.0.1:6379/0")

    assert options["visibility_timeout"] > celery.TASK_HARD_SECONDS


def test_messages_stay_in_folders_that_only_we_can_read(settings, tmp_path):
    settings.DSAR_BROKER_URL = "filesystem://"
    settings.DSAR_BROKER_DIR = tmp_path / "broker"

    celery.prepare_broker_folders()

    options = celery.transport_options(settings.DSAR_BROKER_URL)
    folders = {options[name] for name in ("data_folder_in", "data_folder_out", "control_folder", "processed_folder")}
    assert folders == {str(tmp_path / "broker" / name) for name in ("queue", "control", "processed")}
    assert {
        stat.S_IMODE((tmp_path / "broker" / name).stat().st_mode) for name in ("queue", "control", "processed")
    } == {0o700}


def test_every_scheduled_task_is_registered():
    celery.app.loader.import_default_modules()

    unknown = {
        name: entry["task"] for name, entry in schedule.SCHEDULE.items() if entry["task"] not in celery.app.tasks
    }

    assert unknown == {}


def test_a_doorbell_that_waited_too_long_is_dropped():
    assert all(entry["options"]["expires"] > 0 for entry in schedule.SCHEDULE.values())
    assert schedule.every(15, "t")["options"]["expires"] == 15
    assert schedule.daily(3, 10, "t")["schedule"] == crontab(hour=3, minute=10)
