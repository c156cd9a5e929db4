"""The results of scans in words."""

from collections import Counter
from typing import Any

_STATES = ("complete", "partial", "skipped", "failed")


def scan_words(value: dict[str, Any]) -> str:
    """How much was found and how far the search got; what was not read whole is listed."""
    decisions = Counter(finding["decision"] for finding in value["findings"])
    coverage = value["coverage"]
    lines = [
        "Found: " + (", ".join(f"{count} {decision}" for decision, count in sorted(decisions.items())) or "nothing"),
        "Read: "
        + ", ".join(f"{coverage.get(state, 0)} {state}" for state in ("complete", "partial", "skipped", "failed")),
    ]
    for document in value.get("documents", []):
        summary = document["summary"]
        lines.append(
            f"  {_place(document['locator'])}: {summary['instances']} personal data, risk {summary['risk_level']} "
            f"({summary['risk_score']}): {summary['recommended_action'].replace('_', ' ')}"
        )
    for entry in coverage.get("items", []):
        if entry["state"] != "complete":
            lines.append(f"  {entry['state']}: {_place(entry['locator'])} ({entry['reason'] or 'see notes'})")
    return "\n".join(lines)


def _place(locator: dict[str, Any]) -> str:
    return " › ".join(str(part) for part in locator.values() if part not in (None, ""))
