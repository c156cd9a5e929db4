"""The public doors of portability: a receiving controller collects a package, and anybody reads the schemas.

A wrong code, a link that is unknown, and one that has run out or was revoked are answered alike.
"""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from dsar.foundation import storage
from dsar.intake import budget
from dsar.processing_records.models import Controller
from dsar.rights.portability.facts import VERSION
from dsar.rights.portability.forms import CollectForm
from dsar.rights.portability.published import FILES, schema_file
from dsar.rights.portability.transmission_services import collect
from dsar.web.downloads import download

NEUTRAL_NAME = "portable.zip"


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, token: str) -> HttpResponse | StreamingHttpResponse:
    """Asks for the code; the right one answers with the package."""
    if request.method == "GET":
        return _ask(request, CollectForm())
    if not budget.spend(request, "collect"):
        return _ask(request, CollectForm(), is_busy=True, status=429)
    form = CollectForm(request.POST)
    row = collect(token=token, code=form.cleaned_data["code"]) if form.is_valid() else None
    if row is None or row.package.file is None:
        if form.is_valid():
            form.add_error("code", _("This code does not open this link, or the link has ended. Look at both again."))
        return _ask(request, form, status=422)
    stored = row.package.file
    response = download(storage.chunks(stored), name=NEUTRAL_NAME, media_type="application/zip", size=stored.size)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def schemas(request: HttpRequest) -> HttpResponse:
    """What a portable package looks like, with the schemas to read it by."""
    context = {"organisation": _organisation(), "version": VERSION, "files": list(FILES)}
    return render(request, "portability/schemas.html", context)


@require_GET
def schema(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """A published schema, for any program to read."""
    content = schema_file(version, name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=FILES[name])
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _ask(request: HttpRequest, form: CollectForm, *, is_busy: bool = False, status: int = 200) -> HttpResponse:
    context = {"organisation": _organisation(), "form": form, "is_busy": is_busy}
    response = render(request, "portability/transfer.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _organisation() -> dict[str, str]:
    """The one organisation; of several an address must not tell which."""
    known = Controller.objects.all()[:2]
    if len(known) != 1:
        return {}
    return {"name": known[0].name, "privacy_email": known[0].contact_email}
