"""k-anonymity, l-diversity and the least coarse form of a table, held against an independent computation."""

import itertools
import random
from collections import defaultdict

import pytest

from dsar.statistics.release.anonymising import NoWayFound, Wanted, loss_of, losses, release
from dsar.statistics.release.coarsening import Scale, scale_of, steps
from dsar.statistics.release.tables import Part, Table, TableUnusable, standing

PARTS = {"name": Part.DIRECT, "age": Part.QUASI, "postcode": Part.QUASI, "illness": Part.SENSITIVE}


def people(seed, count=120):
    """A table of invented people."""
    chance = random.Random(seed)
    areas, illnesses = ("SW1A 1AA", "SW1A 2BB", "SW1P 3CC", "M1 4DD", "M2 5EE"), ("asthma", "flu", "none", "injury")
    rows = tuple(
        (f"P{number}", str(chance.randint(18, 79)), chance.choice(areas), chance.choice(illnesses), "yes")
        for number in range(count)
    )
    return Table(("name", "age", "postcode", "illness", "member"), rows)


def smallest_group(table, quasi):
    """k by a computation of its own: sorting and counting neighbours."""
    at = [table.columns.index(name) for name in quasi]
    keys = sorted("\0".join(row[place] for place in at) for row in table.rows)
    return min(len(list(group)) for _key, group in itertools.groupby(keys))


def least_diversity(table, quasi, sensitive):
    """l by a computation of its own."""
    held = defaultdict(list)
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        held[str([cells[name] for name in quasi])].append(cells[sensitive])
    return min(len(dict.fromkeys(values)) for values in held.values())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_released_is_as_anonymous_and_diverse_as_was_asked(seed):
    table, chance = people(seed), random.Random(seed)
    k, diversity = chance.randint(2, 8), chance.randint(1, 3)

    done = release(table, Wanted(PARTS, k=k, diversity=diversity, suppressed=0.05))

    assert smallest_group(done.table, ["age", "postcode"]) == done.after.k >= k
    found = least_diversity(done.table, ["age", "postcode"], "illness")
    assert found == done.after.diversity["illness"] >= diversity
    assert done.left_out <= 6
    assert len(done.table.rows) == 120 - done.left_out
    assert done.table.columns == ("age", "postcode", "illness", "member")


@pytest.mark.parametrize("seed", range(20))
def test_the_standing_of_a_table_is_that_of_an_independent_computation(seed):
    table = people(seed, count=40)

    told = standing(table, ["age"], ["illness"])

    assert told.k == smallest_group(table, ["age"])
    assert told.diversity == {"illness": least_diversity(table, ["age"], "illness")}


def test_no_form_that_loses_less_would_have_done():
    table = people(3)
    wanted = Wanted(PARTS, k=6, suppressed=0.0)

    done = release(table, wanted)

    ladders = [steps(Scale.NUMBER), steps(Scale.PLACE)]
    weighed = [
        losses([{row[place]: step(row[place]) for row in table.rows} for step in ladder])
        for place, ladder in zip((1, 2), ladders, strict=True)
    ]
    tried = 0
    for node in itertools.product(*(range(len(ladder)) for ladder in ladders)):
        rows = tuple((row[0], ladders[0][node[0]](row[1]), ladders[1][node[1]](row[2]), *row[3:]) for row in table.rows)
        if loss_of(node, weighed) < done.loss:
            tried += 1
            assert smallest_group(Table(table.columns, rows), ["age", "postcode"]) < 6
    assert tried


def test_nobody_who_stands_out_is_kept_where_rows_may_go():
    rows = (*(("30", "asthma"), ("31", "flu")) * 20, ("99", "rare"))
    table = Table(("age", "illness"), rows)

    done = release(table, Wanted({"age": Part.QUASI}, k=5, suppressed=0.05))

    assert done.left_out == 1
    assert done.levels == {"age": (0, 5)}
    assert ("99", "rare") not in done.table.rows
    assert (done.before.k, done.before.alone) == (1, 1)


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["34", "51", "8"], Scale.NUMBER),
        (["1984-03-17", "1990-01-01"], Scale.DATE),
        (["SW1A 1AA", "M1 4DD"], Scale.PLACE),
        (["10115", "20095"], Scale.PLACE),
        (["red", "blue"], Scale.GROUP),
        (["", ""], Scale.GROUP),
    ],
)
def test_the_scale_is_read_off_the_values(values, scale):
    assert scale_of(values) is scale


@pytest.mark.parametrize(
    ("scale", "value", "ladder"),
    [
        (Scale.NUMBER, "37", ["37", "35-39", "30-39", "0-49", "0-99", "*"]),
        (Scale.DATE, "1984-03-17", ["1984-03-17", "1984-03", "1984", "1980-1989", "*"]),
        (Scale.DATE, "17 March", ["17 March", "*", "*", "*", "*"]),
        (Scale.PLACE, "SW1A 1AA", ["SW1A 1AA", "SW1A", "SW", "*"]),
        (Scale.PLACE, "10115", ["10115", "101**", "1****", "*"]),
        (Scale.GROUP, "red", ["red", "*"]),
    ],
)
def test_a_value_is_made_coarser_step_by_step(scale, value, ladder):
    assert [step(value) for step in steps(scale)] == ladder


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        (("a", "a"), (("1", "2"),), "name of its own"),
        (("a",), (), "no rows"),
        (("a", "b"), (("1", "2"), ("3",)), "Line 3 has 1 cells"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(columns, rows, message):
    with pytest.raises(TableUnusable, match=message):
        Table(columns, rows)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Wanted({"member": Part.PLAIN}), "which columns a stranger"),
        (Wanted({"nobody": Part.QUASI}), "no column “nobody”"),
        (Wanted({"age": Part.QUASI}, k=1), "k is 2 or more"),
    ],
)
def test_what_cannot_be_wanted_is_told(wanted, message):
    with pytest.raises(TableUnusable, match=message):
        release(people(1), wanted)


def test_a_table_that_cannot_be_made_diverse_is_refused():
    table = Table(("age", "illness"), tuple((str(age), "flu") for age in range(40)))

    with pytest.raises(NoWayFound, match="too few rows"):
        release(table, Wanted({"age": Part.QUASI, "illness": Part.SENSITIVE}, k=2, diversity=2))


@pytest.mark.parametrize("scale", Scale)
def test_what_is_equal_once_stays_equal(scale):
    chance = random.Random(9)
    makers = {
        Scale.NUMBER: lambda: str(chance.randint(-200, 400)),
        Scale.DATE: lambda: f"{chance.randint(1950, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        Scale.PLACE: lambda: (
            f"{chance.choice('SM')}{chance.choice('WE')}{chance.randint(1, 3)} {chance.randint(1, 3)}AA"
        ),
        Scale.GROUP: lambda: chance.choice("abc"),
    }
    values = [makers[scale]() for _number in range(200)]

    for finer, coarser in itertools.pairwise(steps(scale)):
        became = {}
        for value in values:
            assert became.setdefault(finer(value), coarser(value)) == coarser(value)
