"""A file that proves the day of an act on the clock."""

from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.cases.clock_store import EVIDENCE
from dsar.cases.services import attach_file


def proof(case, world, text="Postmarked on that day."):
    upload = SimpleUploadedFile("postmark.txt", text.encode(), content_type="text/plain")
    return attach_file(case=case, upload=upload, purpose=EVIDENCE, actor=world.dpo)
