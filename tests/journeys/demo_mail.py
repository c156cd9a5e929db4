"""Mail in triage, a mailbox and a changed letter in the loaded demo; runs inside the installation under test."""

from pathlib import Path

from django.conf import settings

from dsar.access.models import User
from dsar.intake.mail_fetching import fetch_mailbox
from dsar.intake.mail_models import Mailbox, UnloggedMail
from dsar.notices.text_services import save_text
from dsar.processing_records.models import Controller
from tests.dsar.intake.mails import deliver, maildir, message


def mail_and_letters(dpo: User) -> dict[str, str]:
    """A message that nobody has logged, the mailbox it came by, and a letter with a text of its own."""
    settings.DSAR_SOURCE_ROOTS = ["/"]
    folder = maildir(Path(settings.VAR_DIR) / "sample-maildir")
    box = Mailbox.objects.create(
        name="Privacy mailbox", controller=Controller.objects.all()[0], kind="maildir", folder=str(folder)
    )
    deliver(folder, message())
    fetch_mailbox(box)
    save_text(
        code="withdrawn",
        language="en",
        subject="Closed ({{ reference }})",
        body="Dear {{ name }}\n\nIt is closed.\n\n{{ organisation }}",
        based_on=0,
        actor=dpo,
    )
    return {"mail_id": str(UnloggedMail.objects.get(mailbox=box).pk), "mailbox_id": str(box.pk)}
