"""`python -m dsar.management.demo --seed N --out DIR`: the demo organisation in a folder."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from dsar.management.demo.building import DEFAULT_SEED, build


def main(arguments: list[str] | None = None) -> int:
    """Build, and say what is there. Exit 1 where the folder holds a demo already."""
    parser = argparse.ArgumentParser(prog="python -m dsar.management.demo", description=main.__doc__)
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        truth = build(chosen.out, chosen.seed)
    except FileExistsError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{truth.file_count} files, {sum(truth.row_counts.values())} rows in {len(truth.row_counts)} tables")
    for subject in truth.subjects:
        forms = Counter(trace.format for trace in subject.traces)
        print(
            f"{subject.label}: {len(subject.traces)} places ({', '.join(f'{n} {f}' for f, n in sorted(forms.items()))})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
