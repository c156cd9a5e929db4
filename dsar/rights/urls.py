"""The other rights and the screens of the tools, as a map."""

from dsar.rights.consent import urls as consent
from dsar.rights.decisions import urls as decisions
from dsar.rights.erasure import urls as erasure
from dsar.rights.objection import urls as objection
from dsar.rights.portability import urls as portability
from dsar.rights.rectification import urls as rectification
from dsar.rights.restriction import urls as restriction
from dsar.rights.withdrawal import urls as withdrawal

urlpatterns = [
    *consent.urlpatterns,
    *erasure.urlpatterns,
    *portability.urlpatterns,
    *decisions.urlpatterns,
    *objection.urlpatterns,
    *rectification.urlpatterns,
    *restriction.urlpatterns,
    *withdrawal.urlpatterns,
]
