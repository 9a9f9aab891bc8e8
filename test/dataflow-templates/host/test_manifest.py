"""A launched host over a whole lake: what it writes, what it leaves alone, and how it ends."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from fake_gcs import FakeGcs, serve_gcs
from google.cloud import storage

from conftest import Corpus
from host.__main__ import main
from host.engine import Engine, EngineOptions
from host.manifest import run_manifest
from host.report_shapes import Report
from host.scratch import open_scratch
from host.split_round import HostTools
from host.store.files import FileStore
from host.store.gcs import GcsStore
from host.store.gcs_client import Client
from host.store.places import Places

# Of the corpus: one drop passes as it is, one has a bad row.
PASSING = 1


@pytest.fixture
def lake(corpus: Corpus, tmp_path: Path) -> Path:
    return corpus.lake(tmp_path / "lake")[0]


@pytest.fixture
def manifest(corpus: Corpus) -> str:
    return corpus.manifests[PASSING]


def drops_of(lake: Path, manifest: str) -> list[dict[str, Any]]:
    return json.loads((lake / manifest).read_text())["drops"]


@contextmanager
def engine_in(scratch: Path) -> Iterator[Engine]:
    engine = Engine(EngineOptions(workers=1, scratch=scratch))
    try:
        yield engine
    finally:
        engine.close()


def files_of(lake: Path) -> set[Path]:
    return {path for path in lake.rglob("*") if path.is_file()}


def outputs(lake: Path) -> set[str]:
    return {
        str(path.relative_to(lake)) for zone in ("staging", "quarantine") for path in (lake / zone).rglob("*.parquet")
    }


def named(report: Report) -> set[str]:
    return {file["uri"] for file in [*report["files"]["good"], *report["files"]["quarantined"]]}


def test_one_report_a_drop_and_no_other_trace(lake: Path, manifest: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = files_of(lake)
    assert main(["--lake", str(lake), "--workers", "1", manifest]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["name"], each["rows"]["quarantined"]) for each in told] == [("clean", 0), ("one bad row", 1)]
    written = {str(path.relative_to(lake)) for path in files_of(lake) - before}
    # A report each, a copy of the first drop, good rows of the second's units, a bad one; and checksums of big files.
    zones = Counter(name.split("/")[0] for name in written if not name.startswith(".sluice/checksums"))
    assert zones == {"ledger": 2, "staging": 1 + 3, "quarantine": 1}
    assert list((lake / ".sluice" / "scratch").iterdir()) == []
    after = files_of(lake)
    assert main(["--lake", str(lake), manifest]) == 0
    assert files_of(lake) == after


def test_the_same_over_cloud_storage(lake: Path, manifest: str, tmp_path: Path) -> None:
    with serve_gcs("acme") as fake:
        name = upload(lake, fake, manifest)
        client = storage.Client(
            project=None, client_options={"api_endpoint": fake.url}, use_auth_w_custom_endpoint=False
        )
        store = GcsStore(Places("gs://acme/lake"), cast("Client", client))
        with engine_in(tmp_path) as engine:
            reports = list(run_manifest(HostTools(store, engine), name))
        assert [report["verdict"] for report in reports] == ["ready with warnings"] * 2
        assert [report["passedThrough"] for report in reports] == [True, False]
        for report in reports:
            path = f"lake/ledger/pings/reports/{report['drop']['key']}/1.json"
            assert json.loads(fake.objects["acme", path].content) == report
            for file in [*report["files"]["good"], *report["files"]["quarantined"]]:
                assert str(fake.objects["acme", f"lake/{file['uri']}"].generation) == file["generation"]
    assert [path.name for path in tmp_path.iterdir()] == ["lake"]


def upload(lake: Path, fake: FakeGcs, manifest: str) -> str:
    """Everything but the manifest as it is; that with the generations that the originals have there."""
    content: Any = json.loads((lake / manifest).read_text())
    for path in [*lake.glob("raw/**/*.parquet"), *lake.glob("plans/*")]:
        fake.put(("acme", f"lake/{path.relative_to(lake)}"), path.read_bytes(), {}, "0")
    for drop in content["drops"]:
        drop["raw"]["generation"] = str(fake.objects["acme", f"lake/{drop['raw']['uri']}"].generation)
    fake.put(("acme", f"lake/{manifest}"), json.dumps(content).encode(), {}, "0")
    return manifest


def test_two_hosts_at_once_agree_on_one_report(lake: Path, manifest: str, tmp_path: Path) -> None:
    def run(number: int) -> list[Report]:
        scratch = tmp_path / f"scratch{number}"
        scratch.mkdir()
        with engine_in(scratch) as engine:
            return list(run_manifest(HostTools(FileStore(lake), engine), manifest))

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(run, range(2))
    assert one == other
    reported = [json.loads(path.read_text()) for path in lake.glob("ledger/*/reports/*/1.json")]
    by_key = {report["drop"]["key"]: report for report in reported}
    assert by_key == {report["drop"]["key"]: report for report in one}
    assert set[str]().union(*map(named, one)) <= outputs(lake)


def test_bytes_that_rotted_in_the_store_are_refused(lake: Path, manifest: str) -> None:
    dirty = lake / drops_of(lake, manifest)[1]["raw"]["uri"]
    # Big enough that its checksum is remembered beside it.
    assert FileStore(lake).stat(str(dirty.relative_to(lake)))
    before = dirty.stat()
    content = bytearray(dirty.read_bytes())
    content[50_000] ^= 1
    with dirty.open("r+b") as file:
        file.write(content)
    os.utime(dirty, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert main(["--lake", str(lake), manifest]) == 0
    reports = [json.loads(path.read_text()) for path in lake.glob("ledger/*/reports/*/1.json")]
    [rotten] = [report for report in reports if report["verdict"] == "rejected"]
    assert rotten["reasons"][0]["code"] == "CHECKSUM_MISMATCH"
    assert [rotten["drop"]["bytes"], rotten["files"]] == [str(before.st_size), {"good": [], "quarantined": []}]


def test_it_ends_with_2_for_wrong_use_and_3_for_a_fault(
    lake: Path, manifest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lake", str(lake), "ledger/pings/jobs/none.json"]) == 2
    assert "there is no manifest ledger/pings/jobs/none.json" in capsys.readouterr().err
    assert main(["--lake", str(lake / "nowhere"), manifest]) == 2
    for wrong in ([manifest], ["--lake", str(lake), "--workers", "0", manifest]):
        with pytest.raises(SystemExit, match="2"):
            main(wrong)
    plan = lake / "plans" / f"{json.loads((lake / manifest).read_text())['plan']}.json"
    plan.write_text("{}")
    assert main(["--lake", str(lake), manifest]) == 3
    assert "cannot be read by this version of Sluice: content: 'format' is a required" in capsys.readouterr().err
    plan.unlink()
    assert main(["--lake", str(lake), manifest]) == 3
    assert "is gone, and the ledger needs it" in capsys.readouterr().err


def test_an_original_that_is_gone_is_a_fault(lake: Path, manifest: str, tmp_path: Path) -> None:
    for path in lake.glob("raw/**/*.parquet"):
        path.unlink()
    with engine_in(tmp_path) as engine, pytest.raises(RuntimeError, match="the original raw/.* is gone"):
        list(run_manifest(HostTools(FileStore(lake), engine), manifest))


def test_scratch_goes_with_its_process(lake: Path) -> None:
    with open_scratch(str(lake)) as scratch:
        assert scratch.name.startswith(f"{os.getpid()}-")
        assert scratch.parent == lake / ".sluice" / "scratch"
    assert not scratch.exists()
