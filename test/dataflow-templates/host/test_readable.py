"""Copies of drops with another footer, and what DuckDB reads in them."""

import os
from pathlib import Path

import duckdb
import pytest
from test_vectors import LIMITS
from thrift_tree import footer_of

from host.child.check_footer import check_footer
from host.child.readable import make_readable
from host.child.refused import Refused
from host.child.tail import read_tail
from host.footer.copy_file import copy_file
from host.footer.rewrite import ColumnNote
from host.footer.trust import trust_file

FOOTERS = Path(__file__).parent.parent.parent / "fixtures" / "footers"
INT96 = (FOOTERS / "int96-plain.parquet").read_bytes()
NOTES = [ColumnNote(("i96",), "int96"), ColumnNote(("in_list", "list", "element"), "int96")]
MOST = 1_000_000
HUNDRED_GB = 100_000_000_000


def rows(sql: str) -> list[tuple[object, ...]]:
    return duckdb.connect(config={"enable_external_file_cache": False}).execute(sql).fetchall()


def types(path: Path) -> list[object]:
    return [row[1] for row in rows(f"DESCRIBE FROM '{path}'")]


def test_bare_after_not_bare_tells_all_that_was_changed_since_the_first_footer(tmp_path: Path) -> None:
    path = tmp_path / "twice.parquet"
    path.write_bytes(INT96)
    assert trust_file(path, bare=False, footer_bytes=MOST) == NOTES
    once = path.read_bytes()
    assert trust_file(path, bare=True, footer_bytes=MOST) == NOTES
    assert trust_file(path, bare=False, footer_bytes=MOST) == NOTES
    assert path.read_bytes() == once


def test_another_name_of_the_file_keeps_its_bytes(tmp_path: Path) -> None:
    original, path = tmp_path / "original.parquet", tmp_path / "linked.parquet"
    original.write_bytes(INT96)
    path.hardlink_to(original)
    trust_file(path, bare=False, footer_bytes=MOST)
    assert original.read_bytes() == INT96
    assert path.read_bytes() != INT96
    assert not path.with_name("linked.parquet.own").exists()


def test_a_footer_kept_from_an_earlier_file_of_the_same_name_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    path = tmp_path / "again.parquet"
    path.write_bytes(INT96)
    trust_file(path, bare=False, footer_bytes=MOST)
    rows(f"COPY (SELECT 7::BIGINT AS v) TO '{path}' (FORMAT parquet)")
    assert trust_file(path, bare=True, footer_bytes=MOST) == []
    assert rows(f"FROM '{path}'") == [(7,)]


def test_what_is_no_footer_is_refused_and_the_file_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "broken.parquet"
    broken = bytearray(INT96)
    broken[-9] = 0x0F  # where the footer's last byte, the end of a struct, stood
    path.write_bytes(broken)
    with pytest.raises(Refused, match="CORRUPT"):
        trust_file(path, bare=False, footer_bytes=MOST)
    assert path.read_bytes() == broken


@pytest.mark.parametrize("kind", ["dictionary", "plain"])
def test_int96_is_read_as_its_bytes_to_the_nanosecond(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "int96.parquet"
    path.write_bytes((FOOTERS / f"int96-{kind}.parquet").read_bytes())
    assert trust_file(path, bare=False, footer_bytes=MOST) == NOTES
    assert types(path) == ["BLOB", "BLOB[]"]
    stored, in_list = rows(f"SELECT i96, in_list[1] FROM '{path}'")[0]
    assert stored == in_list
    assert isinstance(stored, bytes)
    days = int.from_bytes(stored[8:], "little") - 2_440_588
    assert days * 86_400 * 10**9 + int.from_bytes(stored[:8], "little") == 1_700_000_000_123_456_789


def test_every_fixture_reads_bare_too(tmp_path: Path) -> None:
    for fixture in FOOTERS.glob("*.parquet"):
        path = tmp_path / fixture.name
        path.write_bytes(fixture.read_bytes())
        trust_file(path, bare=True, footer_bytes=MOST)
        assert "VARCHAR" not in types(path)
        assert rows(f"SELECT count(*) FROM '{path}'") == rows(f"SELECT count(*) FROM '{fixture}'")


def spread(path: Path, data: bytes, size: int) -> None:
    """The file as a worker has it: pages where they were, the tail at the end of its full size, else nothing."""
    tail = len(footer_of(data)) + 8
    with path.open("wb") as file:
        file.write(data[:-tail])
        file.seek(size - tail)
        file.write(data[-tail:])


def test_of_a_file_of_100_gb_only_what_is_in_place_is_copied(tmp_path: Path) -> None:
    path, copy = tmp_path / "drop.parquet", tmp_path / "copy.parquet"
    spread(path, INT96, HUNDRED_GB)
    with path.open("r+b") as file:
        file.seek(HUNDRED_GB // 2 + 1)
        file.write(b"between")
    copy_file(path, copy)
    stat = copy.stat()
    assert (stat.st_size, stat.st_mode & 0o777) == (HUNDRED_GB, 0o600)
    assert stat.st_blocks * 512 < 1_000_000
    with path.open("rb") as one, copy.open("rb") as other:
        for start in (0, HUNDRED_GB // 2 - 4096, HUNDRED_GB - 8192):
            ours = os.pread(other.fileno(), 8192, start)
            assert ours == os.pread(one.fileno(), 8192, start)
            assert ours.strip(b"\0") != b""


@pytest.mark.parametrize("size", [0, 1, 4096, 100_000])
def test_a_file_without_holes_and_one_that_is_nothing_else_are_copied_too(tmp_path: Path, size: int) -> None:
    full, hole, copy = tmp_path / "full", tmp_path / "hole", tmp_path / "copy"
    full.write_bytes(os.urandom(size))
    hole.touch()
    os.truncate(hole, size)
    for path in (full, hole):
        copy_file(path, copy)
        assert copy.read_bytes() == path.read_bytes()


def test_a_drop_of_100_gb_is_made_readable(tmp_path: Path) -> None:
    spread(tmp_path / "drop.parquet", INT96, HUNDRED_GB)
    footer, size = read_tail(tmp_path / "drop.parquet", MOST)
    assert size == HUNDRED_GB
    schema = check_footer(footer, size, LIMITS)
    readable = make_readable(str(tmp_path), "drop.parquet", schema, bare=False, footer_bytes=MOST)
    assert readable == ("lossless.parquet", {"i96": "INT96"})
    (tmp_path / "small.parquet").write_bytes(INT96)
    trust_file(tmp_path / "small.parquet", bare=False, footer_bytes=MOST)
    assert rows(f"FROM '{tmp_path / readable.input}'") == rows(f"FROM '{tmp_path / 'small.parquet'}'")
