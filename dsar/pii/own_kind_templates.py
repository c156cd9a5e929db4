"""Own kinds to start from, as they are common in organisations; nothing of them is looked for until it is saved."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from discovery.detection import Category, Risk
from discovery.documents import Kind


@dataclass(frozen=True, slots=True)
class OwnKindTemplate:
    """A filled form; `example` is a text to try it on."""

    code: str
    label: Any
    pattern: str
    counts_as: Kind
    category: Category
    risk: Risk
    context: tuple[str, ...]
    example: str
    words: Any

    def initial(self) -> dict[str, Any]:
        """The first values of the form."""
        return {
            "label": str(self.label),
            "pattern": self.pattern,
            "counts_as": self.counts_as.value,
            "category": self.category.value,
            "risk": int(self.risk),
            "context": ", ".join(self.context),
            "trial": self.example,
        }


TEMPLATES: Final = (
    OwnKindTemplate(
        "customer", _("Customer number (CUST-)"), r"\bCUST-\d{4,10}\b", Kind.CUSTOMER_ID, Category.BUSINESS,
        Risk.MEDIUM, ("customer", "client"), "Dear customer CUST-104233, your order ORD-7781 left us on 4 March.",
        _("A prefix and four to ten digits."),
    ),
    OwnKindTemplate(
        "employee", _("Employee number (EMP-)"), r"\bEMP-?\d{4,8}\b", Kind.EMPLOYEE_ID, Category.BUSINESS, Risk.MEDIUM,
        ("employee", "staff", "payroll"), "Payroll for EMP-20418 was corrected; EMPTY fields stay empty.",
        _("A prefix, with or without a hyphen, and four to eight digits."),
    ),
    OwnKindTemplate(
        "account", _("Account number (ACCT-)"), r"\bACCT-\d{6,12}\b", Kind.ACCOUNT_NUMBER, Category.FINANCIAL,
        Risk.HIGH, ("account",), "Moved from account ACCT-00918273 on Tuesday.",
        _("A prefix and six to twelve digits."),
    ),
    OwnKindTemplate(
        "internal_ip", _("Internal IP address"),
        r"\b(?:10\.(?:25[0-5]|2[0-4]\d|1?\d?\d)|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){2}\b",
        Kind.IP_ADDRESS, Category.ONLINE, Risk.LOW, ("host", "address", "client"),
        "Refused for 10.20.30.41 and 192.168.7.9, not for version 10.2.1.",
        _("Addresses of private networks (RFC 1918), which lead to a desk."),
    ),
)  # fmt: skip


def template(code: str) -> OwnKindTemplate | None:
    """The template of that name."""
    return next((one for one in TEMPLATES if one.code == code), None)
