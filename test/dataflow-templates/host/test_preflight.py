"""A drop looked at without decoding it."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
from test_match import PLAN, policies
from test_readable import HUNDRED_GB, spread
from test_vectors import LIMITS

from host.child.check_footer import check_footer
from host.child.preflight import cut_units, preflight
from host.child.refused import Refused
from host.child.sandbox import make_instance, open_sandbox
from host.child.tail import read_tail
from host.shapes import Box, Preflight, PreflightRequest

COLUMNS = "i AS n, 'x' || i AS s, [i, i + 1] AS l, {'a': i, 'b': [{'c': 'y'}]} AS o, i::DECIMAL(9,2) AS d"
LOCKED = ["SET allowed_directories = [{box}]", "SET enable_external_access = false", "SET lock_configuration = true"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.parquet"
    options = "FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION zstd"
    duckdb.connect().execute(f"COPY (SELECT {COLUMNS} FROM range(5000) t(i)) TO '{path}' ({options})")
    return path


def test_a_footer_is_read_as_duckdb_reads_it(made: Path) -> None:
    footer, size = read_tail(made, None)
    rows, schema, groups, encrypted = check_footer(footer, size, LIMITS)
    assert (rows, [group.rows for group in groups], encrypted) == (5000, [2048, 2048, 904], False)
    names = ["n", "s", "l", "list", "element", "o", "a", "b", "list", "element", "c", "d"]
    assert [element.name for element in schema[1:]] == names
    assert groups[0].values == [2048, 2048, 4096, 2048, 2048, 2048]
    assert groups[0].codecs == [6]


@pytest.mark.parametrize(
    ("limit", "most", "code"),
    [
        ("leafColumns", 5, "TOO_COMPLEX"),
        ("depth", 2, "TOO_COMPLEX"),
        ("rowGroups", 2, "TOO_COMPLEX"),
        ("rowGroupBytes", 1000, "TOO_LARGE"),
        ("expansion", 0, "TOO_LARGE"),
    ],
)
def test_limits_are_kept(made: Path, limit: str, most: int, code: str) -> None:
    footer, size = read_tail(made, None)
    limits: Any = {**LIMITS, limit: most}
    with pytest.raises(Refused, match=code):
        check_footer(footer, size, limits)


@pytest.mark.parametrize(
    ("groups", "most", "units"),
    [
        ([4, 4, 4], 12, [(None, 12)]),
        ([4, 4, 4], 8, [([0, 7], 8), ([8, 11], 4)]),
        ([9, 1, 9], 5, [([0, 8], 9), ([9, 9], 1), ([10, 18], 9)]),
        ([9], 5, [(None, 9)]),
        ([], 5, [(None, 0)]),
    ],
)
def test_units_are_whole_row_groups(groups: list[int], most: int, units: list[tuple[object, int]]) -> None:
    found = cut_units(groups, most)
    assert [(unit["rows"], unit["count"]) for unit in found] == units
    assert [unit["index"] for unit in found] == list(range(len(units)))


def ask(folder: Path, *, pass_through: bool) -> Preflight:
    columns = [{**column, "conversions": [], "output": f'"{column["name"]}"'} for column in PLAN[:2]]
    plan: Any = {  # no more of it is read
        "limits": {**LIMITS, "unitRows": 2048},
        "session": LOCKED,
        "policies": {**policies("evolve"), "passThrough": pass_through},
        "columns": columns,
    }
    box: Box = {"folder": str(folder), "input": "drop.parquet", "memoryMb": 100}
    sandbox = open_sandbox(make_instance(), box, LOCKED)
    try:
        request: PreflightRequest = {"kind": "preflight", "box": box, "plan": "", "replay": False, "bare": False}
        return preflight(sandbox, f"plan of {folder}", plan, request)
    finally:
        sandbox.close()


@pytest.fixture
def drop(tmp_path: Path) -> bytes:
    path = tmp_path / "small.parquet"
    query = "SELECT i::BIGINT AS id, 'x' || i AS name FROM range(5000) t(i)"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
    return path.read_bytes()


@pytest.mark.parametrize("pass_through", [True, False])
def test_a_drop_of_100_gb_of_which_only_head_and_tail_are_there(
    tmp_path: Path, drop: bytes, pass_through: bool
) -> None:
    path = tmp_path / "drop.parquet"
    path.write_bytes(drop)
    small = ask(tmp_path, pass_through=pass_through)
    assert (small["rows"], len(small["units"]), small["sameEncoding"]) == (5000, 3, pass_through)
    spread(path, drop, HUNDRED_GB)
    with path.open("r+b") as file:
        file.seek(4)
        file.write(bytes(100_000))
    assert path.stat().st_size == HUNDRED_GB
    assert ask(tmp_path, pass_through=pass_through) == small
