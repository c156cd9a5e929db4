"""The staff door and the public door, room by room."""

from dsar.access import urls as access

app_name = "dsar"

urlpatterns = [*access.urlpatterns]
