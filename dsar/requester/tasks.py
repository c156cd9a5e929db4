"""The workers' door of the requester's room."""

from uuid import UUID

from celery import shared_task


@shared_task(name="dsar.requester.send_code")
def send_code(request_id: str) -> None:
    """Send one code; rung when it was asked for, the same for known and unknown pairs."""
    from dsar.requester import signing_in_services

    signing_in_services.send_code(request_id=UUID(request_id))


@shared_task(name="dsar.requester.send_codes")
def send_codes() -> None:
    """Send codes whose doorbell was lost; rung by a beat, safe to ring at any time."""
    from dsar.requester import signing_in_services

    signing_in_services.send_asked_codes()


@shared_task(name="dsar.requester.let_go")
def let_go() -> None:
    """Delete old codes and ended visits."""
    from dsar.requester import signing_in_services

    signing_in_services.let_go_old()
