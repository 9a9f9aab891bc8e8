"""The local lake is one: what either host puts there, the other sees as the same object."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from node import Node, ask_node

from host.checksum import checksum_of_bytes, checksum_of_file
from host.store import ByteRange, ObjectMeta, ObjectNotFoundError, PreconditionFailedError
from host.store.files import FileStore
from host.store.open import open_store

WORD = "0123456789abcdef"
# Nothing, little, and more than is read as fast as its remembered checksum.
TIMES = (0, 1, 10_000)


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def store(lake: Path) -> FileStore:
    lake.mkdir()
    return FileStore(lake)


def theirs(lake: Path, *steps: Sequence[str | int]) -> list[Any]:
    return ask_node("objects.ts", str(lake), *steps)


def told(meta: ObjectMeta | None) -> dict[str, str] | None:
    return meta and {"generation": meta.generation, "bytes": meta.bytes, "crc32c": meta.crc32c}


def shown(meta: dict[str, str] | None) -> dict[str, str] | None:
    return meta and {key: meta[key] for key in ("generation", "bytes", "crc32c")}


@pytest.mark.parametrize("times", TIMES)
def test_what_we_create_they_see(store: FileStore, lake: Path, tmp_path: Path, times: int) -> None:
    content = WORD * times
    made = tmp_path / "made.parquet"
    made.write_text(content)
    metas = [
        store.create("staging/a/dt=2026-11-20/0-ab.parquet", made),
        store.create_bytes("ledger/a/reports/k/1.json", content.encode()),
    ]
    metas.append(store.copy(metas[0].name, metas[0].generation, "staging/a/dt=2026-11-20/1-cd.parquet"))
    assert not made.exists()
    found = theirs(lake, *([method, meta.name] for meta in metas for method in ("stat", "read")))
    assert [shown(each) for each in found[::2]] == [told(meta) for meta in metas]
    assert found[1::2] == [content] * 3
    assert {meta.crc32c for meta in metas} == {checksum_of_bytes(content.encode()).crc32c}
    assert len({meta.generation for meta in metas[:2]}) == len(metas[:2])
    # Ours and theirs are one memory: the sidecar of either is believed by the other.
    sidecar = lake / ".sluice" / "checksums" / metas[0].name
    assert sidecar.exists() is (times == TIMES[-1])
    assert theirs(lake, ["write", metas[0].name, "other", 1, "0"]) == [{"error": "PreconditionFailed"}]


@pytest.mark.parametrize("times", TIMES)
def test_what_they_create_we_see(store: FileStore, lake: Path, tmp_path: Path, times: int) -> None:
    content = WORD * times
    name = "raw/a/dt=2026-11-20/k.parquet"
    [written] = theirs(lake, ["write", name, WORD, times, "0"])
    assert told(store.stat(name)) == shown(written)
    assert told(store.stat(name, written["generation"])) == shown(written)
    assert store.stat(name, "1") is None
    assert store.read_bytes(name) == content.encode()
    store.fetch(name, written["generation"], tmp_path / "fetched")
    assert (tmp_path / "fetched").read_text() == content
    assert checksum_of_file(tmp_path / "fetched").crc32c == written["crc32c"]
    with pytest.raises(PreconditionFailedError):
        store.create_bytes(name, b"")
    with pytest.raises(ObjectNotFoundError):
        store.fetch(name, "1", tmp_path / "never")
    with pytest.raises(ObjectNotFoundError):
        store.copy(name, "1", "staging/a/0.parquet")


def test_a_name_that_was_overwritten_and_removed(store: FileStore, lake: Path) -> None:
    often, once = "raw/a/often.parquet", "raw/a/once.parquet"
    lives = [step for _ in range(3) for step in (["write", once, "content", 1, "*"], ["remove", once, "*"])]
    found = theirs(lake, *[["write", often, f"content {at}", 1, "*"] for at in range(5)], *lives[:-1])
    assert told(store.stat(often)) == shown(found[4])
    assert store.stat(often, found[3]["generation"]) is None
    assert told(store.stat(once)) == shown(found[-1])
    theirs(lake, ["remove", often, "*"], ["remove", once, "*"])
    for name in (often, once):
        assert store.stat(name) is None
        assert store.read_bytes(name) is None
    made = store.create_bytes(once, b"ours")
    assert shown(theirs(lake, ["stat", once])[0]) == told(made)
    assert int(made.generation) > int(found[-1]["generation"])
    with pytest.raises(RuntimeError, match="was removed"):
        store.create_bytes(often, b"ours")


def test_ranges_lie_in_a_file_of_the_whole_size(store: FileStore, lake: Path, tmp_path: Path) -> None:
    [written] = theirs(lake, ["write", "raw/a/k.parquet", WORD, 10_000, "0"])
    path, whole = tmp_path / "sparse", WORD * 10_000
    ranges = [ByteRange(0, 4), ByteRange(100_001, 100_003), ByteRange(159_990, 160_000)]
    store.fetch_ranges("raw/a/k.parquet", written["generation"], path, ranges)
    content = path.read_bytes()
    assert len(content) == len(whole)
    for start, end in ranges:
        assert content[start:end].decode() == whole[start:end]
    assert content.count(0) == len(whole) - 16


def test_of_all_who_create_one_wins(lake: Path, store: FileStore) -> None:
    create = """
import sys
from pathlib import Path
from host.store.files import FileStore
try:
    FileStore(Path(sys.argv[1])).create_bytes("raw/x", sys.argv[2].encode())
except Exception as error:
    print(type(error).__name__)
"""
    nodes = [Node(), Node()]
    for one in nodes:
        one.tell("objects.ts", str(lake), ["write", "raw/x", "node", 1, "0"])
    commands = [[sys.executable, "-c", create, str(lake), f"python {at}"] for at in range(2)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    said = [*(str(one.hear()) for one in nodes), *(str(each.communicate()[0]) for each in started)]
    for one in nodes:
        one.close()
    assert sum("PreconditionFailed" in each for each in said) == len(said) - 1
    assert [path.name for path in (lake / "raw").iterdir()] == ["x"]
    assert list((lake / ".sluice" / "new").iterdir()) == []


def test_a_name_that_a_host_never_meets_is_refused(store: FileStore) -> None:
    for name in ("raw/../x", "/etc/passwd", ".sluice/x", "raw/x~2", "raw/a b", ""):
        with pytest.raises(ValueError, match="no name that a host reads or writes"):
            store.stat(name)


def test_a_folder_is_a_local_lake(lake: Path, store: FileStore) -> None:
    store.create_bytes("raw/x", b"x")
    assert open_store(str(lake)).read_bytes("raw/x") == b"x"
    assert os.listdir(lake / "raw") == ["x"]
