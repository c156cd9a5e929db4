# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""What can come next in patterns of which something is read: the parts behind a sign, and the patterns that end.

Compiled (docs/develop.md); as plain Python it gives the same answers. What was worked out once is kept in one row of
numbers, the pool.
"""

from __future__ import annotations

from array import array

from discovery.detection.automata.layout import Layout
from discovery.detection.automata.rows import zeros

_SORTS = 4  # what may stand before a place and behind it; see layout
_NOTHING, _WORD, _LINE = 0, 2, 3
_FORK, _MET = -1, -2
_LINE_START, _ANY_LINE_START, _END, _ANY_LINE_END, _EDGE = -3, -4, -5, -6, -7


class Reach:
    """Follows the parts of a layout, many at once.

    What was found last stands in `_found` (parts) and `_ended` (patterns). "Common" are the parts that stand behind a
    sign wherever it stands, since patterns begin everywhere; the first common parts are those that patterns begin with.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._bounds, self._sort = layout.bounds, layout.sorts
        self._is_in, self._row, self._behind = layout.is_in, layout.row, layout.behind
        self._forks, self._numbered = layout.ways, layout.numbers
        self._end = len(layout.bounds)  # the class of the end of a text
        self._width = self._end + 1
        self._commons: list[tuple[int, ...]] = [tuple(sorted(set(layout.starts)))]

    @property
    def layout(self) -> Layout:
        """What it looks for."""
        return self._layout

    def _class_of(self, code: int) -> int:
        low, high = 0, self._end
        while high - low > 1:
            middle = (low + high) >> 1
            if self._bounds[middle] <= code:
                low = middle
            else:
                high = middle
        return low

    def _make_ready(self) -> None:
        """Make what is needed for learning only."""
        parts = len(self._row)
        self._seen, self._found, self._stamp = self._empty(parts), self._empty(parts), 0
        self._seen_ends, self._ended = self._empty(len(self._numbered)), self._empty(len(self._numbered))
        self._passed, self._waiting, self._turn = self._empty(parts), self._empty(parts), 0
        # What was worked out once stands in one row of numbers; at 0 stands nothing.
        self._pool, self._pool_used = self._empty(8 * parts + 64), 1
        # By part, what stands before and what behind: where it stands which signs and patterns it leads to.
        self._ways_at = zeros(parts * _SORTS * _SORTS)
        self._begun_known: dict[int, int] = {}
        self._known: dict[int, int] = {}
        self._commons_numbers = {one: number for number, one in enumerate(self._commons)}
        self._commons_at = [self._put_by([len(one), *one]) for one in self._commons]

    def _put_by(self, ones: list[int]) -> int:
        """Keep the numbers; says where they stand."""
        place = self._pool_used
        if place + len(ones) > len(self._pool):
            self._pool = self._with_room(self._pool, place + len(ones))
        for at in range(len(ones)):
            self._pool[place + at] = ones[at]
        self._pool_used = place + len(ones)
        return place

    def _mark_common(self, common: int) -> None:
        """From now on the common parts count as seen, and nothing else does."""
        self._stamp += 1
        place = self._commons_at[common]
        for at in range(place + 1, place + 1 + self._pool[place]):
            self._seen[self._pool[at]] = self._stamp

    def _step(
        self, parts: array[int], first: int, last: int, before: int, kind: int, behind: int, count: int, ended: int
    ) -> tuple[int, int]:
        """Put down what follows a sign of this kind behind the parts, and the patterns that end before it."""
        for at in range(first, last):
            part = parts[at]
            row = self._row[part]
            if row >= 0:
                if self._is_in[row + kind]:
                    following = self._behind[part]
                    if self._seen[following] != self._stamp:
                        self._seen[following] = self._stamp
                        self._found[count] = following
                        count += 1
                continue
            place = self._ways_at[(part * _SORTS + before) * _SORTS + behind]
            if place == 0:
                place = self._ways_worked_out(part, before, behind)
            signs = place + 2 + 2 * self._pool[place]
            for way_at in range(place + 2, signs, 2):
                if self._is_in[self._pool[way_at] + kind]:
                    following = self._pool[way_at + 1]
                    if self._seen[following] != self._stamp:
                        self._seen[following] = self._stamp
                        self._found[count] = following
                        count += 1
            for way_at in range(signs, signs + self._pool[place + 1]):
                way = self._pool[way_at]
                if self._seen_ends[way] != self._stamp:
                    self._seen_ends[way] = self._stamp
                    self._ended[ended] = way
                    ended += 1
        return count, ended

    def _from_common(self, common: int, before: int, kind: int, behind: int) -> int:
        """Where it stands what follows a sign behind common parts.

        There stand the number of the common parts behind it, how many items there are beside those, how many patterns
        end, and then they.
        """
        key = (common * _SORTS + before) * self._width + kind
        place = self._known.get(key, 0)
        if place == 0:
            number = self._begun(before, kind, behind)
            self._mark_common(number)
            place = self._commons_at[common]
            parts = self._pool  # it may be another one when it grew meanwhile; what stands in it stays
            count, ended = self._step(parts, place + 1, place + 1 + parts[place], before, kind, behind, 0, 0)
            # Of what stands at every place only the patterns that end there are wanted: the rest is common.
            place = self._commons_at[0]
            _, ended = self._step(parts, place + 1, place + 1 + parts[place], before, kind, behind, count, ended)
            items = [self._found[at] for at in range(count)]
            place = self._put_by([number, count, ended, *items, *[self._ended[at] for at in range(ended)]])
            self._known[key] = place
        return place

    def _begun(self, before: int, kind: int, behind: int) -> int:
        """The number of the parts that stand behind a sign wherever it stands."""
        number = self._begun_known.get(before * self._width + kind, -1)
        if number < 0:
            self._stamp += 1
            place = self._commons_at[0]
            count, _ = self._step(self._pool, place + 1, place + 1 + self._pool[place], before, kind, behind, 0, 0)
            everywhere = tuple(sorted([self._found[at] for at in range(count)]))
            number = self._commons_numbers.setdefault(everywhere, len(self._commons))
            if number == len(self._commons):
                self._commons.append(everywhere)
                self._commons_at.append(self._put_by([count, *everywhere]))
            self._begun_known[before * self._width + kind] = number
        return number

    def _ways_worked_out(self, first: int, before: int, behind: int) -> int:
        """Where in `_ways` stands what can come next from a part: how many signs, how many patterns' ends, and they."""
        place, count, ended = self._pool_used, 0, 0
        most = 2 + 2 * len(self._row) + len(self._numbered)
        if place + most > len(self._pool):
            self._pool = self._with_room(self._pool, len(self._pool) + most)
        self._turn += 1
        self._passed[first] = self._turn
        self._waiting[0] = first
        waiting = 1
        while waiting:
            waiting -= 1
            at = self._waiting[waiting]
            row, follows = self._row[at], self._behind[at]
            if row >= 0:  # signs are put down from the left, patterns that end from the right, and these moved then
                self._pool[place + 2 + 2 * count], self._pool[place + 3 + 2 * count] = row, follows
                count += 1
            elif row == _MET:
                ended += 1
                self._pool[len(self._pool) - ended] = follows
            elif row == _FORK:
                for way_at in range(follows + 1, follows + 1 + self._forks[follows]):
                    waiting = self._wait(self._forks[way_at], waiting)
            elif _holds(row, before, behind):
                waiting = self._wait(follows, waiting)
        for at in range(ended):
            self._pool[place + 2 + 2 * count + at] = self._pool[len(self._pool) - 1 - at]
        self._pool[place], self._pool[place + 1] = count, ended
        self._pool_used = place + 2 + 2 * count + ended
        self._ways_at[(first * _SORTS + before) * _SORTS + behind] = place
        return place

    def _wait(self, part: int, waiting: int) -> int:
        """Put down a part that is to be followed, unless it was before; how many wait now."""
        if self._passed[part] == self._turn:
            return waiting
        self._passed[part] = self._turn
        self._waiting[waiting] = part
        return waiting + 1

    def _put_in_order(self, ones: array[int], count: int) -> None:
        """Sort the first ones; they are few."""
        gap = count >> 1
        while gap > 0:
            for at in range(gap, count):
                one, to = ones[at], at
                while to >= gap and ones[to - gap] > one:
                    ones[to] = ones[to - gap]
                    to -= gap
                ones[to] = one
            gap = (gap * 5 - 1) // 11 if gap > 2 else gap >> 1
        return

    def _empty(self, room: int) -> array[int]:
        return array("i", [0]) * room

    def _with_room(self, held: array[int], more: int) -> array[int]:
        return array("i", bytes(held)) + self._empty(more)


def _holds(border: int, before: int, behind: int) -> bool:
    if border in (_LINE_START, _ANY_LINE_START):
        return before == _NOTHING or (border == _ANY_LINE_START and before == _LINE)
    if border in (_END, _ANY_LINE_END):
        return behind == _NOTHING or (border == _ANY_LINE_END and behind == _LINE)
    return ((before == _WORD) != (behind == _WORD)) == (border == _EDGE)
