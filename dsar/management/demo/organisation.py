"""The demo organisation inside the product: controllers, staff, systems, sources and the register."""

from dataclasses import dataclass
from pathlib import Path

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.access.services import add_person, set_team
from dsar.cases.permissions import PRIVACY_TEAM
from dsar.management.demo.building import FILES, SHOP
from dsar.management.demo.cases import PASSWORD, STAFF
from dsar.management.demo.content import OFFICES
from dsar.management.demo.people import Branch
from dsar.processing_records.models import Controller, Source, System
from dsar.processing_records.seed import seed_register
from dsar.processing_records.services import save_controller, save_system

DPO_NAME = next(person.full_name for person in STAFF if person.role == Role.DPO)
_CONTROLLERS: dict[Branch, dict[str, str]] = {
    "uk": {
        "country": "GB",
        "time_zone": "Europe/London",
        "calendar": "GB-EAW",
        "regime": "UK",
        "language": "en",
        "supervisory_authority": "Information Commissioner's Office",
        "supervisory_authority_contact": "Wycliffe House, Water Lane, Wilmslow SK9 5AF, ico.org.uk/make-a-complaint",
    },
    "de": {
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "calendar": "DE-HH",
        "regime": "EU",
        "language": "de",
        "supervisory_authority": "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit",
        "supervisory_authority_contact": "Ludwig-Erhard-Straße 22, 20459 Hamburg, datenschutz-hamburg.de",
    },
    "fr": {
        "country": "FR",
        "time_zone": "Europe/Paris",
        "calendar": "FR",
        "regime": "EU",
        "language": "fr",
        "supervisory_authority": "Commission nationale de l'informatique et des libertés",
        "supervisory_authority_contact": "3 place de Fontenoy, 75334 Paris Cedex 07, cnil.fr",
    },
}


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the cases need: controllers by branch, staff by key."""

    controllers: dict[Branch, Controller]
    staff: dict[str, User]


def found_organisation(root: Path) -> Organisation:
    """Create staff, team, controllers, systems with their sources under `root`, and the register."""
    staff = {
        person.key: add_person(
            email=person.email, full_name=person.full_name, roles=[Role(person.role)], actor=None, password=PASSWORD
        )
        for person in STAFF
    }
    members = [staff[person.key] for person in STAFF if person.in_team]
    set_team(name=PRIVACY_TEAM, members=members, actor=staff["admin"])
    controllers = {branch: _controller(branch, staff["admin"]) for branch in OFFICES}
    systems = _systems(staff["admin"])
    _sources(systems, root)
    by_key: dict[str, System | list[System]] = {
        "shop": systems["shop"],
        "files": [systems["files"], systems["cabinet"]],
        "mailbox": systems["files"],
        "newsletter": systems["shop"],
        "hr": [systems["files"], systems["cabinet"]],
        "desk": systems["files"],
    }
    for controller in controllers.values():
        seed_register(controller=controller, systems=by_key, actor=staff["dpo"])
    return Organisation(controllers, staff)


def _controller(branch: Branch, actor: User) -> Controller:
    name, address, phone = OFFICES[branch]
    controller = Controller(
        name=name,
        address=address,
        dpo_name=DPO_NAME,
        dpo_contact=f"dpo@northwind.example, {phone}",
        contact_email=f"privacy.{branch}@northwind.example",
        **_CONTROLLERS[branch],
    )
    return save_controller(controller=controller, actor=actor)


def _systems(actor: User) -> dict[str, System]:
    shop = System(name="Web shop", description="Customers, orders, support tickets.", owner="Sales")
    files = System(name="Shared folders", description="Letters, mail, lists of every department.", owner="Facilities")
    cabinet = System(name="Paper archive, Leeds", description="Files before 2015.", owner="Facilities", is_paper=True)
    shop.owner_contact, files.owner_contact = "shop@northwind.example", "facilities@northwind.example"
    cabinet.owner_contact = "facilities@northwind.example"
    found = {"shop": shop, "files": files, "cabinet": cabinet}
    return {key: save_system(system=system, actor=actor) for key, system in found.items()}


def _sources(systems: dict[str, System], root: Path) -> None:
    Source.objects.create(
        system=systems["shop"], name="Shop database", kind="sql", settings={"url": f"sqlite:///{root / SHOP}"}
    )
    Source.objects.create(
        system=systems["files"], name="Shared folders", kind="files", settings={"path": str(root / FILES)}
    )
