"""What one customer leaves in the shop: account, addresses, orders, tickets, reviews, points, visits."""

from __future__ import annotations

import datetime
from random import Random

from dsar.management.demo.names import COUNTRY_CODE
from dsar.management.demo.people import ANCHOR, Person
from dsar.management.demo.shelf import About, Mention
from dsar.management.demo.shop_rows import Rows

PRODUCTS, STAFF = 160, 21
_ASKED = (
    "Where is my parcel? It should have come on Tuesday.",
    "The zip broke on the first day. What now?",
    "Can I change the size?",
    "The invoice shows the wrong amount.",
)
_ANSWERED = (
    "We have asked the carrier and come back to you.",
    "Please send it back, the label is attached.",
    "Of course. The new one leaves today.",
)
_OPINIONS = ("Keeps dry.", "Too narrow for me.", "Third one I buy, still good.", "The colour is not as shown.")
_NOTES = ("", "", "Pays late.", "Asked for paper invoices.", "Very particular about boxes.")


class CustomerRows:
    """Adds customers with everything that hangs on them."""

    def __init__(self, rows: Rows, rng: Random) -> None:
        self._rows, self._rng = rows, rng
        self._last: dict[tuple[str, str], int] = {}

    def add(self, person: Person, mention: Mention | None) -> None:
        """Add the person; `mention` holds for every row that is theirs."""
        rng = self._rng
        customer = self._rows.add(
            "customers",
            mention,
            customer_number=person.customer_number,
            given_name=person.given,
            family_name=person.family,
            email=person.email,
            phone=person.phone,
            date_of_birth=person.born.isoformat(),
            country_code=COUNTRY_CODE[person.branch],
            created_at=self._day(),
            notes=rng.choice(_NOTES),
        )
        self._last["customers", person.customer_number] = customer
        owned = _owned(mention)
        address = self._address(customer, person, owned)
        orders = [
            self._order(customer, address, person, owned) for _each in range(4 if mention else rng.randrange(1, 4))
        ]
        self._ticket(customer, orders[0], person, owned)
        self._interest(customer, person, mention)

    def last_key(self, table: str, person: Person) -> int:
        """The key of the newest row of that table that the customer has."""
        return self._last[table, person.customer_number]

    def _address(self, customer: int, person: Person, mention: Mention | None) -> int:
        return self._rows.add(
            "addresses",
            mention,
            customer_id=customer,
            kind="home",
            recipient=person.name,
            street=person.street,
            postcode=person.postcode,
            city=person.city,
            country_code=COUNTRY_CODE[person.branch],
        )

    def _order(self, customer: int, address: int, person: Person, mention: Mention | None) -> int:
        rng, rows = self._rng, self._rows
        order = rows.add(
            "orders",
            mention,
            order_number=f"SO-{rng.randrange(100, 999)}-{rows.counts.get('orders', 0):05}",
            customer_id=customer,
            shipping_address_id=address,
            assigned_staff_id=rng.randrange(1, STAFF + 1),
            placed_at=self._day(),
            status=rng.randrange(1, 5),
            delivery_note=rng.choice(("", "", "Ring twice.", "Leave in the porch.")),
        )
        self._last["orders", person.customer_number] = order
        lines = rng.randrange(1, 4)
        for line in range(1, lines + 1):
            rows.add(
                "order_lines",
                mention,
                order_id=order,
                line_no=line,
                product_id=rng.randrange(1, PRODUCTS + 1),
                quantity=rng.randrange(1, 3),
                unit_price=rng.randrange(9, 420),
            )
        self._settle(order, lines, mention)
        return order

    def _settle(self, order: int, lines: int, mention: Mention | None) -> None:
        rng = self._rng
        self._rows.add(
            "payments",
            mention,
            order_id=order,
            method=rng.choice(("card", "invoice", "voucher")),
            card_last4=f"{rng.randrange(10_000):04}",
            amount=rng.randrange(20, 900),
            paid_at=self._day(),
        )
        if rng.random() < (0.6 if mention else 0.12):
            self._rows.add(
                "returns",
                mention,
                order_id=order,
                line_no=rng.randrange(1, lines + 1),
                reason=rng.choice(("Too small", "Faulty seam", "Changed my mind")),
                approved_by_staff_id=rng.randrange(1, STAFF + 1),
                returned_at=self._day(),
            )

    def _ticket(self, customer: int, order: int, person: Person, mention: Mention | None) -> None:
        rng, rows = self._rng, self._rows
        ticket = rows.add(
            "support_tickets",
            mention,
            customer_id=customer,
            order_id=order,
            assigned_staff_id=rng.randrange(1, STAFF + 1),
            subject=rng.choice(("Delivery", "Fault", "Size", "Invoice")),
            opened_at=self._day(),
        )
        asked = rows.add(
            "ticket_messages",
            mention,
            ticket_id=ticket,
            staff_id=None,
            sent_at=self._day(),
            body=f"{rng.choice(_ASKED)} {person.given}",
        )
        rows.add(
            "ticket_messages",
            mention,
            ticket_id=ticket,
            staff_id=rng.randrange(1, STAFF + 1),
            sent_at=self._day(),
            body=rng.choice(_ANSWERED),
        )
        self._last["ticket_messages", person.customer_number] = asked

    def _interest(self, customer: int, person: Person, mention: Mention | None) -> None:
        rng, rows, owned = self._rng, self._rows, _owned(mention)
        if rng.random() < (1 if owned else 0.5):
            rows.add(
                "reviews",
                owned,
                customer_id=customer,
                product_id=rng.randrange(1, PRODUCTS + 1),
                stars=rng.randrange(1, 6),
                body=rng.choice(_OPINIONS),
                written_at=self._day(),
            )
        for _each in range(rng.randrange(1, 3)):
            rows.add(
                "loyalty_points",
                owned,
                customer_id=customer,
                points=rng.randrange(5, 200),
                reason="order",
                earned_at=self._day(),
            )
        for _each in range(rng.randrange(2, 5)):
            rows.add(
                "page_views",
                owned,
                customer_id=customer,
                path=f"/products/{rng.randrange(1, PRODUCTS + 1)}",
                ip=f"203.0.113.{rng.randrange(1, 255)}",
                viewed_at=self._day(),
            )
        if isinstance(mention, About) or (mention is None and rng.random() < 0.6):
            self._subscription(person, mention)

    def _subscription(self, person: Person, mention: Mention | None) -> None:
        found = mention
        if isinstance(mention, About):
            # A mailbox of two does not say which of them wants the newsletter.
            shared = person.email.startswith("famille.")
            found = About(mention.label, "email_address", "review" if shared else "confirmed")
        self._rows.add(
            "newsletter_subscriptions", found, email=person.email, list_name="offers", subscribed_at=self._day()
        )

    def _day(self) -> str:
        return (ANCHOR - datetime.timedelta(days=self._rng.randrange(1, 1_400))).isoformat()


def _owned(mention: Mention | None) -> Mention | None:
    return About(mention.label, "foreign_key") if isinstance(mention, About) else mention
