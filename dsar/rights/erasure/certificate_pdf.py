"""The certificate of an erasure as a page to print: set by WeasyPrint in the sandbox, like the package."""

import json
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.foundation.errors import DsarError
from dsar.foundation.sandbox import Limits, Verdict, run_sandboxed
from dsar.rights.erasure import told_words
from dsar.rights.erasure.models import RecipientTold
from dsar.rights.erasure.set_words import set_words
from erasure.certificates import is_signed
from erasure.rules import EXCEPTIONS, GROUNDS
from erasure.runs.models import ErasureCertificate

RENDER = "dsar.response.render"
LIMITS = Limits(wall_seconds=60.0, cpu_seconds=60.0)


def certificate_pdf(case: Case, row: ErasureCertificate) -> bytes:
    """The page.

    Raises:
        DsarError: it could not be set ("certificate_not_set").
    """
    with translation.override(case.language):  # the person reads it
        markup = render_to_string("erasure/certificate.html", context_of(case, row))
    style = render_to_string("erasure/certificate.css.txt", {})
    result = run_sandboxed(
        RENDER, {"pages": 1}, files={"certificate.html": markup.encode(), "package.css": style.encode()}, limits=LIMITS
    )
    content = result.files.get("certificate.pdf") if result.verdict is Verdict.OK else None
    if content is None:
        raise DsarError(
            _("The certificate could not be set. Take the signed data instead."), code="certificate_not_set"
        )
    return content


def context_of(case: Case, row: ErasureCertificate) -> dict[str, Any]:
    """What the page shows; names of colleagues come from today's list of people, the body holds their ids."""
    body = json.loads(bytes(row.body))
    signed = [target["by_hand"]["by"] for target in body["targets"] if target["by_hand"]]
    ids = [body["proposed"]["by"], body["approved"]["by"], *signed]
    names = {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "full_name")}
    ground = getattr(case, "erasure_ground", None)
    return {
        "case": case,
        "body": body,
        "names": names,
        "proposed_by": names.get(body["proposed"]["by"], "…"),
        "approved_by": names.get(body["approved"]["by"], "…"),
        "ground": f"{GROUNDS[ground.ground][0]}: {told_words.GROUNDS[ground.ground]}" if ground else "",
        "targets": [_target(target, names) for target in body["targets"]],
        "signature": row.signature,
        "is_valid": is_signed(bytes(row.body), row.signature),
        "recipients": list(RecipientTold.objects.filter(case=case)),
        "language": case.language,
    }


def _target(raw: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    changed = [
        {"set": set_words(name), "count": count, "action": told_words.ACTIONS.get(action, action)}
        for name, actions in raw["changed"].items()
        for action, count in actions.items()
    ]
    stays = [
        {**stay, "set": set_words(stay["set"]), "action": told_words.ACTIONS.get(stay["action"], stay["action"]),
         "article": EXCEPTIONS.get(stay["reason"], (_("decided"), ""))[0]}
        for stay in raw["stays"]
    ]  # fmt: skip
    name, by_hand = raw["name"], raw["by_hand"]
    if beside := raw.get("beside", ""):  # certificates of before know no tasks beside a target
        name = _("%(target)s: by hand") % {"target": beside}
    if by_hand:
        by_hand = {**by_hand, "name": names.get(by_hand["by"], "…")}
    return {**raw, "name": name, "changed": changed, "stays": stays, "by_hand": by_hand}
