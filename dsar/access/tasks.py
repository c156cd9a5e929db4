"""The workers' door of access: what has ended is forgotten."""

from celery import shared_task

from dsar.access.lock_out import forget_old_failures
from dsar.access.models import SignInTally
from dsar.access.session_models import StaffSession
from dsar.foundation import clock


@shared_task(name="dsar.access.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete sessions and tallies of failed sign-ins whose time is over."""
    now = clock.now()
    StaffSession.objects.filter(expire_date__lt=now).delete()
    SignInTally.objects.filter(window_ends_at__lt=now).delete()
    forget_old_failures()
