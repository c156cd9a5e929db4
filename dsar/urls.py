"""The staff door and the public door, room by room."""

from django.urls import include, path

from dsar.access import urls as access
from dsar.accountability import urls as accountability
from dsar.api import urls as api
from dsar.cases import urls as cases
from dsar.intake import urls as intake
from dsar.review import urls as review
from dsar.search import urls as search
from dsar.statistics import urls as statistics

app_name = "dsar"

urlpatterns = [
    *statistics.urlpatterns,
    *access.urlpatterns,
    *accountability.urlpatterns,
    *cases.urlpatterns,
    *intake.urlpatterns,
    *search.urlpatterns,
    *review.urlpatterns,
    path("api/v1/", include(api.urlpatterns)),
]
