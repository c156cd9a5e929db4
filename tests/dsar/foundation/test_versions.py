import pytest

from dsar.foundation.errors import Conflict, DsarError
from dsar.foundation.versions import demand_same, digest_of


def test_the_same_words_in_another_order_are_the_same_version():
    one, other = digest_of({"a": 1, "b": ["x"]}), digest_of({"b": ["x"], "a": 1})

    assert one == other
    assert one != digest_of({"a": 1, "b": ["y"]})


@pytest.mark.parametrize(("read", "code", "status"), [("", "version_needed", 422), ("old", "stale", 409)])
def test_what_was_not_read_or_is_another_version_is_refused(read, code, status):
    with pytest.raises(DsarError) as refused:
        demand_same(read, "new")

    assert (refused.value.code, refused.value.status) == (code, status)


def test_what_was_read_is_what_stands_there():
    demand_same("new", "new")

    with pytest.raises(Conflict):
        demand_same("new", "newer")
