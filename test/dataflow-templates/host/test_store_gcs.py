"""Cloud Storage by its real client, over a small server that speaks its JSON API and can fail as it does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fake_gcs import FakeGcs, Fault, serve_gcs
from google.cloud import storage

from host.checksum import checksum_of_bytes
from host.store import (
    ByteRange,
    DeniedError,
    ObjectMeta,
    ObjectNotFoundError,
    PreconditionFailedError,
    UnavailableError,
    gcs,
)
from host.store.gcs import GcsStore
from host.store.gcs_client import Client
from host.store.places import Places

KEY = ("acme-raw", "a/k.parquet")
NAME = "raw/a/k.parquet"
CONTENT = bytes(range(256)) * 4000


@pytest.fixture
def fake() -> Iterator[FakeGcs]:
    with serve_gcs("acme-raw", "acme-staging", "acme-ledger") as served:
        yield served


@pytest.fixture
def store(fake: FakeGcs, monkeypatch: pytest.MonkeyPatch) -> GcsStore:
    # A second between two tries is for real services.
    monkeypatch.setattr("google.api_core.retry.retry_unary.time.sleep", lambda _: None)
    options = {"api_endpoint": fake.url}
    client = storage.Client(project=None, client_options=options, use_auth_w_custom_endpoint=False)
    return GcsStore(Places("gs://acme-{zone}"), cast("Client", client))


def write(fake: FakeGcs, content: bytes = CONTENT) -> str:
    return str(fake.put(KEY, content, {}, "0").generation)


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "made.parquet"
    path.write_bytes(content)
    return path


def test_zones_are_buckets_or_folders() -> None:
    assert Places("gs://acme-{zone}").locate("staging/a/x") == ("acme-staging", "a/x")
    assert Places("gs://acme/lake/{zone}/").locate("staging/a/x") == ("acme", "lake/staging/a/x")
    assert Places("gs://acme").locate("staging/a/x") == ("acme", "staging/a/x")
    with pytest.raises(ValueError, match="no place in Cloud Storage"):
        Places("gs://")


def test_stat_tells_the_present_or_a_wanted_generation(fake: FakeGcs, store: GcsStore) -> None:
    assert store.stat(NAME) is None
    generation = write(fake)
    meta = ObjectMeta(NAME, generation, str(len(CONTENT)), checksum_of_bytes(CONTENT).crc32c)
    assert [store.stat(NAME), store.stat(NAME, generation), store.stat(NAME, "1")] == [meta, meta, None]


def test_a_fetched_object_is_whole(fake: FakeGcs, store: GcsStore, tmp_path: Path) -> None:
    generation = write(fake)
    store.fetch(NAME, generation, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert all("generation=" in line for line in fake.log)
    with pytest.raises(ObjectNotFoundError):
        store.fetch(NAME, "1", tmp_path / "y")


def test_a_download_that_breaks_off_is_continued_and_compared(fake: FakeGcs, store: GcsStore, tmp_path: Path) -> None:
    generation = write(fake)
    fake.faults = [Fault("download", 206, cut=500_000), Fault("download", 503)]
    store.fetch(NAME, generation, tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert sum("download" in line for line in fake.log) == 3


def test_bytes_that_changed_on_the_way_are_not_taken(
    fake: FakeGcs, store: GcsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = write(fake)
    real = gcs.CountedFile.write
    monkeypatch.setattr(gcs.CountedFile, "write", lambda self, block: real(self, block.replace(b"\x01", b"\x02")))
    with pytest.raises(UnavailableError, match="they are"):
        store.fetch(NAME, generation, tmp_path / "x")


def test_ranges_lie_in_a_file_of_the_whole_size(fake: FakeGcs, store: GcsStore, tmp_path: Path) -> None:
    generation = write(fake)
    ranges = [ByteRange(0, 4), ByteRange(300_000, 900_000), ByteRange(len(CONTENT) - 8, len(CONTENT))]
    fake.faults = [Fault("download", 206, cut=2)]
    store.fetch_ranges(NAME, generation, tmp_path / "x", ranges)
    content = (tmp_path / "x").read_bytes()
    assert len(content) == len(CONTENT)
    assert [content[start:end] for start, end in ranges] == [CONTENT[start:end] for start, end in ranges]
    assert content[4:300_000].strip(b"\0") == b""
    with pytest.raises(ObjectNotFoundError):
        store.fetch_ranges(NAME, "1", tmp_path / "y", ranges)
    with pytest.raises(UnavailableError, match="were asked for"):
        store.fetch_ranges(NAME, generation, tmp_path / "z", [ByteRange(0, len(CONTENT) + 1)])


def test_small_values_are_read_and_created(fake: FakeGcs, store: GcsStore) -> None:
    assert store.read_bytes("ledger/a/x.json") is None
    meta = store.create_bytes("ledger/a/x.json", b'{"a":1}')
    assert store.stat("ledger/a/x.json") == meta
    assert store.read_bytes("ledger/a/x.json") == b'{"a":1}'
    with pytest.raises(PreconditionFailedError):
        store.create_bytes("ledger/a/x.json", b'{"a":1}')


@pytest.mark.parametrize("size", [0, 1000, 20 * 1024 * 1024])
def test_files_are_created_once(
    fake: FakeGcs, store: GcsStore, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gcs, "_CHUNK", 8 * 1024 * 1024)
    content = CONTENT * (size // len(CONTENT)) + CONTENT[: size % len(CONTENT)]
    path = file_of(tmp_path, content)
    meta = store.create("staging/a/0.parquet", path)
    assert fake.objects["acme-staging", "a/0.parquet"].content == content
    assert meta == store.stat("staging/a/0.parquet")
    assert [meta.bytes, meta.crc32c] == [str(size), checksum_of_bytes(content).crc32c]
    with pytest.raises(PreconditionFailedError):
        store.create("staging/a/0.parquet", path)


@pytest.mark.parametrize(("size", "method"), [(1000, "POST"), (20 * 1024 * 1024, "PUT")])
def test_an_answer_that_got_lost_is_found_again(
    fake: FakeGcs, store: GcsStore, tmp_path: Path, size: int, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gcs, "_CHUNK", 32 * 1024 * 1024)
    content = (CONTENT * 21)[:size]
    fake.faults = [Fault(f"{method} /upload", 0)]
    meta = store.create("staging/a/0.parquet", file_of(tmp_path, content))
    assert meta == store.stat("staging/a/0.parquet")
    assert sum(line.startswith(f"{method} /upload") for line in fake.log) == 2


def test_what_another_created_at_the_same_time_is_not_ours(fake: FakeGcs, store: GcsStore, tmp_path: Path) -> None:
    path = file_of(tmp_path, b"the same bytes")
    fake.put(("acme-staging", "a/0.parquet"), b"the same bytes", {"metadata": {"sluice-call": "other"}}, "0")
    with pytest.raises(PreconditionFailedError):
        store.create("staging/a/0.parquet", path)


def test_a_service_that_stays_away_is_told_so(
    fake: FakeGcs, store: GcsStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RETRY", "MEDIA_RETRY"):
        monkeypatch.setattr(gcs, name, getattr(gcs, name).with_timeout(0.2))
    fake.faults = [Fault("", 503) for _ in range(10_000)]
    with pytest.raises(UnavailableError):
        store.stat(NAME)
    with pytest.raises(UnavailableError):
        store.create("staging/a/0.parquet", file_of(tmp_path, b"x"))
    monkeypatch.undo()  # a connection that was cut may cost the next call a second try
    fake.faults = [Fault("", 403)]
    with pytest.raises(DeniedError):
        store.stat(NAME)


def test_a_large_copy_takes_many_calls(fake: FakeGcs, store: GcsStore) -> None:
    generation = write(fake)
    fake.rewrites = 300_000
    fake.faults = [Fault("rewriteTo", 503)]
    meta = store.copy(NAME, generation, "staging/a/0.parquet")
    assert meta == store.stat("staging/a/0.parquet")
    assert fake.objects["acme-staging", "a/0.parquet"].content == CONTENT
    assert sum("rewriteTo" in line for line in fake.log) == 5
    with pytest.raises(PreconditionFailedError):
        store.copy(NAME, generation, "staging/a/0.parquet")
    with pytest.raises(ObjectNotFoundError):
        store.copy(NAME, "1", "staging/a/1.parquet")


def test_a_copy_whose_answer_got_lost_is_found_again(fake: FakeGcs, store: GcsStore) -> None:
    generation = write(fake)
    fake.faults = [Fault("rewriteTo", 0)]
    meta = store.copy(NAME, generation, "staging/a/0.parquet")
    assert meta == store.stat("staging/a/0.parquet")


def test_every_call_has_its_time(fake: FakeGcs, store: GcsStore, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    client: Any = store._client
    real = client._http.request

    def request(*args: Any, **kwargs: Any) -> Any:
        seen.append(kwargs.get("timeout"))
        return real(*args, **kwargs)

    monkeypatch.setattr(client._http, "request", request)
    generation = write(fake)
    store.stat(NAME)
    store.read_bytes(NAME)
    store.create_bytes("ledger/x", b"x")
    store.copy(NAME, generation, "staging/a/0.parquet")
    assert set(seen) == {(10.0, 60.0)}
