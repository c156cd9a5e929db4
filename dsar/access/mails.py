"""Mails to a colleague about their own account, sent when the act is certain."""

import logging
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.foundation import clock

log = logging.getLogger(__name__)

FACTOR_ADDED = _("A second factor was added to your account.")
FACTOR_REMOVED = _("A second factor was removed from your account.")
FACTOR_RESET = _("An administrator has reset your second factors. You set up a new one when you sign in.")
CODES_MADE = _("New recovery codes were made for your account; the old ones no longer work.")
RECOVERY_CODE_USED = _("A recovery code was used to sign in to your account.")
PASSWORD_CHANGED = _("The password of your account was changed.")
SIGN_ON_LINKED = _("Your account can now be opened through single sign-on.")


def account_changed(person: User, what: Promise) -> None:
    """Tell somebody what changed on their account, after the transaction."""
    transaction.on_commit(partial(_send, person, what))


def _send(person: User, what: Promise) -> None:
    with translation.override(person.mail_language):
        context = {"person": person, "what": what, "at": clock.now(), "site": settings.DSAR_PUBLIC_URL}
        subject = render_to_string("letters/account_changed_subject.txt").strip()
        body = render_to_string("letters/account_changed.txt", context)
    try:
        send_mail(subject, body, None, [person.email])
    except (SMTPException, OSError) as error:  # the change stands whether or not the mail server answers
        log.warning("A mail about an account could not be sent: %s", type(error).__name__)
