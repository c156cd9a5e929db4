"""How often the public form may be used: counted per address and for everybody together, in windows of an hour.

The address itself is never stored, only a keyed digest of it. Who is over the budget is told so, with other ways.
"""

import datetime as dt

from django.db.models import F
from django.http import HttpRequest

from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key
from dsar.intake.models import PortalTally
from dsar.web.peer import peer_address

WINDOW = dt.timedelta(hours=1)
# What is done → how often per address, how often by everybody together.
BUDGETS: dict[str, tuple[int, int]] = {
    "start": (30, 3000),
    "send": (10, 500),
    "status": (30, 3000),
    "collect": (60, 5000),
    "part": (300, 20000),
    "code": (20, 2000),
    "guess": (40, 4000),
    "portal": (600, 60000),
    "choices": (120, 50000),
}


def spend(request: HttpRequest, what: str) -> bool:
    """Count one use; False where the address or everybody together has used up the hour."""
    per_address, in_all = BUDGETS[what]
    own = _count(f"{what}|{peer_address(request)}")
    return own <= per_address and _count(f"{what}|*") <= in_all


def _count(name: str) -> int:
    now, digest = clock.now(), cipher.digest(installation_key("index"), "portal", name)
    PortalTally.objects.get_or_create(digest=digest, defaults={"window_ends_at": now + WINDOW})
    PortalTally.objects.filter(digest=digest, window_ends_at__lte=now).update(uses=0, window_ends_at=now + WINDOW)
    PortalTally.objects.filter(digest=digest).update(uses=F("uses") + 1)
    return PortalTally.objects.values_list("uses", flat=True).get(digest=digest)
