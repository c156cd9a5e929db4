"""Several processes find what one finds, whatever becomes of them."""

import multiprocessing
import os
import signal

import pytest

from discovery.detection import Options, detect_many, parallel
from discovery.documents import Detection, Kind

RULES = Options(names="none")
TEXTS = [f"Write to ana{number}@example.org or call 020 7946 0{number % 1000:03d}.\n" for number in range(600)]
HERE = os.getpid()


def lengths(parcel):
    """Stands for detection: one find a text, as long as the text, of which the reason names the process."""
    return [[Detection(0, len(text), Kind.URL, 0.5, str(os.getpid()))] for text in parcel]


@pytest.fixture
def small_parcels(monkeypatch):
    monkeypatch.setattr(parallel, "PARCEL_TEXTS", 5)


def test_they_find_what_one_process_finds(small_parcels):
    alone = list(detect_many(TEXTS, options=RULES))

    assert list(detect_many(TEXTS, options=RULES, processes=3)) == alone
    assert list(detect_many(iter(TEXTS[:7]), options=RULES, processes=2)) == alone[:7]
    assert list(detect_many([], options=RULES, processes=2)) == []


def test_more_than_one_process_works_and_the_order_stays(small_parcels):
    texts = ["x" * (number + 1) for number in range(2000)]

    found = list(parallel.in_processes(lengths, texts, 2))

    assert [one.end for (one,) in found] == list(range(1, 2001))
    assert len({one.why for (one,) in found}) > 1


def test_texts_are_read_a_window_at_a_time(small_parcels, monkeypatch):
    monkeypatch.setattr(parallel, "_WINDOW_PARCELS", 3)
    read = []

    def reading():
        for number in range(100):
            read.append(number)
            yield "x" * (number + 1)

    found = parallel.in_processes(lengths, reading(), 2)

    assert next(found)[0].end == 1
    assert len(read) == 15
    assert [one.end for (one,) in found] == list(range(2, 101))


def test_what_a_killed_process_took_is_worked_on_here(small_parcels):
    def killed_elsewhere(parcel):
        if os.getpid() != HERE and parcel:
            os.kill(os.getpid(), signal.SIGKILL)
        return lengths(parcel)

    found = list(parallel.in_processes(killed_elsewhere, ["x" * number for number in range(1, 200)], 3))

    assert [one.end for (one,) in found] == list(range(1, 200))
    assert {one.why for (one,) in found} == {str(HERE)}


def test_an_error_is_raised_as_by_one_process(small_parcels, capfd):
    def failing(parcel):
        if "y" in parcel:
            message = "cannot be read"
            raise ValueError(message)
        return lengths(parcel)

    with pytest.raises(ValueError, match="cannot be read"):
        list(parallel.in_processes(failing, ["x"] * 90 + ["y"] + ["x"] * 90, 2))
    assert "x" not in capfd.readouterr().err
    assert not multiprocessing.active_children()


def test_nobody_is_left_where_the_rest_is_not_wanted(small_parcels):
    found = detect_many(TEXTS, options=RULES, processes=2)
    next(found)
    open_before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0

    found.close()

    assert not multiprocessing.active_children()
    if open_before:
        assert len(os.listdir("/proc/self/fd")) < open_before


def test_what_is_sent_back_is_the_same_with_and_without_the_compiled_packing(monkeypatch):
    found = [
        [],
        [Detection(0, 5, Kind.PERSON, 0.25, "é", "", 3, "one"), Detection(9, 2**40, Kind.URL, 1.0, "", "luhn")],
    ]
    back = [parallel._unpacked(parallel._packed(7, found))]
    monkeypatch.setattr(parallel, "packing", None)
    back.append(parallel._unpacked(parallel._packed(7, found)))

    for number, ones in back:
        assert (number, ones) == (7, found)
        assert all(type(one) is Detection and type(one.kind) is Kind for one in ones[1])
