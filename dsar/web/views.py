"""Pages for what goes wrong before a view is reached."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long or came from elsewhere; nothing was done."""
    return render(request, "403_csrf.html", status=403)
