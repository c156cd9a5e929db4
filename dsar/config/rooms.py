"""The rooms that register gates, panels, next acts, audit sentences and subscribers when they are imported."""

from dsar.access import services as _access
from dsar.accountability import audit_views as _audit
from dsar.accountability.breaches import gates as _breaches
from dsar.accountability.dpia import home as _dpia
from dsar.cases import advice_views as _advice
from dsar.cases import break_glass as _break_glass
from dsar.cases import clock_next_acts as _clock_acts
from dsar.cases import ending_acts as _endings
from dsar.cases import ending_gates as _ending_gates
from dsar.cases import gate_facts as _gate_facts
from dsar.cases import keeping_acts as _keeping
from dsar.cases import next_acts as _next_acts
from dsar.cases import queue_hold_acts as _hold_acts
from dsar.cases import services as _cases
from dsar.cases import triage_services as _triage
from dsar.commissioning import gates as _commissioning
from dsar.delivery import collecting_services as _collecting
from dsar.delivery import gates as _delivery
from dsar.delivery import portable as _portable
from dsar.delivery import requester_door as _requester_door
from dsar.identity import gates as _identity
from dsar.intake import mail_services as _intake_mail
from dsar.intake import services as _intake
from dsar.management.demo import staging as _staging
from dsar.notices import services as _notices
from dsar.notices import text_services as _letter_texts
from dsar.pii import alerting as _alerting
from dsar.pii import label_services as _labels
from dsar.pii import line_rules as _line_rules
from dsar.pii import own_kind_services as _own_kinds
from dsar.pii import text_tools as _text_tools
from dsar.pii import threshold_services as _thresholds
from dsar.pii import vault_reading_services as _vault
from dsar.processing_records import services as _processing_records
from dsar.redaction import gates as _redaction
from dsar.requester import gates as _requester
from dsar.requester import services as _requester_acts
from dsar.requester import signing_in_services as _requester_doors
from dsar.response import gates as _response
from dsar.response import given as _given
from dsar.response import simple_gates as _simple
from dsar.retention import gates as _retention
from dsar.retention import sweep_services as _sweeps
from dsar.retention import task_services as _retention_tasks
from dsar.review import feedback_services as _feedback
from dsar.review import gates as _review
from dsar.review import volume as _volume
from dsar.rights.consent import listening as _consent
from dsar.rights.decisions import cards as _decision_cards
from dsar.rights.decisions import gates as _decisions
from dsar.rights.decisions import listening as _decisions_elsewhere
from dsar.rights.erasure import gates as _erasure
from dsar.rights.erasure import listening as _erasure_listening
from dsar.rights.erasure import redactor as _erasure_redactor
from dsar.rights.objection import room as _objection
from dsar.rights.portability import building_services as _portability_building
from dsar.rights.portability import gates as _portability
from dsar.rights.portability import surveying as _portability_survey
from dsar.rights.portability import upload_services as _portability_upload
from dsar.rights.rectification import room as _rectification
from dsar.rights.restriction import room as _restriction
from dsar.rights.withdrawal import room as _withdrawal
from dsar.search import exhibits as _exhibits
from dsar.search import gates as _search
from dsar.search import uploads_source as _uploads
from dsar.statistics import next_acts as _record
from dsar.statistics import pack_services as _packs
from dsar.statistics import reminder_services as _reminders
from dsar.statistics.release import services as _release

__all__ = [
    "_access",
    "_advice",
    "_alerting",
    "_audit",
    "_breaches",
    "_break_glass",
    "_cases",
    "_clock_acts",
    "_collecting",
    "_commissioning",
    "_consent",
    "_decision_cards",
    "_decisions",
    "_decisions_elsewhere",
    "_delivery",
    "_dpia",
    "_ending_gates",
    "_endings",
    "_erasure",
    "_erasure_listening",
    "_erasure_redactor",
    "_exhibits",
    "_feedback",
    "_gate_facts",
    "_given",
    "_hold_acts",
    "_identity",
    "_intake",
    "_intake_mail",
    "_keeping",
    "_labels",
    "_letter_texts",
    "_line_rules",
    "_next_acts",
    "_notices",
    "_objection",
    "_own_kinds",
    "_packs",
    "_portability",
    "_portability_building",
    "_portability_survey",
    "_portability_upload",
    "_portable",
    "_processing_records",
    "_record",
    "_rectification",
    "_redaction",
    "_release",
    "_reminders",
    "_requester",
    "_requester_acts",
    "_requester_door",
    "_requester_doors",
    "_response",
    "_restriction",
    "_retention",
    "_retention_tasks",
    "_review",
    "_search",
    "_simple",
    "_staging",
    "_sweeps",
    "_text_tools",
    "_thresholds",
    "_triage",
    "_uploads",
    "_vault",
    "_volume",
    "_withdrawal",
]
