"""The staff door and the public door, room by room."""

from dsar.access import urls as access
from dsar.accountability import urls as accountability
from dsar.cases import urls as cases
from dsar.search import urls as search
from dsar.statistics import urls as statistics

app_name = "dsar"

urlpatterns = [
    *statistics.urlpatterns,
    *access.urlpatterns,
    *accountability.urlpatterns,
    *cases.urlpatterns,
    *search.urlpatterns,
]
