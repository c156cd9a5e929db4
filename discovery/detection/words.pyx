# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, binding=False
"""Words of ASCII letters, looked up where they stand in a text.

Made for `discovery.detection.language`, for the names of months and for context words; where a text is not ASCII those
look themselves, with the same answers.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint32_t
from libc.string cimport memset

import re

cdef enum:
    MOST_LANGUAGES = 16
    LONGEST = 64  # letters of a word that is looked up

cdef uint32_t SEED = 2166136261
cdef uint32_t PRIME = 16777619

cdef uint8_t[128] SMALL  # of each letter the small one; 0 for other signs
cdef uint8_t[128] SMALL_IN_WORDS  # the same with digits and the low line, which belong to words of context


cdef void _fill_tables() noexcept:
    cdef int code
    for code in range(128):
        SMALL[code] = code if 97 <= code <= 122 else code + 32 if 65 <= code <= 90 else 0
        SMALL_IN_WORDS[code] = code if 48 <= code <= 57 or code == 95 else SMALL[code]


_fill_tables()

cdef struct Slot:
    uint32_t hash
    int number  # of the word, from 1 on
    int length
    const uint8_t *letters


@cython.final
cdef class _Words:
    """Numbers of words in small letters, from 1 on in their order; those that are long or not ASCII have none."""

    cdef Slot *_slots
    cdef uint32_t _mask
    cdef list _kept

    def __cinit__(self):
        self._slots = NULL

    def __dealloc__(self):
        PyMem_Free(self._slots)

    def __init__(self, list words):
        cdef uint32_t size = 16, hash, at
        cdef const uint8_t *letters
        cdef int number = 0, length, place
        while size < 3 * len(words):
            size *= 2
        self._mask = size - 1
        self._slots = <Slot *>PyMem_Calloc(size, sizeof(Slot))
        if self._slots == NULL:
            raise MemoryError
        self._kept = [word.encode() for word in words]
        for word in self._kept:
            number += 1
            length, letters = len(word), <const uint8_t *><char *>word
            hash = SEED
            for place in range(length):
                if letters[place] >= 128 or length > LONGEST:
                    break
                hash = (hash ^ letters[place]) * PRIME
            else:
                at = hash & self._mask
                while self._slots[at].number:
                    at = (at + 1) & self._mask
                self._slots[at] = Slot(hash, number, length, letters)

    cdef int number(self, const uint8_t *small, int length, uint32_t hash) noexcept:
        """The number of a word of small letters with this hash; 0 for one that is not known."""
        cdef uint32_t at = hash & self._mask
        cdef const Slot *slot
        cdef int place
        while self._slots[at].number:
            slot = &self._slots[at]
            if slot.hash == hash and slot.length == length:
                place = 0
                while place < length and slot.letters[place] == small[place]:
                    place += 1
                if place == length:
                    return slot.number
            at = (at + 1) & self._mask
        return 0


@cython.final
cdef class Names:
    """Where some words stand in a text, in any case."""

    cdef _Words _words
    cdef list _names  # None for the first part of a word that has more than one
    cdef int _longest

    def __init__(self, tuple names not None):
        cdef set firsts = {name.partition("-")[0] for name in names if "-" in name}.difference(names)
        self._words = _Words([*names, *firsts])
        self._names = [*names, *[None] * len(firsts)]
        self._longest = min(max(map(len, names)), LONGEST)

    def places(self, str text not None, Py_ssize_t low, Py_ssize_t high):
        """[(place, word)] of each that is a whole run of letters in [low, high); None where not all of it is ASCII.

        None, too, where one of them, or the first part of one, goes on behind a hyphen: the days of Portuguese do.
        """
        cdef int kind = PyUnicode_KIND(text), length = 0, number
        cdef void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t at
        cdef uint32_t sign = 0, seen = 0
        cdef uint8_t small
        cdef uint8_t[LONGEST] letters
        cdef uint32_t hash = SEED
        cdef list found = []
        if low < 0 or high > PyUnicode_GET_LENGTH(text):
            raise IndexError("beyond the text")
        for at in range(low, high + 1):
            sign = PyUnicode_READ(kind, data, at) if at < high else 0
            small = SMALL[sign & 127]
            seen |= sign
            if small:
                if length < LONGEST:
                    letters[length] = small
                    hash = (hash ^ small) * PRIME
                length += 1
            elif length:
                if length <= self._longest:
                    number = self._words.number(letters, length, hash)
                    name = self._names[number - 1] if number else None
                    if number and sign == 45 and at + 1 < high and SMALL[<uint32_t>PyUnicode_READ(kind, data, at + 1) & 127] == 102:
                        return None  # -f
                    if name is not None:
                        found.append((at - length, name))
                length = 0
                hash = SEED
        return found if seen < 128 else None


cdef struct Spoken:  # one of the languages that a word speaks for
    int language
    int weight
    bint is_last  # of those that the word speaks for


@cython.final
cdef class Tongues:
    """Which language the words of a text speak for.

    Args:
        table: of words, and of endings behind a hyphen: (code, weight) of the languages that each speaks for.
        ending: letters of an ending; it counts in words longer than one more than that.
        least: weight below which nothing is said.
    """

    cdef _Words _words, _endings
    cdef Spoken *_spoken
    cdef int *_first_of_word
    cdef int *_first_of_ending
    cdef list _codes
    cdef int _ending, _least

    def __cinit__(self):
        self._spoken = NULL
        self._first_of_word = self._first_of_ending = NULL

    def __dealloc__(self):
        PyMem_Free(self._spoken)
        PyMem_Free(self._first_of_word)
        PyMem_Free(self._first_of_ending)

    def __init__(self, dict table not None, int ending, int least):
        cdef list words = [word for word in table if not word.startswith("-")]
        cdef list endings = [word for word in table if word.startswith("-")]
        self._codes = sorted({code for spoken in table.values() for code, _ in spoken})
        if len(self._codes) > MOST_LANGUAGES or not all(table.values()) or not 0 < ending < LONGEST:
            raise ValueError("too many languages, a word that speaks for none, or a long ending")
        self._ending, self._least = ending, least
        self._words, self._endings = _Words(words), _Words([word[1:] for word in endings])
        self._spoken = <Spoken *>PyMem_Calloc(sum(map(len, table.values())) + 1, sizeof(Spoken))
        self._first_of_word = <int *>PyMem_Calloc(len(words) + 1, sizeof(int))
        self._first_of_ending = <int *>PyMem_Calloc(len(endings) + 1, sizeof(int))
        if self._spoken == NULL or self._first_of_word == NULL or self._first_of_ending == NULL:
            raise MemoryError
        self._fill(self._first_of_ending, endings, table, self._fill(self._first_of_word, words, table, 0))

    cdef int _fill(self, int *firsts, list words, dict table, int at) except -1:
        cdef int number = 0
        for word in words:
            number += 1
            firsts[number] = at
            for code, weight in table[word]:
                self._spoken[at] = Spoken(self._codes.index(code), weight, False)
                at += 1
            self._spoken[at - 1].is_last = True
        return at

    def of(self, str text not None):
        """The code of the language; "" where it cannot be told, None where the text is not ASCII."""
        cdef int kind = PyUnicode_KIND(text), length = 0, number, best = 0
        cdef void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t at, size = PyUnicode_GET_LENGTH(text)
        cdef uint32_t sign
        cdef uint8_t small
        cdef uint8_t[LONGEST] letters
        cdef uint8_t[LONGEST] tail  # the last letters of a word
        cdef uint32_t hash = SEED
        cdef int[MOST_LANGUAGES] loud
        memset(loud, 0, sizeof(loud))
        for at in range(size + 1):
            sign = PyUnicode_READ(kind, data, at) if at < size else 0
            if sign >= 128:
                return None
            small = SMALL[sign]
            if small:
                if length < LONGEST:
                    letters[length] = small
                    hash = (hash ^ small) * PRIME
                tail[length % self._ending] = small
                length += 1
            elif length:
                self._hear(letters, tail, length, hash, loud)
                length = 0
                hash = SEED
        for number in range(1, <int>len(self._codes)):
            if loud[number] > loud[best]:
                best = number
        for number in range(<int>len(self._codes)):
            if number != best and loud[number] == loud[best]:
                return ""
        return self._codes[best] if loud[best] >= self._least else ""

    cdef void _hear(
        self, const uint8_t *letters, const uint8_t *tail, int length, uint32_t hash, int *loud
    ) noexcept:
        """Add what a word, or else its ending, speaks for."""
        cdef uint8_t[LONGEST] ending
        cdef uint32_t hash_of_ending = SEED
        cdef int number = self._words.number(letters, length, hash) if length <= LONGEST else 0, at
        cdef int first
        if number:
            first = self._first_of_word[number]
        elif length > self._ending + 1:
            for at in range(self._ending):
                ending[at] = tail[(length + at) % self._ending]
                hash_of_ending = (hash_of_ending ^ ending[at]) * PRIME
            number = self._endings.number(ending, self._ending, hash_of_ending)
            if not number:
                return
            first = self._first_of_ending[number]
        else:
            return
        while True:
            loud[self._spoken[first].language] += self._spoken[first].weight
            if self._spoken[first].is_last:
                return
            first += 1


@cython.final
cdef class Present:
    """Which of several lists of words, in small letters, can have one in a text: "no" is certain.

    A word of several tokens can stand where its first one does.
    """

    cdef _Words _tokens
    cdef tuple _lists_of  # of each token: the numbers of the lists that it is in
    cdef bytes _always

    def __init__(self, tuple lists not None):
        cdef dict numbers = {}
        cdef bytearray always = bytearray(len(lists) + 1)  # the last one stands for no list
        for number, words in enumerate(lists):
            for word in words:
                token = re.search(r"\w+", word)
                if token is None or len(token.group()) > LONGEST:
                    always[number] = 1
                else:
                    numbers.setdefault(token.group(), set()).add(number)
        self._tokens = _Words(list(numbers))
        self._lists_of = tuple([tuple(sorted(ones)) for ones in numbers.values()])
        self._always = bytes(always)

    def which(self, str text not None, Py_ssize_t low, Py_ssize_t high):
        """For each list 1 where one of its words can stand in [low, high), and a 0 behind them; None beyond ASCII."""
        cdef int kind = PyUnicode_KIND(text), length = 0, number
        cdef void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t at
        cdef uint32_t sign = 0, seen = 0, hash = SEED
        cdef uint8_t small
        cdef uint8_t[LONGEST] letters
        cdef bytearray made = None
        low = max(0, low)
        high = min(high, PyUnicode_GET_LENGTH(text))
        for at in range(low, high + 1):
            sign = PyUnicode_READ(kind, data, at) if at < high else 0
            small = SMALL_IN_WORDS[sign & 127]
            seen |= sign
            if small:
                if length < LONGEST:
                    letters[length] = small
                    hash = (hash ^ small) * PRIME
                length += 1
            elif length:
                number = self._tokens.number(letters, length, hash) if length <= LONGEST else 0
                if number:
                    made = bytearray(self._always) if made is None else made
                    for one in <tuple>self._lists_of[number - 1]:
                        made[<Py_ssize_t>one] = 1
                length = 0
                hash = SEED
        if seen >= 128:
            return None
        return self._always if made is None else made
