"""Uploads: never on the disk in the clear, and too large a file is told, not dropped."""

import os
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dsar.cases.models import CaseFile
from dsar.foundation import storage
from dsar.foundation.uploads import SealingUploadHandler
from tests.world import make_case

CANARY = b"canary-of-the-upload "


def test_an_uploaded_file_is_attached_and_lies_sealed(client, world):
    case = make_case(world)
    client.force_login(world.handler)
    upload = SimpleUploadedFile("letter.txt", CANARY * 40_000, "text/plain")  # larger than what Django keeps in memory

    client.post(reverse("dsar:case-attach", args=[case.reference]), {"file": upload, "purpose": "request"})

    attached = CaseFile.objects.get(case=case)
    assert storage.read(attached.file) == CANARY * 40_000
    assert CANARY not in storage.path_of(attached.file_id).read_bytes()


def test_while_it_arrives_nothing_readable_is_on_the_disk():
    handler = SealingUploadHandler()
    handler.new_file("file", "a.txt", "text/plain", None)

    handler.receive_data_chunk(CANARY * 1000, 0)

    opened = [Path(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
    spools = [path for path in opened if path.exists() and "(deleted)" in os.readlink(path)]
    assert spools
    assert all(CANARY not in path.read_bytes() for path in spools)
    handler.file_complete(len(CANARY) * 1000).close()


def test_too_large_a_file_is_refused_with_its_limit(client, world, settings):
    settings.DSAR_MAX_UPLOAD_MB = 1
    case = make_case(world)
    client.force_login(world.handler)
    upload = SimpleUploadedFile("big.bin", b"x" * (1024 * 1024 + 1), "application/octet-stream")

    response = client.post(reverse("dsar:case-attach", args=[case.reference]), {"file": upload, "purpose": "request"})

    assert response.status_code == 422
    assert "larger than 1 MB" in response.content.decode()
    assert not CaseFile.objects.exists()
