"""Pages of anonymising: a text in other forms, tokens in a vault, and reading them back."""

import secrets
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.detection import facts
from discovery.detection.anonymising import Anonymised, Form, Policy, Pseudonyms, anonymise
from discovery.documents import Kind
from dsar.access.pages import role_page
from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.foundation.errors import DsarError
from dsar.pii.text_forms import FORM_WORDS, KEEP, AnonymiseForm, RestoreForm, VaultForm
from dsar.pii.text_views import kind_label, read_timed
from dsar.pii.texts import Reading
from dsar.pii.vault_models import TokenVault, VaultEntry
from dsar.pii.vault_reading_services import restore
from dsar.pii.vault_services import VaultOfHouse, anonymise_into, erase_vault, open_vault, vault_of_case, with_vault
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_http_methods(["GET", "POST"])
@role_page(Act.USE_PII_TOOLS)
def anonymise_text(request: StaffRequest) -> HttpResponse:
    """A pasted text with its values in another form; a second press takes the form chosen for each kind."""
    form = AnonymiseForm(request.POST or None, may_keep=request.user.may(Act.KEEP_TOKENS))
    context: dict[str, Any] = {"nav": "setup", "form": form}
    if form.is_valid():
        reading, _milliseconds = read_timed(form)
        try:
            done = _anonymised(request, form, reading)
        except DsarError as error:
            form.add_error("case" if "case" in form.fields else None, error.message)
        else:
            context |= {"done": done, "rows": _rows(form, reading), "count": len(done.replacements)}
    return render(request, "pii/anonymise_text.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.RESTORE_TOKENS)
@recently_authenticated
def restore_tokens(request: StaffRequest) -> HttpResponse:
    """Read back what the tokens of a text stand for."""
    form = RestoreForm(request.POST or None)
    context: dict[str, Any] = {"nav": "setup", "form": form}
    if form.is_valid():
        given = form.cleaned_data
        try:
            shown = restore(
                text=given["text"], kinds=set(given["kinds"]) or None, reason=given["reason"], actor=request.user
            )
        except DsarError as error:
            form.add_error("text" if "text" in error.fields else None, error.message)
        else:
            context |= {"shown": shown, "counts": [(kind_label(kind), count) for kind, count in shown.counts]}
    return render(request, "pii/restore_tokens.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.KEEP_TOKENS)
def vaults(request: StaffRequest) -> HttpResponse:
    """The vaults that stand, and a new one."""
    form = VaultForm(request.POST or None)
    if form.is_valid():
        try:
            open_vault(actor=request.user, **form.cleaned_data)
        except DsarError as error:
            form.add_error("expires_on", error.message)
        else:
            messages.success(request, _("The vault is open."))
            return redirect("dsar:vaults")
    visible = Case.objects.visible_to(request.user).values("pk")
    rows = TokenVault.objects.filter(Q(case=None) | Q(case__in=visible), erased_at=None).order_by("name")
    shown = rows.select_related("case", "made_by").annotate(count=Count("entries"))
    page = Paginator(shown, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {"nav": "setup", "form": form, "page": page}
    return render(request, "pii/vaults.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.KEEP_TOKENS)
def vault_erase(request: StaffRequest, vault_id: str) -> HttpResponse:
    """Erase a vault: asks first, for it cannot be taken back."""
    vault = get_object_or_404(TokenVault, pk=vault_id, erased_at=None)
    if vault.case_id and not Case.objects.visible_to(request.user).filter(pk=vault.case_id).exists():
        raise Http404
    if request.method == "POST":
        erase_vault(vault=vault, actor=request.user)
        messages.success(request, _("The vault is erased. Its tokens lead nowhere any more."))
        return redirect("dsar:vaults")
    count = VaultEntry.objects.filter(vault=vault).count()
    return render(request, "pii/vault_erase.html", {"nav": "setup", "vault": vault, "count": count})


def _anonymised(request: StaffRequest, form: AnonymiseForm, reading: Reading) -> Anonymised:
    by_kind = form.by_kind()
    chosen = {Kind(kind): Form(value) for kind, value in by_kind.items() if value != KEEP}
    kept = frozenset(Kind(kind) for kind, value in by_kind.items() if value == KEEP)
    policy = Policy(form=Form(form.cleaned_data["form"]), by_kind=chosen, kept=kept)
    options, text = form.asked().options(), form.cleaned_data["text"]

    def work(one: Policy) -> Anonymised:
        return anonymise(text, one, detections=reading.detections, options=options, is_checked=True)

    def in_vault(house: VaultOfHouse) -> list[Anonymised]:
        return [work(with_vault(policy, house))]

    vault = _vault(request, form)
    if vault is None:
        return work(Policy(policy.form, chosen, kept, key=secrets.token_bytes(32), pseudonyms=Pseudonyms()))
    return anonymise_into(vault=vault, anonymise=in_vault, actor=request.user)[0]


def _vault(request: StaffRequest, form: AnonymiseForm) -> TokenVault | None:
    """The vault that was chosen, or that of the case; one that the person may not see is told like one that is not."""
    reference = form.cleaned_data.get("case", "").strip().upper()
    if not reference:
        return cast("TokenVault | None", form.cleaned_data.get("vault"))
    case = Case.objects.visible_to(request.user).select_related("key").filter(reference=reference).first()
    if case is None:
        raise DsarError(_("There is no such case, or you may not know of it."), code="case_missing")
    return vault_of_case(case=case, actor=request.user)


def _rows(form: AnonymiseForm, reading: Reading) -> list[dict[str, Any]]:
    """The kinds that were found, each with the form that it got and those that it could get."""
    by_kind, default = form.by_kind(), form.cleaned_data["form"]
    counts: dict[Kind, int] = {}
    for one in reading.detections:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    choices = [(value, FORM_WORDS[value]) for value, _words in form.choices] + [(KEEP, _("Leave it as it is"))]
    return [
        {
            "name": f"kind-{kind.value}",
            "label": facts(kind).label,
            "count": count,
            "chosen": by_kind.get(kind.value, default),
            "choices": choices,
        }
        for kind, count in sorted(counts.items(), key=lambda pair: facts(pair[0]).label)
    ]
