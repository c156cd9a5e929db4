cimport cython


cdef class Walk:
    cdef list _numbered, _parts, _bounds, _sort, _common, _from, _items, _before
    cdef list _ends
    cdef int _end, _width, _begin
    cdef Py_ssize_t _room
    cdef long long _clock
    cdef int[::1] _near, _next, _is_in, _row, _behind, _met
    cdef long long[::1] _marked
    cdef dict _ways_known, _common_numbers, _known, _numbers, _ends_numbers, _begun_known, _grouped

    @cython.locals(state=int, step=int, code=int, clock="long long", at=Py_ssize_t, marks=list)
    cpdef list read(self, str text)
    @cython.locals(state=int, step=int, code=int)
    cpdef bint occurs(self, str text)
    @cython.locals(number=int)
    cdef int _met_or_learnt(self, int step, int state, int code, Py_ssize_t at, long long clock, list marks) except? 0
    @cython.locals(other=Walk)
    cpdef Walk renewed(self)
    cdef int _kind(self, int code) except? -1
    cdef int _class_of(self, int code) except? -1
    @cython.locals(number=int, behind=int, leads_to=int, step=int, common=int)
    cdef int _learn(self, int state, int kind) except 0
    cdef int _state(self, int common, object items, int before, tuple met) except? -1
    @cython.locals(key="long long")
    cdef tuple _from_common(self, int common, int before, int kind, int behind)
    cdef object _begun(self, int before, int kind, int behind)
    @cython.locals(key="long long", row=int)
    cdef tuple _from_grouped(self, int common, int before, int kind, int behind)
    @cython.locals(part=int, row=int, way=int)
    cdef _step(self, object parts, int before, int kind, int behind, set items, set met)
    @cython.locals(key="long long")
    cdef tuple _ways(self, int first, int before, int behind)
