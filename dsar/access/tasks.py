"""The workers' door of access: what has ended is forgotten."""

from celery import shared_task
from django.contrib.sessions.models import Session

from dsar.access.models import SignInTally
from dsar.foundation import clock


@shared_task(name="dsar.access.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete sessions and tallies of failed sign-ins whose time is over."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    SignInTally.objects.filter(window_ends_at__lt=now).delete()
