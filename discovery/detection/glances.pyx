# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, binding=False
"""Quick looks at a text in place that rule out what is looked into at length otherwise.

"No" is certain, "yes" is to be looked into: the answers are those of the Python that asks, whether this is compiled or
not (discovery/detection/doubts.py, engine.py).
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_GET_ITEM, PyTuple_SET_ITEM
from libc.stdint cimport uint8_t, uint64_t
from libc.string cimport memcmp, memcpy, memset

cdef enum:
    LED = 44  # signs before a number in which a word may speak against it
    FAR = 34  # signs that may stand between them
    TRIGRAMS = 26 * 26 * 26

cdef uint8_t[128] SMALL  # of each sign the small letter
cdef uint8_t[128] IS_WORD  # whether it is a letter, a digit or an underscore


cdef void _fill_tables() noexcept:
    cdef int code
    for code in range(128):
        SMALL[code] = code + 32 if 65 <= code <= 90 else code
        IS_WORD[code] = 48 <= code <= 57 or 65 <= code <= 90 or code == 95 or 97 <= code <= 122


_fill_tables()

cdef struct Word:
    const uint8_t *signs
    int length
    bint goes_on  # beyond a full stop


cdef class Doubts:
    """Whether anything may speak against a number: no is certain, yes is to be looked at by `discovery...doubts`."""

    cdef int[TRIGRAMS] _first  # by the three signs that words begin with: the first of them, and how many they are
    cdef int[TRIGRAMS] _count
    cdef Word *_words
    cdef list _kept

    def __cinit__(self):
        self._words = NULL

    def __dealloc__(self):
        PyMem_Free(self._words)

    def __init__(self, tuple examples, tuple others):
        """The words, in small letters; those in `examples` count as far as the next full stop."""
        cdef int place = 0, at
        memset(self._count, 0, sizeof(self._count))
        # A word is one that begins with it, too.
        self._kept = sorted([(word.encode(), word in others) for word in {*examples, *others} if word.isascii()])
        self._words = <Word *>PyMem_Malloc((len(self._kept) + 1) * sizeof(Word))
        if self._words == NULL:
            raise MemoryError
        for word, is_other in self._kept:
            at = _trigram(<const uint8_t *><char *>word)
            if len(word) < 3 or at < 0:
                raise ValueError("words of three letters at least")
            if not self._count[at]:
                self._first[at] = place
            self._count[at] += 1
            self._words[place] = Word(<const uint8_t *><char *>word, len(word), is_other)
            place += 1

    def possible(self, str text not None, Py_ssize_t start, Py_ssize_t end):
        """Whether the value may be one digit throughout, or a word for an example or another thing stand by it."""
        if start < 0 or end <= start or end > PyUnicode_GET_LENGTH(text):
            return True
        return _may_be_one_digit(text, start, end) or _may_go_on(text, end) or self._may_be_led(text, start)

    cdef bint _may_be_led(self, str text, Py_ssize_t start) noexcept:
        cdef int kind = PyUnicode_KIND(text)
        cdef void *begin = PyUnicode_DATA(text)
        cdef uint8_t[LED + 3] signs
        cdef int at = LED, dot = -1, trigram, one
        cdef int low = 0 if start > LED else LED - <int>start
        cdef const Word *word
        cdef Py_UCS4 sign
        signs[LED] = signs[LED + 1] = signs[LED + 2] = 0
        while at > low:
            start -= 1
            sign = PyUnicode_READ(kind, begin, start)
            if sign >= 128:
                return True
            at -= 1
            if sign == 33 or sign == 59 or sign == 63 or (sign == 10 and at < LED - 1):  # ! ; ? and line ends
                return False
            if sign == 46 and dot < 0:
                dot = at
            signs[at] = SMALL[sign]
            # Where a word begins, a sign stands before it, or nothing is read that does.
            if not IS_WORD[sign] or not (at == low or start == 0 or not _is_word_at(kind, begin, start - 1)):
                continue
            if signs[at + 1] == 46 and (signs[at] == 101 or signs[at] == 112 or signs[at] == 122):  # e. p. z.
                return True
            trigram = _trigram(&signs[at])
            if trigram < 0 or self._count[trigram] == 0:
                continue
            for one in range(self._first[trigram], self._first[trigram] + self._count[trigram]):
                word = &self._words[one]
                if (
                    at + word.length <= LED
                    and LED - at - word.length <= FAR
                    and (word.goes_on or dot < at + word.length)
                    and memcmp(&signs[at], word.signs, word.length) == 0
                ):
                    return True
        return False


cdef inline bint _is_word_at(int kind, void *begin, Py_ssize_t at) noexcept:
    cdef Py_UCS4 sign = PyUnicode_READ(kind, begin, at)
    return sign < 128 and IS_WORD[sign]


cdef inline int _trigram(const uint8_t *signs) noexcept:
    """The number of three small letters; -1 where they are none."""
    cdef int first = signs[0] - 97, second, third
    if not 0 <= first < 26:
        return -1
    second = signs[1] - 97
    if not 0 <= second < 26:
        return -1
    third = signs[2] - 97
    return (first * 26 + second) * 26 + third if 0 <= third < 26 else -1


cdef inline bint _may_be_one_digit(str text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Whether the letters and digits are one digit again and again."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *begin = PyUnicode_DATA(text)
    cdef Py_UCS4 sign, digit = 0
    while start < end:
        sign = PyUnicode_READ(kind, begin, start)
        start += 1
        if sign >= 128:
            return True
        if not IS_WORD[sign] or sign == 95:
            continue
        if not 48 <= sign <= 57 or (digit and sign != digit):
            return False
        digit = sign
    return True


cdef inline bint _may_go_on(str text, Py_ssize_t at) noexcept:
    """Whether a word for an example may stand behind: it may be in brackets, and have two signs before it."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *begin = PyUnicode_DATA(text)
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), last = at + 2
    cdef Py_UCS4 sign = 0, behind
    while at < length:
        sign = PyUnicode_READ(kind, begin, at)
        if at == last or not (sign == 32 or sign == 44 or sign == 58):
            break
        at += 1
    if at < length and (sign == 40 or sign == 91):
        at += 1
        sign = PyUnicode_READ(kind, begin, at) if at < length else 0
    if at >= length or sign >= 128:
        return at < length
    behind = PyUnicode_READ(kind, begin, at + 1) if at + 1 < length else 0
    if behind >= 128:
        return True
    sign, behind = SMALL[sign], SMALL[behind]
    if sign == 97:
        return behind == 32 or behind == 110  # a or an
    if sign == 115:
        return behind == 97 or behind == 112  # sa or sp
    # ex, fi, be
    return (sign == 101 and behind == 120) or (sign == 102 and behind == 105) or (sign == 98 and behind == 101)


cdef inline bint _may_be_stand_in(str text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Whether what stands here begins or ends with a sign, or has a low line, as far as that is known quickly."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *begin = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    if start < 0 or end <= start or end > PyUnicode_GET_LENGTH(text):
        return True
    for at in range(start, end):
        if PyUnicode_READ(kind, begin, at) == 95:
            return True
    return not (_is_word_at(kind, begin, start) and _is_word_at(kind, begin, end - 1))


def marked_signs(str text not None, bytes marked not None):
    """The different signs of a text that have a mark at their code in `marked`, which has none for ASCII."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const uint8_t *start = <const uint8_t *>PyUnicode_DATA(text)
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), at = 0
    cdef int together = 8 // kind
    cdef uint64_t several, beyond_ascii = (
        0x8080808080808080 if kind == 1 else 0xFF80FF80FF80FF80 if kind == 2 else 0xFFFFFF80FFFFFF80
    )
    cdef const uint8_t *marks = <const uint8_t *><const char *>marked
    cdef Py_UCS4 most = len(marked), sign, last = 0
    cdef set found = set()
    while at < length:
        if at + together <= length:
            memcpy(&several, start + at * kind, 8)
            if not several & beyond_ascii:
                at += together
                continue
        sign = PyUnicode_READ(kind, <void *>start, at)
        at += 1
        if sign >= 128 and sign < most and marks[sign] and sign != last:
            found.add(chr(sign))
            last = sign
    return found


cdef extern from *:
    """
    static CYTHON_INLINE PyObject *room_for(PyObject *type, Py_ssize_t length) {
        return ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, length);
    }
    """
    object room_for(object, Py_ssize_t)


def rated(list found not None, str text not None, dict risks not None, stands_in):
    """The detections with the risk of their kind, but for those where `stands_in(text, start, end)` and no check is."""
    cdef list kept = []
    cdef object one, made
    cdef Py_ssize_t at, start, end
    for one in found:
        if not isinstance(one, tuple) or len(one) != 8:
            raise TypeError("detections have eight fields")
        if not <object>PyTuple_GET_ITEM(one, 5):
            start, end = <object>PyTuple_GET_ITEM(one, 0), <object>PyTuple_GET_ITEM(one, 1)
            if _may_be_stand_in(text, start, end) and stands_in(text, start, end):
                continue
        risk = risks[<object>PyTuple_GET_ITEM(one, 2)]
        if risk is <object>PyTuple_GET_ITEM(one, 6):
            kept.append(one)
            continue
        made = room_for(type(one), 8)
        for at in range(8):
            _put(made, at, risk if at == 6 else <object>PyTuple_GET_ITEM(one, at))
        kept.append(made)
    return kept


cdef inline void _put(object made, Py_ssize_t at, object item):
    Py_INCREF(item)
    PyTuple_SET_ITEM(made, at, item)
