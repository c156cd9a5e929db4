"""An office for a simple case: a shop as the only system, and a register that answers every point."""


def set_up(shop: str) -> None:
    """The people of tests/world.py, the shop, and what the register says of it."""
    from dsar.processing_records.models import ProcessingActivity, Recipient, Source, System
    from tests.world import make_world

    world = make_world()
    system = System.objects.create(name="Web shop", owner="Facilities", owner_contact="facilities@example.org")
    Source.objects.create(system=system, name="Web shop", kind="sql", settings={"url": f"sqlite:///{shop}"})
    activity = ProcessingActivity.objects.create(
        controller=world.controller,
        name="Orders",
        purpose="To deliver what was ordered.",
        legal_basis="UK GDPR Art. 6(1)(b): contract",
        categories=["contact details", "orders"],
        data_subjects="customers",
        retention="Six years after the order.",
        source_of_data="The customer.",
        automated_decisions="None.",
        has_automated_decisions=False,
    )
    activity.systems.add(system)
    Recipient.objects.create(activity=activity, name="Parcel Post Ltd", role="processor", country="GB")
