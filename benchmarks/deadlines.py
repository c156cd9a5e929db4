"""The properties of the clock on many more samples than the tests take: `python -m benchmarks.deadlines [samples]`."""

import os
import sys
import time

import pytest

PROPERTIES = "tests/dsar/deadlines/test_properties.py"
NUMBER_OF_PROPERTIES = 11


def main(samples: int) -> int:
    each = -(-samples // NUMBER_OF_PROPERTIES)
    os.environ["DSAR_PROPERTY_SAMPLES"] = str(each)
    start = time.perf_counter()
    status = pytest.main([PROPERTIES, "-q", "-p", "no:cacheprovider"])
    print(f"{NUMBER_OF_PROPERTIES} properties, {each} samples each, {time.perf_counter() - start:.0f} s")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
