"""A unit of a big drop, read over its own bytes alone, gives what the whole file gives; or is not read so."""

import os
import random
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import duckdb
import pytest
from test_vectors import LIMITS
from thrift_tree import Struct, edited, footer_of, groups_of, metas_of

from host.child.check_footer import check_footer
from host.child.preflight import cut_units
from host.child.refused import Refused
from host.footer.pages import pages_stay_inside
from host.footer.ranges import UnitRange, unit_ranges
from host.footer.thrift_reader import BINARY, I32, I64
from host.shapes import Unit

UNIT_ROWS = 4096
ROWS = """SELECT i::BIGINT AS id, 'name' || (i % 50) AS s, (i * 7919) % 10007 / 7 AS d, [i, NULL, i + 1] AS l,
  {'a': i, 'b': nullif(i % 3, 0)} AS o FROM range(9000) t(i)"""

# What a file claims of its values is not believed, as in a plan's session; nor what was read before of its name.
SETTINGS = """SET threads = 1; SET enable_external_file_cache = false;
  SET disabled_optimizers = 'statistics_propagation,compressed_materialization'"""

VALUES, SIZE, DATA, DICTIONARY = 5, 7, 9, 11


@pytest.fixture(scope="module", params=["v1", "v2"])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("ranges") / "drop.parquet"
    options = f"FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION zstd, PARQUET_VERSION {request.param}"
    duckdb.connect().execute(f"COPY ({ROWS}) TO '{path}' ({options})")
    return path.read_bytes()


def units_of(data: bytes) -> list[Unit]:
    footer = check_footer(footer_of(data), len(data), LIMITS)
    return cut_units([group.rows for group in footer.groups], UNIT_ROWS)


def ranges_of(data: bytes) -> list[UnitRange] | None:
    return unit_ranges(footer_of(data), len(data), units_of(data))


def cut(data: bytes) -> list[UnitRange]:
    ranges = ranges_of(data)
    assert ranges is not None
    return ranges


def place(path: Path, data: bytes, range_: UnitRange) -> None:
    """The file as a worker has it: head, tail and one range."""
    tail = len(footer_of(data)) + 8
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        os.truncate(file.fileno(), len(data))
        for start, end in ((0, 4), (range_.start, range_.end), (len(data) - tail, len(data))):
            file.seek(start)
            file.write(data[start:end])


DATABASE = duckdb.connect()
DATABASE.execute(SETTINGS)


def read(path: Path, unit: Unit) -> str:
    """The rows, or why there are none."""
    assert unit["rows"] is not None
    first, last = unit["rows"]
    source = f"read_parquet('{path}', file_row_number = true, hive_partitioning = false)"
    rows = f"SELECT * FROM {source} WHERE file_row_number BETWEEN {first} AND {last}"
    try:
        # As one text: two NaN are not equal, and a Python object for each value takes longer than the reading.
        found = DATABASE.execute(f"SELECT list(found)::VARCHAR FROM ({rows}) found").fetchone()
    except duckdb.Error as error:
        assert "database has been invalidated" not in str(error)
        return f"{type(error)} {error}".replace(str(path), "")
    assert found is not None
    return str(found[0])


def test_each_unit_has_its_own_bytes_and_they_are_enough(data: bytes, tmp_path: Path) -> None:
    whole, part = tmp_path / "whole.parquet", tmp_path / "part.parquet"
    whole.write_bytes(data)
    ranges, units = cut(data), units_of(data)
    assert [unit["count"] for unit in units] == [4096, 4096, 808]
    assert ranges[0].start == 4
    assert [one.start for one in ranges[1:]] == [one.end for one in ranges[:-1]]
    for unit, range_ in zip(units, ranges, strict=True):
        place(part, data, range_)
        assert pages_stay_inside(part, range_.chunks)
        assert read(part, unit) == read(whole, unit)


def test_a_range_of_another_unit_is_not_enough(data: bytes, tmp_path: Path) -> None:
    """What the tests here stand on: a byte that is missing is seen."""
    part = tmp_path / "part.parquet"
    first, second, _ = cut(data)
    place(part, data, first)
    assert not pages_stay_inside(part, second.chunks)
    assert "9999" not in read(part, units_of(data)[1])


def test_a_file_of_one_unit_is_not_cut(data: bytes) -> None:
    whole: list[Unit] = [{"index": 0, "rows": None, "count": 9000}]
    assert unit_ranges(footer_of(data), len(data), whole) is None


def test_groups_without_rows_need_no_bytes(data: bytes, tmp_path: Path) -> None:
    def edit(footer: Struct) -> None:
        empty = deepcopy(groups_of(footer)[0])
        empty.put(3, I64, 0)
        for meta in metas_of(empty):
            for field, value in ((VALUES, 0), (SIZE, 2**40), (DATA, -7), (DICTIONARY, 2**40)):
                meta.put(field, I64, value)
        for at in (5, 4, 2, 2, 0):
            groups_of(footer).insert(at, deepcopy(empty))

    part = tmp_path / "part.parquet"
    other = edited(data, edit)
    assert [(one.start, one.end) for one in cut(other)] == [(one.start, one.end) for one in cut(data)]
    whole = tmp_path / "whole.parquet"
    whole.write_bytes(data)
    for unit, range_ in zip(units_of(other), cut(other), strict=True):
        place(part, other, range_)
        assert read(part, unit) == read(whole, unit)


def with_meta(group: int, column: int, **fields: int) -> Callable[[Struct], None]:
    numbers = {"values": VALUES, "size": SIZE, "data": DATA, "dictionary": DICTIONARY}

    def edit(footer: Struct) -> None:
        meta = metas_of(groups_of(footer)[group])[column]
        for name, value in fields.items():
            meta.put(numbers[name], I64, value)

    return edit


def swap_groups(footer: Struct) -> None:
    groups = groups_of(footer)
    groups[0], groups[2] = groups[2], groups[0]


def chunk_elsewhere(footer: Struct) -> None:
    groups_of(footer)[1][1].values[0].put(1, BINARY, b"other.parquet")


def without_place(footer: Struct) -> None:
    metas_of(groups_of(footer)[1])[0].drop(DATA)


def without_size(footer: Struct) -> None:
    metas_of(groups_of(footer)[1])[0].drop(SIZE)


def place_of_another_type(footer: Struct) -> None:
    metas_of(groups_of(footer)[1])[0].put(DATA, I32, 4)


@pytest.mark.parametrize(
    "edit",
    [
        with_meta(2, 0, data=4, dictionary=0),  # in the first unit's bytes
        with_meta(0, 1, data=2**40, dictionary=2**40),
        with_meta(4, 1, dictionary=2**62),
        with_meta(0, 0, data=3, dictionary=3),
        with_meta(0, 0, data=0, dictionary=-1),
        with_meta(0, 0, size=10**9),  # into the next unit's bytes
        with_meta(4, 0, size=10**9),  # into the footer
        with_meta(4, 0, size=-1),
        with_meta(1, 0, size=2**63 - 1),
        swap_groups,
        chunk_elsewhere,
        without_place,
        without_size,
        place_of_another_type,
    ],
)
def test_is_not_cut(data: bytes, edit: Callable[[Struct], None]) -> None:
    other = edited(data, edit)
    units = units_of(data)
    assert unit_ranges(footer_of(other), len(other), units) is None


def test_a_footer_that_is_none_is_not_cut(data: bytes) -> None:
    footer = footer_of(data)
    assert unit_ranges(footer[:-40], len(data), units_of(data)) is None


def test_units_of_another_file_cut_nothing(data: bytes) -> None:
    footer, units = footer_of(data), units_of(data)
    assert unit_ranges(footer, len(data), units[:2]) is None
    assert unit_ranges(footer, len(data), units[1:]) is None
    more: Unit = {"index": 3, "rows": (9000, 9001), "count": 2}
    assert unit_ranges(footer, len(data), [*units, more]) is None
    half: Unit = {"index": 0, "rows": (0, 2999), "count": 3000}
    assert unit_ranges(footer, len(data), [half, *units[1:]]) is None


def test_a_length_too_short_is_found_by_the_pages(data: bytes, tmp_path: Path) -> None:
    """DuckDB does not mind: it reads pages until it has all values."""
    size = metas_of(groups_of(_tree(data))[3])[-1][SIZE]
    other = edited(data, with_meta(3, -1, size=size - 1))
    part = tmp_path / "part.parquet"
    for unit, range_ in zip(units_of(other), cut(other), strict=True):
        place(part, other, range_)
        assert pages_stay_inside(part, range_.chunks) == (unit["index"] != 1)


def _tree(data: bytes) -> Struct:
    found: list[Struct] = []
    edited(data, found.append)
    return found[0]


def hostile(data: bytes, numbers: random.Random) -> bytes:
    """Another place, length or number of values for a few chunks, or flipped bits in pages and footer."""
    if numbers.random() < 0.4:
        flipped = bytearray(data)
        for _ in range(numbers.randint(1, 4)):
            flipped[numbers.randrange(4, len(data) - 8)] ^= 1 << numbers.randrange(8)
        return bytes(flipped)

    def edit(footer: Struct) -> None:
        metas = [meta for group in groups_of(footer) for meta in metas_of(group)]
        places = [0, 3, 4, 2**40, *(meta[DATA] for meta in metas)]
        for _ in range(numbers.randint(1, 3)):
            meta = numbers.choice(metas)
            field = numbers.choice((SIZE, SIZE, DATA, DICTIONARY, VALUES))
            now = meta.values.get(field, meta[DATA])
            meta.put(field, I64, numbers.choice((now - 1, now + 1, now // 2, 2 * now, numbers.choice(places))))

    return edited(data, edit)


def test_no_hostile_file_gives_another_verdict_by_range(data: bytes, tmp_path: Path) -> None:
    outcomes = Counter(
        outcome for seed in range(3, 19) for outcome in outcomes_of(hostile(data, random.Random(seed)), tmp_path, seed)
    )
    assert set(outcomes) == {"refused", "not cut", "leaves its chunks", "read", "fails"}


def outcomes_of(data: bytes, folder: Path, seed: int) -> list[str]:
    try:
        units, ranges = units_of(data), ranges_of(data)
    except (Refused, IndexError):
        return ["refused"]
    if ranges is None:
        return ["not cut"]
    whole, part = folder / f"whole-{seed}.parquet", folder / "part.parquet"
    whole.write_bytes(data)
    outcomes: list[str] = []
    for unit, range_ in zip(units, ranges, strict=True):
        place(part, data, range_)
        if not pages_stay_inside(part, range_.chunks):
            outcomes.append("leaves its chunks")
            continue
        found = read(whole, unit)
        assert read(part, unit) == found, seed
        outcomes.append("read" if found.startswith("[") else "fails")
    return outcomes


def test_a_page_header_too_long_for_a_first_look_is_read(tmp_path: Path) -> None:
    """Statistics with long texts stand in the header."""
    path = tmp_path / "long.parquet"
    long = "x" * 5000
    query = f"SELECT i AS id, '{long}' || i AS s FROM range(4096) t(i)"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    data = path.read_bytes()
    (first, *_) = cut_of(data, 2048)
    assert pages_stay_inside(path, first.chunks)


def cut_of(data: bytes, rows: int) -> list[UnitRange]:
    footer = check_footer(footer_of(data), len(data), LIMITS)
    units = cut_units([group.rows for group in footer.groups], rows)
    return unit_ranges(footer_of(data), len(data), units) or []
