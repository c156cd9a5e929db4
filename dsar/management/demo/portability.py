"""The portability request of the demo: beside an access case whose review is done, waiting for its approval."""

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.relation_services import split_case
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.identity.services import mark_not_needed
from dsar.management.demo.finishing import KNOWN
from dsar.management.demo.staging import stage_case
from dsar.rights.portability import building_services, package_services, plan_services, surveying
from dsar.rights.portability import transmission_services as transmission
from dsar.rights.portability.models import PortabilityPlan, Survey
from dsar.rights.portability.readiness import obstacles
from dsar.rights.portability.transmission_services import NewReceiver

_LOOKED = "Opened three of the rows in the shop this morning: the address and the last order are as they were found."
_FEASIBLE = "They publish a desk that takes packages by link and code; a call confirmed it."


def load_portability() -> int:
    """Make the request once; gives how many cases were made."""
    access = Case.objects.filter(right=RightAsked.ACCESS, stage=Stage.READY, review_items__isnull=False).first()
    approver = User.objects.filter(email__startswith="approver@").first()
    if PortabilityPlan.objects.exists() or access is None or access.handler is None or approver is None:
        return 0
    (case,) = split_case(case=access, rights=[RightAsked.PORTABILITY], actor=access.handler)
    _decide(case, access, access.handler)
    return 1


def _decide(case: Case, access: Case, handler: User) -> None:
    mark_not_needed(case=case, kind="identity", reason=KNOWN, actor=handler)
    stage_case(case=case, stage=Stage.REVIEW)
    plan_services.choose_findings(case=case, source=access, words=_LOOKED, actor=handler)
    surveying.survey(Survey.objects.get(case=case).pk)
    plan_services.record_wish(case=case, to_person=True, to_controller=True, actor=handler)
    plan_services.decide_feasibility(case=case, feasible=True, words=_FEASIBLE, actor=handler)
    plan_services.take_proposals(case=case, actor=handler)
    receiver = NewReceiver("Southwind Retail GmbH", "collect", "Data desk, +44 20 7946 0733")
    row = transmission.name_receiver(case=case, receiver=receiver, actor=handler)
    transmission.confirm_receiver(
        receiver=row, how="She named it in her letter and confirmed it by phone.", actor=handler
    )
    if not obstacles(case):
        package = package_services.order_package(case=case, actor=handler)
        building_services.build(package.pk)
        stage_case(case=case, stage=Stage.SIGN_OFF)
