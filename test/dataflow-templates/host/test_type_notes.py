"""Types noted in a quarantine file, read back by a replay."""

from pathlib import Path

import duckdb
import pytest

from host.child.match import NULL_TYPE
from host.child.readable import EPOCH_MILLIS, INT96
from host.child.refused import Refused
from host.child.tail import read_tail
from host.child.type_notes import note_types, with_noted_types
from host.shapes import RawColumn

COLUMNS: list[RawColumn] = [
    {"name": 'a "b', "type": INT96},
    {"name": "é", "type": EPOCH_MILLIS},
    {"name": "n", "type": NULL_TYPE},
    {"name": "word", "type": "VARCHAR"},
]
STORED: list[RawColumn] = [
    {"name": column["name"], "type": type_}
    for column, type_ in zip(COLUMNS, ("BLOB", "BIGINT", "INTEGER", "VARCHAR"), strict=True)
]
QUERY = """SELECT 'x'::BLOB AS "a ""b", 1::BIGINT AS "é", NULL::INTEGER AS n, 'w' AS word"""


def written(folder: Path, options: str = "") -> Path:
    path = folder / "noted.parquet"
    duckdb.connect().execute(f"COPY ({QUERY}) TO '{path}' (FORMAT parquet{options})")
    return path


def footer_of(path: Path) -> bytes:
    return read_tail(path, None).footer


def rows(sql: str) -> list[tuple[object, ...]]:
    return duckdb.connect().execute(sql).fetchall()


@pytest.mark.parametrize("options", ["", ", KV_METADATA {geo_like: 'x', other: 'y'}"])
def test_notes_are_read_back_and_leave_the_file_as_it_was(tmp_path: Path, options: str) -> None:
    path = written(tmp_path, options)
    before = rows(f"FROM '{path}'")
    assert with_noted_types(STORED, footer_of(path)) == STORED
    note_types(path, COLUMNS)
    assert with_noted_types(STORED, footer_of(path)) == COLUMNS
    keys = rows(f"SELECT key, value FROM parquet_kv_metadata('{path}') ORDER BY key")
    note = '{"a \\"b":"INT96","é":"EPOCH_MILLIS","n":"\\"NULL\\""}'.encode()
    others = [(b"geo_like", b"x"), (b"other", b"y")] if options else []
    assert keys == [*others, (b"sluice:types", note)]
    assert rows(f"FROM '{path}'") == before


def test_nothing_to_note_nothing_is_written(tmp_path: Path) -> None:
    path = written(tmp_path)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    note_types(path, STORED)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    "note",
    ['{"é": "INT96", "word": "\\"NULL\\"", "n": "constructor", "gone": "INT96"}', "[1, null]", '{"é": {"a": 1}}', "7"],
)
def test_a_note_that_does_not_fit_its_column_is_passed_over(tmp_path: Path, note: str) -> None:
    path = written(tmp_path, f", KV_METADATA {{'sluice:types': '{note}'}}")
    assert with_noted_types(STORED, footer_of(path)) == STORED


@pytest.mark.parametrize("note", ["", "{", "null", "NaN", "[" * 100_000])
def test_a_note_that_is_none_refuses_the_file(tmp_path: Path, note: str) -> None:
    path = written(tmp_path, f", KV_METADATA {{'sluice:types': '{note}'}}")
    with pytest.raises(Refused, match="CORRUPT"):
        with_noted_types(STORED, footer_of(path))
