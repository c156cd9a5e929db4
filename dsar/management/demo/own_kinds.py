"""A kind of the demo organisation's own, so that the PII tools show one with a version."""

from discovery.detection import Category
from dsar.access.models import User
from dsar.management.demo.cases import STAFF
from dsar.pii.models import OwnKindVersion
from dsar.pii.own_kind_services import OwnKindValues, save_own_kind
from dsar.pii.own_kind_templates import template


def load_own_kinds() -> None:
    """The employee numbers of the organisation, looked for by their prefix; once."""
    shipped = template("employee")
    if shipped is None or OwnKindVersion.objects.exists():
        return
    values = OwnKindValues(
        str(shipped.label), shipped.pattern, Category.BUSINESS.value, int(shipped.risk), shipped.context,
        counts_as=shipped.counts_as.value,
    )  # fmt: skip
    dpo = User.objects.get(email=next(person.email for person in STAFF if person.key == "dpo"))
    save_own_kind(values=values, actor=dpo, why="Numbers of our payroll")
