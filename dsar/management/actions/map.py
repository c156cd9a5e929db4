"""`dsar map`: what was found, mapped to categories, purposes, legal bases, storage periods and recipients.

The register (GDPR Art. 30) says which activities process what; an inventory file may say it instead where
there is no database. What nobody has stated is named as missing: nothing is made up.
"""

from collections import defaultdict
from typing import Any

from discovery.detection import facts
from discovery.documents import Kind
from dsar.management.actions import Answer, Options, Parser, Refused
from dsar.management.actions.inputs import read_json
from dsar.processing_records.models import Controller, ProcessingActivity

NAME = "map"
HELP = "map findings to categories, purposes, legal bases and recipients"
NEEDED = ("purpose", "legal_basis", "retention", "recipients", "source")


def add_arguments(parser: Parser) -> None:
    """The findings and where the statements come from."""
    parser.add_argument(
        "findings", metavar="FINDINGS.json", help="what scan-files or scan-database printed; - for stdin"
    )
    parser.add_argument("--controller", default="", help="whose register; the only one unless given")
    parser.add_argument("--inventory", metavar="FILE", help="JSON by category instead of the register")


def run(options: Options) -> Answer:
    """Map."""
    findings = _findings(read_json(options["findings"]))
    inventory = read_json(options["inventory"]) if options["inventory"] else _register(options["controller"])
    if not isinstance(inventory, dict):
        message = "the inventory must be an object: category → purpose, legal_basis, retention, recipients, source"
        raise Refused(message)
    by_category: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in findings:
        by_category[_category(finding)].append(finding)
    categories = [_mapped(name, found, inventory.get(name, {})) for name, found in sorted(by_category.items())]
    value = {"categories": categories, "supplementary": _supplementary(inventory)}
    lines = [f"{entry['category']}: {entry['count']} ({', '.join(entry['kinds'])})" for entry in categories]
    missing = [f"{entry['category']}: {', '.join(entry['missing'])}" for entry in categories if entry["missing"]]
    return Answer(value, "\n".join([*lines, *(f"missing for {line}" for line in missing)]) or "Nothing to map.")


def _findings(raw: Any) -> list[dict[str, Any]]:
    listed = raw.get("findings") if isinstance(raw, dict) else raw
    if not isinstance(listed, list) or not all(isinstance(entry, dict) and "kind" in entry for entry in listed):
        message = "the findings must be a list of objects with a 'kind', or what a scan printed"
        raise Refused(message)
    return listed


def _category(finding: dict[str, Any]) -> str:
    try:
        return str(facts(Kind(finding["kind"])).category)
    except ValueError:
        return "other"


def _mapped(name: str, found: list[dict[str, Any]], stated: dict[str, Any]) -> dict[str, Any]:
    return {
        "category": name,
        "count": len(found),
        "kinds": sorted({finding["kind"] for finding in found}),
        "sources": sorted({str(finding.get("source", "")) for finding in found}),
        **{key: stated.get(key) for key in NEEDED},
        "missing": [key for key in NEEDED if not stated.get(key)],
    }


def _register(name: str) -> dict[str, Any]:
    """What the register states, by category; several activities of one category stand side by side."""
    controllers = Controller.objects.filter(name=name) if name else Controller.objects.all()[:2]
    found = list(controllers)
    if len(found) != 1:
        message = "say whose register with --controller, or give --inventory FILE"
        raise Refused(message)
    stated: dict[str, dict[str, list[str]]] = defaultdict(lambda: {key: [] for key in NEEDED})
    for activity in ProcessingActivity.objects.filter(controller=found[0]).prefetch_related("recipients"):
        for category in activity.categories:
            entry = stated[str(category)]
            entry["purpose"].append(activity.purpose)
            entry["legal_basis"].append(activity.legal_basis)
            entry["retention"] += [activity.retention] if activity.retention else []
            entry["recipients"] += [recipient.name for recipient in activity.recipients.all()]
            entry["source"] += [activity.source_of_data] if activity.source_of_data else []
    return dict(stated)


def _supplementary(inventory: dict[str, Any]) -> dict[str, Any]:
    return {
        "rights": ["rectification", "erasure", "restriction", "objection", "portability", "complaint"],
        "automated_decisions": inventory.get("automated_decisions"),
        "transfers": inventory.get("transfers"),
    }
