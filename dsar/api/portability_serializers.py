"""What the API takes and gives about portability: the published contract."""

from typing import Any

from rest_framework import serializers

from dsar.api.serializers import StrictSerializer
from dsar.rights.portability.limits import MAX_BYTES
from dsar.rights.portability.models import BasisChoice, ReceivingController, TransmissionWay
from dsar.rights.portability.rules import Origin
from dsar.rights.portability.selectors import PortabilityPage, ReceiverLine

ACTS = ("survey", "proposals", "package", "approve", "answer", "close")


class FindingsSerializer(StrictSerializer):
    """Whose findings are used."""

    source = serializers.CharField(  # type: ignore[assignment]  # the published name
        max_length=24, help_text="Reference of this case, or of a linked access case."
    )
    words = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="The fresh look, for another case."
    )


class WishSerializer(StrictSerializer):
    """Who gets it, and whether transmission is feasible; leave the latter out where nothing is decided."""

    to_person = serializers.BooleanField(required=False)
    to_controller = serializers.BooleanField(required=False)
    feasible = serializers.BooleanField(required=False)
    feasible_words = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class BasisSerializer(StrictSerializer):
    """The basis of an activity for this person."""

    basis = serializers.ChoiceField(choices=[choice.value for choice in BasisChoice])
    is_automated = serializers.BooleanField(default=True)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class SetSerializer(StrictSerializer):
    """What of a set leaves."""

    activity = serializers.UUIDField(allow_null=True)
    is_in = serializers.BooleanField(default=True)
    origins = serializers.DictField(child=serializers.ChoiceField(choices=[one.value for one in Origin]))
    others = serializers.DictField(
        child=serializers.CharField(max_length=500, allow_blank=True), required=False, default=dict,
        help_text="Column → why other people's data may stay in it (Art. 20(4)).",
    )  # fmt: skip
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PortabilityActSerializer(StrictSerializer):
    """An act on the portability of a case.

    `version` for approve: the digest of the package as the state gives it (422 without, 409 where another stands
    there now); `pictures_seen` the places of its pictures that were looked at (all of them, else 422).
    """

    act = serializers.ChoiceField(choices=ACTS)
    version = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    pictures_seen = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, default=list, max_length=10_000
    )
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    small_team_reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReceiverSerializer(StrictSerializer):
    """Another controller that the person named."""

    name = serializers.CharField(max_length=200)
    contact = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
    way = serializers.ChoiceField(choices=[choice.value for choice in TransmissionWay])
    address = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    method = serializers.ChoiceField(choices=["PUT", "POST"], default="PUT")
    secret = serializers.CharField(max_length=500, required=False, allow_blank=True, default="", write_only=True)


class ReceiverActSerializer(StrictSerializer):
    """An act on a receiving controller; `words` is how it was checked, or why it is stopped or taken off."""

    act = serializers.ChoiceField(choices=("confirm", "send", "stop", "drop"))
    words = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


def page_json(page: PortabilityPage) -> dict[str, Any]:
    """The portability of a case as it stands. No content of the package: that is opened on the screens only."""
    plan, package = page.plan, page.package
    return {
        "source": plan.source.reference if plan.source else None,
        "looked_at": plan.looked_at,
        "to_person": plan.to_person,
        "to_controller": plan.to_controller,
        "feasible": plan.feasible,
        "is_working": page.is_working,
        "percent": page.percent,
        "obstacles": page.obstacles,
        "activities": [
            {
                "id": str(line.activity.pk),
                "name": line.activity.name,
                "legal_basis": line.activity.legal_basis,
                "basis": line.ruling.basis if line.ruling else None,
                "is_covered": line.is_covered,
                "why_not": line.why_not,
            }
            for line in page.activities
        ],
        "sets": [
            {
                "place": line.place,
                "name": line.known["name"],
                "system": line.known["system"],
                "form": line.known["form"],
                "items": line.known["items"],
                "columns": dict(line.known["columns"]),
                "activity": str(line.ruling.activity_id) if line.ruling and line.ruling.activity_id else None,
                "origins": dict(line.ruling.origins) if line.ruling else None,
                "is_decided": line.ruling is not None,
                "leaves": line.leaves,
                "why_stays": line.why_stays,
            }
            for line in page.sets
        ],
        "package": None
        if package is None
        else {
            "number": package.number,
            "state": package.state,
            "failure": package.failure,
            "digest": package.digest,
            "version": package.digest,
            "figures": package.figures,
            "looks": package.report.get("looks", []),
            "pictures": package.report.get("pictures", []),
            "is_open": package.is_open,
            "is_stale": page.is_stale,
            "approved_at": package.approved_at,
            "most_bytes": MAX_BYTES,
        },
        "receivers": [receiver_json(line) for line in page.receivers],
    }


def receiver_json(line: ReceiverLine) -> dict[str, Any]:
    """A receiving controller with what went there; never its address or secret."""
    row: ReceivingController = line.row
    return {
        "id": str(row.pk),
        "name": row.name,
        "way": row.way,
        "is_confirmed": row.confirmed_at is not None,
        "has_arrived": line.has_arrived,
        "transmissions": [
            {
                "ordered_at": one.ordered_at,
                "state": one.state,
                "attempts": one.attempts,
                "failure": one.failure,
                "status": one.status,
                "size": one.size,
                "sha256": one.sha256,
                "arrived_at": one.arrived_at,
                "receipt": one.receipt.get("receipt", ""),
            }
            for one in line.transmissions
        ],
    }
