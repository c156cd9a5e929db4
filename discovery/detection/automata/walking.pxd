cimport cython

from discovery.detection.automata.reaching cimport Reach

cdef int _NEAR_SIGNS, _MOST_STATES, _ROOM_BEYOND, _NOTHING
cdef long long _SEED, _STIRRED, _LOW_BITS


cdef class Walk(Reach):
    cdef object __weakref__
    cdef object _kept, _lock
    cdef list _ends
    cdef int _begin, _states
    cdef bint _is_ready
    cdef Py_ssize_t _room
    cdef long long _clock, _slots_less_one
    cdef int[::1] _near, _next, _common, _before, _met, _from, _items, _slots
    cdef long long[::1] _marked
    cdef dict _ends_numbers

    @cython.locals(at=int)
    cdef _take_steps(self, int[::1] places, int[::1] steps, int count)
    @cython.locals(
        state=int, step=int, code=int, kind=int, number=int, clock="long long", at=Py_ssize_t, numbers=list,
        places=list, near="int[::1]", steps="int[::1]")
    cpdef tuple marks(self, str text)
    @cython.locals(state=int, step=int, code=int, kind=int, near="int[::1]", steps="int[::1]")
    cpdef bint occurs(self, str text)
    @cython.locals(count=int, at=int)
    cpdef dict learnt(self)
    @cython.locals(state=int, step=int, code=int, kind=int)
    cpdef tread(self, str text, int[::1] counts)
    cdef _ready(self)
    @cython.locals(number=int, first=int, last=int, slot="long long")
    cdef _hash_all(self)
    @cython.locals(mixed="long long", at=int)
    cdef long long _hash(self, int[::1] items, int first, int last, int common, int met) noexcept
    @cython.locals(
        behind=int, number=int, before=int, place=int, common=int, count=int, ended=int, at=int, first=int, last=int,
        met=int, leads_to=int, step=int)
    cdef int _worked_out(self, int state, int kind) except 0
    cdef int _learn(self, int state, int kind) except 0
    @cython.locals(at=int, number=int)
    cdef int _ends_number(self, int ended) except -1
    @cython.locals(slot="long long", number=int, first=int, at=int)
    cdef int _state(self, int common, int before, int met, int count) except -1
    @cython.locals(at=int)
    cdef bint _is_found(self, int first, int last, int count) noexcept
    cdef _make_room(self)
