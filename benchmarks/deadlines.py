"""The clock against the walker of days, and its properties, on many more samples than the tests take.

`python -m benchmarks.deadlines [samples]` (100,000 by default): half of them stories compared field by field with the
second computation, half of them drawn for the properties.
"""

import os
import sys
import time

import pytest

WALKED, PROPERTIES = "tests/dsar/deadlines/test_walked.py", "tests/dsar/deadlines/test_properties.py"
NUMBER_OF_PROPERTIES = 10


def main(samples: int) -> int:
    each = -(-samples // NUMBER_OF_PROPERTIES // 2)
    os.environ["DSAR_PROPERTY_SAMPLES"] = str(each)
    os.environ["DSAR_WALKED_SAMPLES"] = str(samples // 2)
    os.environ["DSAR_WALKED_SEED"] = str(time.time_ns() % 1_000_000)
    start = time.perf_counter()
    status = pytest.main([WALKED, PROPERTIES, "-q", "-p", "no:cacheprovider"])
    spent = time.perf_counter() - start
    print(f"{samples // 2} stories (seed {os.environ['DSAR_WALKED_SEED']}), {NUMBER_OF_PROPERTIES} properties, "
          f"{each} samples each, {spent:.0f} s")  # fmt: skip
    return int(status)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
