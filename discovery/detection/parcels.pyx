# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, binding=False
"""Detections on their way between processes: places as plain numbers, and what many of them share told once.

Made for `discovery.detection.parallel`.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_SET_ITEM
from libc.stdint cimport int64_t

cdef extern from *:
    """
    static CYTHON_INLINE PyObject *room_for(PyObject *type, Py_ssize_t length) {
        return ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, length);
    }
    """
    object room_for(object, Py_ssize_t)

cdef enum:
    FIELDS = 8  # of a detection: where it begins and ends, and six that many have in common
    NUMBERS = 3  # that stand for each: where it begins and ends, and which of those that have the rest


def packed(list everything not None):
    """(how many each text has, the numbers of all of them, what they have besides): plain values.

    Raises:
        TypeError: something is no detection.
    """
    cdef dict known = {}
    cdef list rests = [], counts = []
    cdef Py_ssize_t total = 0, at = 0
    cdef list found
    cdef bytes numbers
    cdef int64_t *place
    for found in everything:
        counts.append(len(found))
        total += len(found)
    numbers = PyBytes_FromStringAndSize(NULL, total * NUMBERS * sizeof(int64_t))
    place = <int64_t *>PyBytes_AS_STRING(numbers)
    for found in everything:
        for one in found:
            if not isinstance(one, tuple) or len(one) != FIELDS:
                raise TypeError("detections have eight fields")
            kind = <object>PyTuple_GET_ITEM(one, 2)
            rest = (
                kind._value_, <object>PyTuple_GET_ITEM(one, 3), <object>PyTuple_GET_ITEM(one, 4),
                <object>PyTuple_GET_ITEM(one, 5), <object>PyTuple_GET_ITEM(one, 6), <object>PyTuple_GET_ITEM(one, 7),
            )
            number = known.get(rest)
            if number is None:
                number = known[rest] = len(rests)
                rests.append(rest)
            place[at] = <object>PyTuple_GET_ITEM(one, 0)
            place[at + 1] = <object>PyTuple_GET_ITEM(one, 1)
            place[at + 2] = number
            at += NUMBERS
    return counts, numbers, rests


def unpacked(list counts not None, bytes numbers not None, list rests not None, dict kinds not None, type made_of):
    """The detections of each text, as they were.

    Raises:
        ValueError: the parts do not belong together.
    """
    cdef const int64_t *place = <const int64_t *>PyBytes_AS_STRING(numbers)
    cdef Py_ssize_t at = 0, known = len(rests), field
    cdef Py_ssize_t total = sum(counts)
    cdef list everything = [], found
    if total * NUMBERS * <Py_ssize_t>sizeof(int64_t) != len(numbers) or any([len(rest) != 6 for rest in rests]):
        raise ValueError("the parts do not belong together")
    rests = [(kinds[rest[0]], *rest[1:]) for rest in rests]
    for count in counts:
        found = []
        for _ in range(<Py_ssize_t>count):
            if not 0 <= place[at + 2] < known:
                raise ValueError("the parts do not belong together")
            rest = <tuple>rests[place[at + 2]]
            made = room_for(made_of, FIELDS)
            _put(made, 0, place[at])
            _put(made, 1, place[at + 1])
            for field in range(6):
                _put(made, field + 2, <object>PyTuple_GET_ITEM(rest, field))
            found.append(made)
            at += NUMBERS
        everything.append(found)
    return everything


cdef inline void _put(object made, Py_ssize_t at, object item):
    Py_INCREF(item)
    PyTuple_SET_ITEM(made, at, item)
