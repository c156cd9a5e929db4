"""The other rights and the screens of the tools, as a map."""

from dsar.rights.consent import urls as consent

urlpatterns = [*consent.urlpatterns]
