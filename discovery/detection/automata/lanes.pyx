# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, binding=False
"""An automaton that reads four lines side by side: while one waits for the memory, the others go on.

The table of an automaton for many patterns is larger than what a processor keeps at hand, and each step has to wait for
the one before it. The lines are those of `discovery.detection.scanning.pieces`, and what is met in each of them is what
`Walk.marks` gives for it; as bytes, since objects that hold others are looked through by Python again and again.
"""

cimport cython
from cpython.bytes cimport PyBytes_FromStringAndSize
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memchr, memcpy

from discovery.detection.automata.walking cimport Walk

cdef enum:
    LANES = 4
    NEAR_SIGNS = 0x250  # as in walking.py
    MOST_LINES = 2048  # that are kept before they are read

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object)

ctypedef fused Sign:
    uint8_t
    uint16_t
    uint32_t

cdef struct Line:
    Py_ssize_t low, end  # where it lies
    Py_ssize_t begin, stop  # what is read of it and around it
    int spot  # the number of what was put in
    int kind  # how many bytes a sign has
    int count  # how many sets of patterns were met in it
    Py_ssize_t met  # where their numbers begin among all that were met; behind them stand the places

cdef struct Lane:
    Py_ssize_t line  # its number; -1 where there is none
    Py_ssize_t at, stop
    int state
    const void *data
    int *numbers  # of the sets that were met in its line
    int *places
    int count


@cython.final
cdef class Lines:
    """Lines of some texts, until they are read.

    Put in, read, go through what was met, and so on.

    Args:
        walk: the automaton.
        window: how many signs a line may have before it is cut.
        around, beyond: how many signs before and behind a piece of a cut line are read with it.
        behind: how many signs before what is read a pattern may look back.
    """

    cdef Walk _walk
    cdef Py_ssize_t _window, _around, _beyond, _behind
    cdef Line *_lines
    cdef Py_ssize_t _count, _room, _told
    cdef list _spots
    cdef Lane[LANES] _lanes
    cdef uint8_t *_seen  # of each lane: the sets of patterns that were met in its line
    cdef Py_ssize_t _sets
    cdef int *_pool
    cdef Py_ssize_t _used, _pool_room

    def __cinit__(self):
        cdef int lane
        self._lines = NULL
        self._seen = NULL
        self._pool = NULL
        for lane in range(LANES):
            self._lanes[lane].numbers = self._lanes[lane].places = NULL

    def __dealloc__(self):
        cdef int lane
        PyMem_Free(self._lines)
        PyMem_Free(self._seen)
        PyMem_Free(self._pool)
        for lane in range(LANES):
            PyMem_Free(self._lanes[lane].numbers)
            PyMem_Free(self._lanes[lane].places)

    def __init__(
        self, Walk walk not None, Py_ssize_t window, Py_ssize_t around, Py_ssize_t beyond, Py_ssize_t behind
    ):
        self._walk = walk
        self._window, self._around, self._beyond, self._behind = window, around, beyond, behind
        self._room = 32
        self._lines = <Line *>PyMem_Malloc(self._room * sizeof(Line))
        self._pool_room = 256
        self._pool = <int *>PyMem_Malloc(self._pool_room * sizeof(int))
        if self._lines == NULL or self._pool == NULL:
            raise MemoryError
        self._spots = []

    def put(self, str text not None, Py_ssize_t low, Py_ssize_t high, about):
        """Take in the lines of [low, high), as many as there is room for; gives the place up to which they are."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void *data = PyUnicode_DATA(text)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), end
        cdef Line *line
        if low < 0 or high > length:
            raise IndexError("beyond the text")
        self._spots.append((text, about))
        while low < high and self._count < MOST_LINES:
            end = self._piece_end(data, kind, low, high)
            if end == low:
                low += 1
                continue
            if self._count == self._room:
                self._make_room()
            line = &self._lines[self._count]
            line.low, line.end = low, end
            if low == 0 or PyUnicode_READ(kind, <void *>data, low - 1) == 10:
                line.begin = low
            else:
                line.begin = low - self._around if low > self._around else 0
            if end >= length or PyUnicode_READ(kind, <void *>data, end) == 10:
                line.stop = end
                low = end + 1 if end < high else end
            else:
                line.stop = end + self._beyond if end + self._beyond < length else length
                low = end
            line.spot, line.kind, line.count = <int>len(self._spots) - 1, kind, 0
            self._count += 1
        return low

    def read(self):
        """Read the lines that were put in."""
        cdef Py_ssize_t sets = len(self._walk._ends)
        if sets >= self._sets:
            self._make_seen(sets + 64)
        self._told = self._used = 0
        self._read_all(<uint8_t>1)
        self._read_all(<uint16_t>2)
        self._read_all(<uint32_t>4)

    def __iter__(self):
        return self

    def __next__(self):
        """The next line in which something was met: (where, about, numbers), in the order in which they were put in.

        `where` is what recognisers are asked about: (text, low, end, begin, stop, whether that and what stands right
        before it is ASCII); `numbers` are those of `Walk.marks`, four bytes each.
        """
        cdef Line *line
        while self._told < self._count:
            line = &self._lines[self._told]
            self._told += 1
            if line.count:
                text, about = <tuple>self._spots[line.spot]
                where = (text, line.low, line.end, line.begin, line.stop, self._is_ascii(text, line))
                return where, about, PyBytes_FromStringAndSize(
                    <char *>(self._pool + line.met), line.count * sizeof(int))
        self._count = 0
        self._spots = []
        raise StopIteration

    def place(self, Py_ssize_t number):
        """Where the set ended first that stands at this place among the numbers of the line that was told last."""
        cdef Line *line
        if not 0 < self._told <= self._count:
            raise IndexError("no line was told")
        line = &self._lines[self._told - 1]
        if not 0 <= number < line.count:
            raise IndexError("no such number")
        return self._pool[line.met + line.count + number]

    cdef bint _is_ascii(self, str text, Line *line) noexcept:
        cdef const void *data
        cdef Py_ssize_t at
        if PyUnicode_IS_ASCII(text):
            return True
        data = PyUnicode_DATA(text)
        for at in range(line.begin - self._behind if line.begin > self._behind else 0, line.stop):
            if PyUnicode_READ(line.kind, <void *>data, at) >= 128:
                return False
        return True

    cdef _make_room(self):
        cdef Line *larger = <Line *>PyMem_Realloc(self._lines, 2 * self._room * sizeof(Line))
        if larger == NULL:
            raise MemoryError
        self._lines = larger
        self._room *= 2

    cdef _make_seen(self, Py_ssize_t sets):
        """Room to put down for each lane which sets it has met; what was put down is put down again."""
        cdef uint8_t *larger = <uint8_t *>PyMem_Calloc(LANES * sets, 1)
        cdef int *held
        cdef int lane, at
        if larger == NULL:
            raise MemoryError
        PyMem_Free(self._seen)
        self._seen, self._sets = larger, sets
        for lane in range(LANES):
            for at in range(self._lanes[lane].count):
                larger[lane * sets + self._lanes[lane].numbers[at]] = 1
            held = <int *>PyMem_Realloc(self._lanes[lane].numbers, sets * sizeof(int))
            if held == NULL:
                raise MemoryError
            self._lanes[lane].numbers = held
            held = <int *>PyMem_Realloc(self._lanes[lane].places, sets * sizeof(int))
            if held == NULL:
                raise MemoryError
            self._lanes[lane].places = held

    cdef Py_ssize_t _piece_end(self, const void *data, int kind, Py_ssize_t low, Py_ssize_t high) noexcept:
        """Where the line ends that begins at `low`; a very long one is cut at a space, or anywhere."""
        cdef Py_ssize_t last = low + self._window if low + self._window < high else high, at
        cdef const void *met
        if kind == 1:
            met = memchr(<const uint8_t *>data + low, 10, last - low)
            if met != NULL:
                return <const uint8_t *>met - <const uint8_t *>data
        else:
            for at in range(low, last):
                if PyUnicode_READ(kind, <void *>data, at) == 10:
                    return at
        if high - low <= self._window:
            return high
        at = low + self._window
        while at > low + self._window // 2:
            at -= 1
            if PyUnicode_READ(kind, <void *>data, at) == 32:
                return at + 1
        return low + self._window

    cdef _read_all(self, Sign kind):
        """Read the lines of all texts with signs of so many bytes."""
        cdef Lane *lanes = self._lanes
        cdef Py_ssize_t following = 0, steps, left
        cdef int lane
        cdef bint all_read = True
        for lane in range(LANES):
            following = self._begin(&lanes[lane], kind, following)
            all_read = all_read and lanes[lane].line >= 0
        while all_read:
            steps = lanes[0].stop - lanes[0].at
            for lane in range(1, LANES):
                left = lanes[lane].stop - lanes[lane].at
                steps = left if left < steps else steps
            self._together(lanes, steps, kind)
            for lane in range(LANES):
                if lanes[lane].at == lanes[lane].stop:
                    self._finish(lane)
                    following = self._begin(&lanes[lane], kind, following)
                    all_read = all_read and lanes[lane].line >= 0
        for lane in range(LANES):
            if lanes[lane].line >= 0:
                self._alone(&lanes[lane], lane, kind)
                self._finish(lane)

    cdef Py_ssize_t _begin(self, Lane *lane, int kind, Py_ssize_t following):
        """Give the lane the next line with signs of so many bytes; the number of the one behind it."""
        cdef Line *line
        while following < self._count and self._lines[following].kind != kind:
            following += 1
        if following == self._count:
            lane.line = -1
            return following
        line = &self._lines[following]
        text = (<tuple>self._spots[line.spot])[0]
        lane.line, lane.at, lane.stop = following, line.begin, line.stop
        lane.state, lane.count = self._walk._begin, 0
        lane.data = PyUnicode_DATA(text)
        return following + 1

    cdef _finish(self, int number):
        """The end of a line is a sign, too; then put down what was met in it."""
        cdef Lane *lane = &self._lanes[number]
        cdef Line *line = &self._lines[lane.line]
        cdef int step = self._walk._next[lane.state + self._walk._end], at
        cdef int *larger
        if step <= 0:
            self._event(lane.state, self._walk._end, step, number, lane.stop - line.begin)
        if lane.count == 0:
            return
        while self._used + 2 * lane.count > self._pool_room:
            larger = <int *>PyMem_Realloc(self._pool, 2 * self._pool_room * sizeof(int))
            if larger == NULL:
                raise MemoryError
            self._pool = larger
            self._pool_room *= 2
        line.met, line.count = self._used, lane.count
        memcpy(self._pool + self._used, lane.numbers, lane.count * sizeof(int))
        memcpy(self._pool + self._used + lane.count, lane.places, lane.count * sizeof(int))
        self._used += 2 * lane.count
        for at in range(lane.count):
            self._seen[number * self._sets + lane.numbers[at]] = 0
        lane.count = 0

    cdef int _event(self, int state, int kind, int step, int number, Py_ssize_t place) except 0:
        """A step that has to be learnt, or with which patterns end: put them down; gives where it leads."""
        cdef Walk walk = self._walk
        cdef Lane *lane = &self._lanes[number]
        cdef int met
        if step == 0:
            step = walk._learn(state, kind)
        if step > 0:
            return step
        met = walk._met[-step // walk._width]
        if met >= self._sets:
            self._make_seen(2 * met)
        if not self._seen[number * self._sets + met]:
            self._seen[number * self._sets + met] = 1
            lane.numbers[lane.count], lane.places[lane.count] = met, <int>place
            lane.count += 1
        return -step

    cdef inline int _class(self, Py_UCS4 code, const int *near) noexcept:
        return near[code] if code < NEAR_SIGNS else self._walk._class_of(code)

    cdef _together(self, Lane *lanes, Py_ssize_t count, Sign _kind):
        """All lanes read so many signs."""
        cdef Walk walk = self._walk
        cdef int[::1] held = walk._next  # the memory stays while it is read, whoever makes a larger one
        cdef const int *steps = &held[0]
        cdef const int *near = &walk._near[0]
        cdef const Sign *first = <const Sign *>lanes[0].data + lanes[0].at
        cdef const Sign *second = <const Sign *>lanes[1].data + lanes[1].at
        cdef const Sign *third = <const Sign *>lanes[2].data + lanes[2].at
        cdef const Sign *fourth = <const Sign *>lanes[3].data + lanes[3].at
        cdef int one = lanes[0].state, two = lanes[1].state, three = lanes[2].state, four = lanes[3].state
        cdef int of_one, of_two, of_three, of_four, to_one, to_two, to_three, to_four
        cdef Py_ssize_t at
        for at in range(count):
            of_one, of_two = self._class(first[at], near), self._class(second[at], near)
            of_three, of_four = self._class(third[at], near), self._class(fourth[at], near)
            to_one, to_two = steps[one + of_one], steps[two + of_two]
            to_three, to_four = steps[three + of_three], steps[four + of_four]
            if to_one <= 0 or to_two <= 0 or to_three <= 0 or to_four <= 0:
                if to_one <= 0:
                    to_one = self._event(one, of_one, to_one, 0, self._place(&lanes[0], at))
                if to_two <= 0:
                    to_two = self._event(two, of_two, to_two, 1, self._place(&lanes[1], at))
                if to_three <= 0:
                    to_three = self._event(three, of_three, to_three, 2, self._place(&lanes[2], at))
                if to_four <= 0:
                    to_four = self._event(four, of_four, to_four, 3, self._place(&lanes[3], at))
                held = walk._next
                steps = &held[0]
            one, two, three, four = to_one, to_two, to_three, to_four
        lanes[0].state, lanes[1].state, lanes[2].state, lanes[3].state = one, two, three, four
        for at in range(LANES):
            lanes[at].at += count

    cdef inline Py_ssize_t _place(self, Lane *lane, Py_ssize_t at) noexcept:
        return lane.at + at - self._lines[lane.line].begin

    cdef _alone(self, Lane *lane, int number, Sign _kind):
        """A lane reads to the end of its line."""
        cdef Walk walk = self._walk
        cdef int[::1] held = walk._next
        cdef const int *steps = &held[0]
        cdef const int *near = &walk._near[0]
        cdef const Sign *signs = <const Sign *>lane.data + lane.at
        cdef int state = lane.state, kind, step
        cdef Py_ssize_t at
        for at in range(lane.stop - lane.at):
            kind = self._class(signs[at], near)
            step = steps[state + kind]
            if step <= 0:
                step = self._event(state, kind, step, number, self._place(lane, at))
                held = walk._next
                steps = &held[0]
            state = step
        lane.state = state
        lane.at = lane.stop
