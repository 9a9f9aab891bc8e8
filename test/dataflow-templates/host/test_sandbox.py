"""What a locked instance gives and what it refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from host.child.sandbox import Sandbox, make_instance, open_sandbox

PLAN: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent.parent / "plan" / "goldens" / "flights.plan.json").read_text()
)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Sandbox]:
    folder = tmp_path / "box"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    opened = open_box(folder, PLAN["session"])
    yield opened
    opened.close()


def open_box(folder: Path, session: list[str]) -> Sandbox:
    return open_sandbox(make_instance(), {"folder": str(folder), "input": "drop.parquet", "memoryMb": 256}, session)


@pytest.mark.parametrize(
    "statement",
    [
        "FROM read_text('OUT/secret.txt')",
        "FROM read_text('BOX/../secret.txt')",
        "FROM read_text('BOX/link.txt')",
        "FROM read_text('/proc/self/environ')",
        "FROM glob('/etc/*')",
        "COPY (SELECT 1) TO 'OUT/out.parquet'",
        "ATTACH 'OUT/other.db'",
        "INSTALL httpfs",
        "FROM read_parquet('https://example.com/x.parquet')",
        "SET threads = 8",
        "SET python_enable_replacements = true",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET memory_limit",
    ],
)
def test_a_box_has_no_way_out(box: Sandbox, statement: str) -> None:
    folder = Path(box.folder)
    with pytest.raises(duckdb.Error, match=r"Permission Error|has been locked|disabled|Cannot change"):
        box.db.run(statement.replace("OUT", str(folder.parent)).replace("BOX", str(folder)))


def test_a_variable_of_this_program_is_no_table(box: Sandbox) -> None:
    failed = {"i": [1, 2]}
    with pytest.raises(duckdb.CatalogException, match="failed does not exist"):
        box.db.rows("SELECT * FROM failed")
    assert failed


def test_a_session_that_does_not_lock_is_not_used(tmp_path: Path) -> None:
    session = [text for text in PLAN["session"] if "lock_configuration" not in text]
    with pytest.raises(ValueError, match="does not lock"):
        open_box(tmp_path, session)


def test_values_are_those_of_json(box: Sandbox) -> None:
    sql = """SELECT 9007199254740993 AS b, 170141183460469231731687303715884105727::HUGEINT AS h,
        18446744073709551615::UBIGINT AS u, 42 AS i, 7::UTINYINT AS t, 1.50::DECIMAL(10,2) AS d,
        0::DECIMAL(38,20) AS z, -0.5::DECIMAL(3,2) AS m, 0.1::DOUBLE AS f, 1.5::FLOAT AS s, 'nan'::DOUBLE AS n,
        '-inf'::DOUBLE AS l, true AS y, 'é' || chr(0) || '😀' AS x, NULL AS o, [1::BIGINT, NULL] AS a, sum(1) AS c"""
    assert box.db.row(sql) == {
        "b": "9007199254740993",
        "h": "170141183460469231731687303715884105727",
        "u": "18446744073709551615",
        "i": 42,
        "t": 7,
        "d": "1.50",
        "z": "0.00000000000000000000",
        "m": "-0.50",
        "f": 0.1,
        "s": 1.5,
        "n": "NaN",
        "l": "-Infinity",
        "y": True,
        "x": "é\0😀",
        "o": None,
        "a": ["1", None],
        "c": "1",
    }


def test_a_value_without_a_form_in_json_is_a_bug(box: Sandbox) -> None:
    with pytest.raises(TypeError, match="DATE"):
        box.db.row("SELECT DATE '2026-11-20' AS day")


def test_half_of_a_surrogate_pair_is_replaced(box: Sandbox) -> None:
    assert box.db.row("SELECT 'a\ud83db' AS text") == {"text": "a\ufffdb"}


def test_rows_written_are_counted(box: Sandbox) -> None:
    assert box.db.run("CREATE TEMP TABLE seven AS FROM range(7)") == 7
    assert box.db.run(f"COPY (FROM seven WHERE range > 2) TO '{box.folder}/four.parquet'") == 4
    assert box.db.run("CREATE TEMP VIEW good AS FROM seven") == 0
    assert box.db.run("SET VARIABLE arrival_day = DATE '2026-11-20'") == 0
