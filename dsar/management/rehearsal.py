"""The inside of `dsar pipeline`: one request from intake to package in this process's throw-away database.

Reads its order as JSON from the standard input and writes one JSON object to the standard output.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

POLICY = (
    "Confirmed items are disclosed with other people's data redacted; items that a rule takes for exempt are withheld; "
    "items that need a person's look and context rows are left out. Nobody has approved this package."
)


def main() -> None:
    """Carry out the order; everything that goes wrong for a reason of the input is answered, not raised."""
    if "DSAR_REHEARSAL_DIR" not in os.environ:
        sys.exit("dsar.management.rehearsal is run by `manage.py dsar pipeline`")
    django.setup()
    call_command("migrate", verbosity=0)
    from dsar.foundation.errors import DsarError
    from dsar.management.rehearsing import rehearse

    order: dict[str, Any] = json.load(sys.stdin)
    try:
        answer = rehearse(order, Path(order["out"]))
    except DsarError as error:
        json.dump({"refused": error.message}, sys.stdout)
        return
    value = answer.value | {"policy": POLICY, "words": f"{answer.words}\n{POLICY}", "exit_code": answer.exit_code}
    json.dump(value, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
