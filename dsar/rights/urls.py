"""The other rights and the screens of the tools, as a map."""

from dsar.rights.consent import urls as consent
from dsar.rights.erasure import urls as erasure

urlpatterns = [*consent.urlpatterns, *erasure.urlpatterns]
