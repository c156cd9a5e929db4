"""What was given in earlier cases, in words: the released package, its number of documents and its digest."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import ngettext

from dsar.cases.relation_selectors import register_given
from dsar.foundation.keys import keys_at_hand
from dsar.response.models import Package

DIGEST_SIGNS = 12


def what_was_given(case_ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The newest released package of each of these cases."""
    packages = Package.objects.filter(case__in=list(case_ids), released_at__isnull=False).order_by("released_at")
    rows = list(packages.select_related("case__key"))
    with keys_at_hand([row.case.key_id for row in rows]):
        return {row.case_id: _words(row) for row in rows}


def _words(package: Package) -> str:
    count = len(package.contents)
    words = ngettext(
        "Package %(no)s: %(n)s document (%(digest)s…)", "Package %(no)s: %(n)s documents (%(digest)s…)", count
    )
    return words % {"no": package.number, "n": count, "digest": package.digest[:DIGEST_SIGNS]}


register_given(what_was_given)
