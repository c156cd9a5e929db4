# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, binding=False
"""What stands near a value, looked up in ASCII text in place: as `Context` finds it, in a tenth of the time.

Where what must be read is not ASCII, `Context` answers, which is the truth (discovery/detection/context.py).
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint32_t
from libc.string cimport memcmp, memset

import re

cdef enum:
    REACH = 50  # as CONTEXT_REACH
    BEFORE = 51  # signs that are looked at before a value
    ROOM = 256  # signs that a stretch may have
    NONE = -1  # none of the words stands there
    UNSURE = -2  # something that is not ASCII stands where it matters

cdef uint32_t SEED = 2166136261
cdef uint32_t PRIME = 16777619

cdef uint8_t[128] SMALL  # of each sign the small letter
cdef uint8_t[128] SAME
cdef uint8_t[128] IS_WORD  # whether it is a letter, a digit or an underscore


cdef void _fill_tables():
    cdef int code
    for code in range(128):
        SAME[code] = code
        SMALL[code] = code + 32 if 65 <= code <= 90 else code
        IS_WORD[code] = 48 <= code <= 57 or 65 <= code <= 90 or code == 95 or 97 <= code <= 122


_fill_tables()


cdef struct Word:
    const uint8_t *signs
    int length  # 0 for a word that is not ASCII
    int number

cdef struct Slot:  # the words that end, or begin, with the same token or sign
    uint32_t hash
    int first
    int count
    int longest


cdef class Table:
    """Words by the token, or the sign, that they end with; or by the one that they begin with."""

    cdef Word *_words
    cdef Slot *_slots
    cdef uint32_t _mask
    cdef uint8_t[128] _signs  # with which one of them ends, or begins
    cdef list _kept

    def __cinit__(self):
        self._words = NULL
        self._slots = NULL

    def __dealloc__(self):
        PyMem_Free(self._words)
        PyMem_Free(self._slots)

    def __init__(self, tuple words, bint by_end):
        cdef dict groups = {}
        cdef uint32_t at, size = 8
        cdef int place = 0
        memset(self._signs, 0, sizeof(self._signs))
        for number, word in enumerate(words):
            key = _key(word, by_end)
            if key is not None:
                groups.setdefault(_hash(key, by_end), []).append(number)
                if not IS_WORD[key[0]]:
                    self._signs[<int>key[0]] = 1
        while size < 3 * len(groups):
            size *= 2
        self._mask = size - 1
        self._slots = <Slot *>PyMem_Malloc(size * sizeof(Slot))
        self._words = <Word *>PyMem_Malloc((len(words) + 1) * sizeof(Word))
        if self._slots == NULL or self._words == NULL:
            raise MemoryError
        memset(self._slots, 0, size * sizeof(Slot))
        self._kept = [word.encode() for word in words]
        for key, numbers in groups.items():
            at = key & self._mask
            while self._slots[at].count:
                at = (at + 1) & self._mask
            # Of those that end at one place the longest is named; of those that begin there, a single word is.
            if by_end:
                numbers.sort(key=lambda number: -len(words[number]))
            else:
                numbers.sort(key=lambda number: not _is_single(words[number]))
            self._slots[at] = Slot(key, place, len(numbers), max([len(words[number]) for number in numbers]))
            for number in numbers:
                self._words[place] = Word(
                    <const uint8_t *><char *>self._kept[number],
                    len(words[number]) if words[number].isascii() else 0,
                    number,
                )
                place += 1

    cdef inline const Slot *_slot(self, uint32_t hash) noexcept:
        cdef uint32_t at = hash & self._mask
        while self._slots[at].count:
            if self._slots[at].hash == hash:
                return &self._slots[at]
            at = (at + 1) & self._mask
        return NULL

    cdef int last(self, const uint8_t *signs, int low, int top, bint is_cut, int *ends) noexcept:
        """Which word ends last in [low, top), the longest of several; `is_cut`: what is before that is not known."""
        cdef int end = top, begin, place, one
        cdef uint32_t hash
        cdef const Slot *slot
        cdef const Word *word
        while end > low:
            begin = end - 1
            hash = (SEED ^ signs[begin]) * PRIME
            if IS_WORD[signs[begin]]:
                while begin > low and IS_WORD[signs[begin - 1]]:
                    begin -= 1
                    hash = (hash ^ signs[begin]) * PRIME
                if is_cut and begin == low:
                    return UNSURE
                slot = self._slot(hash)
            elif self._signs[signs[begin]] and (end == top or not IS_WORD[signs[end]]):
                slot = self._slot(hash)
            else:
                slot = NULL
            if slot != NULL:
                if is_cut and end - slot.longest <= low:
                    return UNSURE
                for one in range(slot.first, slot.first + slot.count):
                    word = &self._words[one]
                    place = end - word.length
                    if word.length and place >= low and memcmp(signs + place, word.signs, word.length) == 0 and (
                        place == low or not IS_WORD[signs[place - 1]]
                    ):
                        ends[0] = end
                        return word.number
            end = begin
        return UNSURE if is_cut else NONE

    cdef int first(self, const uint8_t *signs, int top, bint is_cut) noexcept:
        """Which word begins first in [0, top); `is_cut`: what is behind that is not known."""
        cdef int begin = 0, end, stop, one
        cdef uint32_t hash
        cdef const Slot *slot
        cdef const Word *word
        while begin < top:
            end = begin + 1
            hash = (SEED ^ signs[begin]) * PRIME
            if IS_WORD[signs[begin]]:
                while end < top and IS_WORD[signs[end]]:
                    hash = (hash ^ signs[end]) * PRIME
                    end += 1
                if is_cut and end == top:
                    return UNSURE
                slot = self._slot(hash)
            elif self._signs[signs[begin]] and (begin == 0 or not IS_WORD[signs[begin - 1]]):
                slot = self._slot(hash)
            else:
                slot = NULL
            if slot != NULL:
                if is_cut and begin + slot.longest >= top:
                    return UNSURE
                for one in range(slot.first, slot.first + slot.count):
                    word = &self._words[one]
                    stop = begin + word.length
                    if word.length and stop <= top and memcmp(signs + begin, word.signs, word.length) == 0 and (
                        stop == top or not IS_WORD[signs[stop]]
                    ):
                        return word.number
            begin = end
        return UNSURE if is_cut else NONE


cdef class Near:
    """Context words, made ready to be looked for in ASCII text; `plain` is the same in Python."""

    cdef Table _ends, _starts
    cdef tuple _words, _bonuses
    cdef object _plain, _after_bonus

    def __init__(self, tuple words, plain, tuple bonuses, after_bonus):
        if len(bonuses) <= BEFORE or not all(words):
            raise ValueError("words with a sign at least, and a bonus for each distance")
        self._words, self._plain, self._bonuses, self._after_bonus = words, plain, bonuses, after_bonus
        self._ends = Table(words, True)
        self._starts = Table(words, False)

    def bonus(self, str text not None, Py_ssize_t start, Py_ssize_t end):
        """As `Context.bonus`."""
        cdef uint8_t[ROOM] signs
        cdef bint is_cut = False
        cdef int low, top, ends = 0, number
        if start < 0 or end < start or end > PyUnicode_GET_LENGTH(text):
            return self._plain.bonus(text, start, end)
        low = _read_before(text, start, BEFORE, SMALL, signs, &is_cut)
        number = self._ends.last(signs, low, ROOM, is_cut, &ends)
        if number >= 0:
            return self._bonuses[ROOM - ends], self._words[number]
        if number == NONE:
            top = _read_after(text, end, REACH, SMALL, signs, &is_cut)
            number = self._starts.first(signs, top, is_cut)
            if number >= 0:
                return self._after_bonus, self._words[number]
            if number == NONE:
                return 0.0, ""
        return self._plain.bonus(text, start, end)

    def nearest(self, str before not None):
        """As `Context.nearest`."""
        cdef uint8_t[ROOM] signs
        cdef bint is_cut = False
        cdef int low, ends = 0, number = UNSURE
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(before)
        if length <= ROOM:
            low = _read_all(before, signs, &is_cut)
            number = self._ends.last(signs, low, ROOM, is_cut, &ends)
        if number >= 0:
            return length - (ROOM - ends), self._words[number]
        return (-1, "") if number == NONE else self._plain.nearest(before)


cdef inline int _read_before(
    str text, Py_ssize_t end, int most, const uint8_t *table, uint8_t *signs, bint *is_cut
) noexcept:
    """Put the signs of this paragraph before a place at the end of `signs`; where they begin there."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *start = PyUnicode_DATA(text)
    cdef int at = ROOM, low = ROOM - most
    cdef Py_UCS4 sign, behind = 0
    if end < most:
        low = ROOM - <int>end
    is_cut[0] = False
    while at > low:
        end -= 1
        sign = PyUnicode_READ(kind, start, end)
        if sign >= 128:
            is_cut[0] = True
            break
        if sign == 10 and behind == 10:
            return at + 1
        at -= 1
        signs[at] = table[sign]
        behind = sign
    return at


cdef inline int _read_all(str text, uint8_t *signs, bint *is_cut) noexcept:
    """Put the text at the end of `signs` as it is; where it begins there."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *start = PyUnicode_DATA(text)
    cdef Py_ssize_t at = PyUnicode_GET_LENGTH(text)
    cdef Py_UCS4 sign
    cdef int low = ROOM
    is_cut[0] = False
    while at:
        at -= 1
        sign = PyUnicode_READ(kind, start, at)
        if sign >= 128:
            is_cut[0] = True
            break
        low -= 1
        signs[low] = sign
    return low


cdef inline int _read_after(
    str text, Py_ssize_t begin, int most, const uint8_t *table, uint8_t *signs, bint *is_cut
) noexcept:
    """Put the signs of this line behind a place at the beginning of `signs`; how many they are."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void *start = PyUnicode_DATA(text)
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text)
    cdef int at = 0
    cdef Py_UCS4 sign
    is_cut[0] = False
    while at < most and begin < length:
        sign = PyUnicode_READ(kind, start, begin)
        if sign >= 128:
            is_cut[0] = True
            break
        if sign == 10:
            break
        signs[at] = table[sign]
        at += 1
        begin += 1
    return at


def _is_single(str word):
    return re.fullmatch(r"\w+", word) is not None


def _key(str word, bint by_end):
    """The token, or the sign, that an ASCII part of the word ends or begins with; None where that is not ASCII."""
    hit = re.search(r"\w+\Z|\W\Z", word) if by_end else re.match(r"\w+|\W", word)
    return hit.group().encode() if hit.group().isascii() else None


cdef uint32_t _hash(bytes key, bint by_end):
    cdef uint32_t hash = SEED
    for sign in reversed(key) if by_end else key:
        hash = (hash ^ <uint8_t>sign) * PRIME
    return hash
