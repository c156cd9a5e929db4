cimport cython

cdef int _SORTS, _NOTHING, _WORD, _LINE, _FORK, _MET
cdef int _LINE_START, _ANY_LINE_START, _END, _ANY_LINE_END, _EDGE


cdef class Reach:
    cdef object _layout
    cdef list _commons, _commons_at
    cdef int _end, _width, _stamp, _turn, _pool_used
    cdef int[::1] _bounds, _sort, _row, _behind, _forks, _numbered
    cdef signed char[::1] _is_in
    cdef int[::1] _seen, _found, _seen_ends, _ended, _pool, _ways_at, _passed, _waiting
    cdef dict _begun_known, _known, _commons_numbers

    @cython.locals(low=int, high=int, middle=int)
    cdef int _class_of(self, int code) noexcept
    cdef _make_ready(self)
    @cython.locals(place=int, at=int)
    cdef int _put_by(self, list ones) except -1
    @cython.locals(place=int, at=int)
    cdef _mark_common(self, int common)
    @cython.locals(at=int, part=int, row=int, following=int, place=int, signs=int, way_at=int, way=int)
    cdef (int, int) _step(
        self, int[::1] parts, int first, int last, int before, int kind, int behind, int count, int ended) except *
    @cython.locals(key="long long", place=int, count=int, ended=int, at=int, number=int, parts="int[::1]")
    cdef int _from_common(self, int common, int before, int kind, int behind) except -1
    @cython.locals(key="long long", place=int, count=int, at=int, number=int)
    cdef int _begun(self, int before, int kind, int behind) except -1
    @cython.locals(at=int, row=int, follows=int, place=int, count=int, ended=int, waiting=int, way_at=int)
    cdef int _ways_worked_out(self, int first, int before, int behind) except -1
    cdef int _wait(self, int part, int waiting) noexcept
    @cython.locals(gap=int, at=int, one=int, to=int)
    cdef void _put_in_order(self, int[::1] ones, int count) noexcept
    cdef object _empty(self, Py_ssize_t room)
    cdef object _with_room(self, object held, Py_ssize_t more)


cdef bint _holds(int border, int before, int behind) noexcept
