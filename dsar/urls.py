"""The staff door and the public door, room by room."""

from django.urls import include, path

from dsar.access import urls as access
from dsar.accountability import urls as accountability
from dsar.api import urls as api
from dsar.cases import urls as cases
from dsar.commissioning import urls as commissioning
from dsar.delivery import urls as delivery
from dsar.identity import urls as identity
from dsar.intake import urls as intake
from dsar.notices import urls as notices
from dsar.pii import urls as pii
from dsar.processing_records import urls as processing_records
from dsar.redaction import urls as redaction
from dsar.requester import urls as requester
from dsar.response import urls as response
from dsar.retention import urls as retention
from dsar.review import urls as review
from dsar.rights import urls as rights
from dsar.search import urls as search
from dsar.statistics import urls as statistics

app_name = "dsar"

urlpatterns = [
    path("api/v1/", include(api.urlpatterns)),  # first: programs ask more often than people
    *statistics.urlpatterns,
    *access.urlpatterns,
    *accountability.urlpatterns,
    *cases.urlpatterns,
    *intake.urlpatterns,
    *identity.urlpatterns,
    *notices.urlpatterns,
    *processing_records.urlpatterns,
    *requester.urlpatterns,
    *pii.urlpatterns,
    *search.urlpatterns,
    *commissioning.urlpatterns,
    *review.urlpatterns,
    *redaction.urlpatterns,
    *response.urlpatterns,
    *delivery.urlpatterns,
    *rights.urlpatterns,
    *retention.urlpatterns,
]
