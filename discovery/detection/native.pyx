# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Python's regular expressions over ASCII, run by PCRE2 as machine code: the same matches, in a fraction of the time.

A place of the text that is not ASCII, a pattern that PCRE2 does not read, and a machine on which it may not make code
are left to `re`, so that an answer never depends on which of both gave it. Made for `discovery.detection.patterns`.
"""

cimport cython
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memcpy

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object)
    Py_ssize_t PY_SSIZE_T_MAX

cdef extern from *:
    """
    #define PCRE2_CODE_UNIT_WIDTH 8
    #include <pcre2.h>
    """
    ctypedef struct pcre2_code:
        pass
    ctypedef struct pcre2_match_data:
        pass
    ctypedef struct pcre2_match_context:
        pass
    ctypedef struct pcre2_compile_context:
        pass
    uint32_t PCRE2_UTF, PCRE2_ANCHORED, PCRE2_ENDANCHORED, PCRE2_CASELESS, PCRE2_MULTILINE, PCRE2_DOTALL
    uint32_t PCRE2_NEVER_BACKSLASH_C, PCRE2_NO_UTF_CHECK, PCRE2_NOTBOL, PCRE2_NOTEMPTY_ATSTART
    uint32_t PCRE2_JIT_COMPLETE, PCRE2_NEWLINE_LF
    int PCRE2_ERROR_NOMATCH
    size_t PCRE2_UNSET
    pcre2_compile_context *pcre2_compile_context_create(void *)
    void pcre2_compile_context_free(pcre2_compile_context *)
    int pcre2_set_newline(pcre2_compile_context *, uint32_t)
    pcre2_code *pcre2_compile(const uint8_t *, size_t, uint32_t, int *, size_t *, pcre2_compile_context *)
    void pcre2_code_free(pcre2_code *)
    int pcre2_jit_compile(pcre2_code *, uint32_t)
    pcre2_match_data *pcre2_match_data_create(uint32_t, void *)
    void pcre2_match_data_free(pcre2_match_data *)
    int pcre2_jit_match(pcre2_code *, const uint8_t *, size_t, size_t, uint32_t, pcre2_match_data *,
                        pcre2_match_context *) nogil
    size_t *pcre2_get_ovector_pointer(pcre2_match_data *)

cdef enum:
    MOST_GROUPS = 24
    LOOK_BEHIND = 64  # signs before a place that a pattern may look at
    MOST_COPIED = 4096  # signs of a text that is not ASCII which are looked through; else it is left to `re`
    ANYWHERE = 0
    HERE = 1
    WHOLE = 2


@cython.final
@cython.no_gc
@cython.freelist(64)
cdef class Match:
    """Where a pattern matched: the part of `re.Match` that detection uses."""

    cdef readonly str string
    cdef Native _of
    cdef Py_ssize_t[2 * MOST_GROUPS] _at

    cdef int _number(self, group) except -1:
        cdef int number = group if type(group) is int else self._of._names[group]
        if number < 0 or number > self._of._groups:
            raise IndexError("no such group")
        return number

    def start(self, group=0):
        """Where the group begins; -1 where it has no part in the match."""
        return self._at[2 * self._number(group)]

    def end(self, group=0):
        """Where the group ends; -1 where it has no part in the match."""
        return self._at[2 * self._number(group) + 1]

    def span(self, group=0):
        """Where the group begins and ends."""
        cdef int number = self._number(group)
        return self._at[2 * number], self._at[2 * number + 1]

    def __getitem__(self, group):
        cdef int number = self._number(group)
        if self._at[2 * number] < 0:
            return None
        return self.string[self._at[2 * number]:self._at[2 * number + 1]]

    def group(self, *groups):
        """What the groups matched; the whole match where none is named."""
        if not groups:
            return self[0]
        if len(groups) == 1:
            return self[groups[0]]
        return tuple([self[group] for group in groups])

    def groups(self):
        """What each of the groups matched."""
        return tuple([self[number] for number in range(1, self._of._groups + 1)])


@cython.final
cdef class Native:
    """A pattern as machine code, made when it is first asked for.

    `plain`, the same pattern as Python reads it, answers where a text is not ASCII, where PCRE2 cannot read the
    pattern, and where it may not make code.
    """

    cdef pcre2_code *_codes[3]
    cdef pcre2_match_data *_data
    cdef size_t *_found
    cdef dict _names
    cdef int _groups
    cdef bytes _source
    cdef uint32_t _options
    cdef object _plain
    cdef bint _is_left  # to Python, for good

    def __cinit__(self):
        self._codes[ANYWHERE] = self._codes[HERE] = self._codes[WHOLE] = NULL
        self._data = NULL

    def __dealloc__(self):
        cdef int number
        for number in range(3):
            if self._codes[number] != NULL:
                pcre2_code_free(self._codes[number])
        if self._data != NULL:
            pcre2_match_data_free(self._data)

    def __init__(self, bytes source not None, plain not None, *, bint caseless, bint multiline, bint dotall):
        self._source = source
        self._options = (PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (PCRE2_CASELESS if caseless else 0)
                         | (PCRE2_MULTILINE if multiline else 0) | (PCRE2_DOTALL if dotall else 0))
        self._plain = plain
        self._names = dict(plain.groupindex)
        self._groups = plain.groups
        self._is_left = self._groups >= MOST_GROUPS
        self._data = pcre2_match_data_create(self._groups + 1, NULL)
        if self._data == NULL:
            raise MemoryError
        self._found = pcre2_get_ovector_pointer(self._data)

    cdef pcre2_code *_code(self, int how):
        """The code for a search, for a match here, or for the whole of the text; NULL where it is left to Python."""
        if self._codes[how] == NULL and not self._is_left:
            self._codes[how] = _made(self._source, self._options | (PCRE2_ANCHORED if how != ANYWHERE else 0)
                                     | (PCRE2_ENDANCHORED if how == WHOLE else 0))
            self._is_left = self._codes[how] == NULL
        return self._codes[how]

    def is_machine_code(self):
        """Whether PCRE2 runs it."""
        return self._code(ANYWHERE) != NULL and self._code(HERE) != NULL and self._code(WHOLE) != NULL

    @property
    def pattern(self):
        """The pattern as Python reads it."""
        return self._plain.pattern

    @property
    def flags(self):
        """The flags as Python reads them."""
        return self._plain.flags

    @property
    def groups(self):
        """How many groups it has."""
        return self._groups

    @property
    def groupindex(self):
        """The numbers of the groups that have names."""
        return self._plain.groupindex

    def search(self, str text not None, Py_ssize_t pos=0, Py_ssize_t endpos=PY_SSIZE_T_MAX):
        """As `re.Pattern.search`."""
        return self._one(text, pos, endpos, ANYWHERE)

    def match(self, str text not None, Py_ssize_t pos=0, Py_ssize_t endpos=PY_SSIZE_T_MAX):
        """As `re.Pattern.match`."""
        return self._one(text, pos, endpos, HERE)

    def fullmatch(self, str text not None, Py_ssize_t pos=0, Py_ssize_t endpos=PY_SSIZE_T_MAX):
        """As `re.Pattern.fullmatch`."""
        return self._one(text, pos, endpos, WHOLE)

    def finditer(self, str text not None, Py_ssize_t pos=0, Py_ssize_t endpos=PY_SSIZE_T_MAX):
        """As `re.Pattern.finditer`; all are found at once."""
        cdef list made = []
        if self._all(text, pos, endpos, -1, made):
            return iter(made)
        return self._plain.finditer(text, pos, endpos)

    def spans(self, str text not None, Py_ssize_t pos, Py_ssize_t endpos, int group):
        """Where a group stands in each of the matches: (begin, end)."""
        cdef list made = []
        if self._all(text, pos, endpos, group, made):
            return made
        return [one.span(group) for one in self._plain.finditer(text, pos, endpos)]

    def sub(self, put, str text not None, count=0):
        """As `re.Pattern.sub`."""
        return self._plain.sub(put, text, count)

    def split(self, str text not None, maxsplit=0):
        """As `re.Pattern.split`."""
        return self._plain.split(text, maxsplit)

    def findall(self, str text not None, Py_ssize_t pos=0, Py_ssize_t endpos=PY_SSIZE_T_MAX):
        """As `re.Pattern.findall`."""
        return self._plain.findall(text, pos, endpos)

    cdef object _one(self, str text, Py_ssize_t pos, Py_ssize_t endpos, int how):
        cdef uint8_t[MOST_COPIED + LOOK_BEHIND] room
        cdef Py_ssize_t first = 0
        cdef const uint8_t *subject = NULL
        cdef pcre2_code *code = self._code(how)
        cdef int count
        endpos = max(0, min(endpos, PyUnicode_GET_LENGTH(text)))
        pos = max(0, pos)
        if pos > endpos:
            return None
        if code != NULL:
            subject = _ascii(text, pos, endpos, room, &first)
        if subject != NULL:
            count = pcre2_jit_match(code, subject, endpos - first, pos - first,
                                    PCRE2_NOTBOL if first else 0, self._data, NULL)
            if count > 0:
                return self._match(text, first, count)
            if count == PCRE2_ERROR_NOMATCH:
                return None
        if how == ANYWHERE:
            return self._plain.search(text, pos, endpos)
        return self._plain.match(text, pos, endpos) if how == HERE else self._plain.fullmatch(text, pos, endpos)

    cdef bint _all(self, str text, Py_ssize_t pos, Py_ssize_t endpos, int group, list made) except -1:
        """Put down every match, or where its group stands; no where that is left to `re`."""
        cdef uint8_t[MOST_COPIED + LOOK_BEHIND] room
        cdef Py_ssize_t first = 0, begin, end
        cdef const uint8_t *subject
        cdef pcre2_code *code = self._code(ANYWHERE)
        cdef int count
        cdef uint32_t options
        endpos = max(0, min(endpos, PyUnicode_GET_LENGTH(text)))
        pos = max(0, pos)
        if pos > endpos:
            return True
        if code == NULL:
            return False
        subject = _ascii(text, pos, endpos, room, &first)
        if subject == NULL:
            return False
        options = PCRE2_NOTBOL if first else 0
        while True:
            count = pcre2_jit_match(code, subject, endpos - first, pos - first, options, self._data, NULL)
            if count <= 0:
                return count == PCRE2_ERROR_NOMATCH
            pos = first + <Py_ssize_t>self._found[1]
            options = (PCRE2_NOTBOL if first else 0) | (
                PCRE2_NOTEMPTY_ATSTART if self._found[0] == self._found[1] else 0)
            if group < 0:
                made.append(self._match(text, first, count))
            elif group < count and self._found[2 * group] != PCRE2_UNSET:
                begin, end = first + <Py_ssize_t>self._found[2 * group], first + <Py_ssize_t>self._found[2 * group + 1]
                made.append((begin, end))
            else:
                made.append((-1, -1))

    cdef Match _match(self, str text, Py_ssize_t first, int count):
        cdef Match made = Match.__new__(Match)
        cdef int number
        made.string = text
        made._of = self
        for number in range(2 * (self._groups + 1)):
            if number < 2 * count and self._found[number] != PCRE2_UNSET:
                made._at[number] = first + <Py_ssize_t>self._found[number]
            else:
                made._at[number] = -1
        return made


cdef const uint8_t *_ascii(str text, Py_ssize_t pos, Py_ssize_t endpos, uint8_t *room, Py_ssize_t *first):
    """The signs from the one numbered `first`, a little before `pos`, to `endpos`, where they are ASCII; else NULL."""
    cdef Py_ssize_t begin, at, length
    cdef int kind
    cdef uint32_t seen = 0
    cdef void *data
    if PyUnicode_IS_ASCII(text):
        return <const uint8_t *>PyUnicode_DATA(text)
    begin = pos - LOOK_BEHIND if pos > LOOK_BEHIND else 0
    length = endpos - begin
    if length > MOST_COPIED + LOOK_BEHIND:
        return NULL
    kind = PyUnicode_KIND(text)
    data = PyUnicode_DATA(text)
    if kind == 1:
        memcpy(room, <uint8_t *>data + begin, length)
        for at in range(length):
            seen |= room[at]
    elif kind == 2:
        for at in range(length):
            seen |= (<uint16_t *>data)[begin + at]
            room[at] = <uint8_t>(<uint16_t *>data)[begin + at]
    else:
        for at in range(length):
            seen |= (<uint32_t *>data)[begin + at]
            room[at] = <uint8_t>(<uint32_t *>data)[begin + at]
    if seen >= 0x80:
        return NULL
    first[0] = begin
    return room


cdef pcre2_code *_made(bytes source, uint32_t options):
    """The machine code; NULL where PCRE2 cannot read the pattern, or may not make code on this machine."""
    cdef int error = 0
    cdef size_t place = 0
    cdef pcre2_compile_context *context = pcre2_compile_context_create(NULL)
    cdef pcre2_code *code
    if context == NULL:
        return NULL
    pcre2_set_newline(context, PCRE2_NEWLINE_LF)
    code = pcre2_compile(<const uint8_t *><char *>source, len(source), options, &error, &place, context)
    pcre2_compile_context_free(context)
    if code != NULL and pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0:
        pcre2_code_free(code)
        return NULL
    return code
