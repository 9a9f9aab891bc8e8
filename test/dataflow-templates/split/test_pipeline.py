"""The pipeline on Beam's own local runner: what the Node host gives, from units on several threads; once, whatever is
done twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from corpus import Reports, reports_in, told
from node import PROJECT

from conftest import Corpus
from split.main import main
from split.worker import close_workers

TEMPLATES = PROJECT / "dataflow-templates"
LOCAL = ("--runner=FnApiRunner", "--direct_num_workers=2", "--direct_running_mode=multi_threading")
# Every drop of more than one row group is cut.
CUT_ALL = "--cut_above_bytes=0"
# The first manifests are those of the big drops.
BIG = 3


@pytest.fixture(autouse=True)
def workers_end() -> Iterator[None]:
    yield
    close_workers()


def run_beam(lake: Path, manifests: Sequence[str], *more: str) -> None:
    for manifest in manifests:
        main([*LOCAL, f"--lake={lake}", f"--manifest={manifest}", *more])


def assert_equal(ours: Reports, expected: Reports) -> None:
    assert ours.keys() == expected.keys()
    for name, report in expected.items():
        assert told(ours[name]) == told(report), name


def named_files(reports: Reports) -> set[str]:
    return {
        file["uri"] for report in reports.values() for kind in ("good", "quarantined") for file in report["files"][kind]
    }


def test_units_on_several_threads_give_what_the_node_host_gives(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("cut")
    run_beam(lake, manifests[: BIG + 4], CUT_ALL)
    ours = reports_in(lake)
    assert_equal(ours, {name: corpus.expected[name] for name in ours})
    assert len(ours) >= 15
    assert sum(report["run"]["units"] > 1 for report in ours.values()) >= 5


def test_packs_of_small_drops_give_the_same(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("packed")
    run_beam(lake, manifests[:1])
    ours = reports_in(lake)
    assert_equal(ours, {name: corpus.expected[name] for name in ours})
    assert len(ours) == 4


def test_bundles_that_run_twice_leave_one_report_and_no_doubt(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("twice")
    run_beam(lake, manifests[:1], CUT_ALL, "--direct_runner_bundle_repeat=1")
    ours = reports_in(lake)
    assert_equal(ours, {name: corpus.expected[name] for name in ours})
    assert len(ours) == 4
    written = {str(path.relative_to(lake)) for path in lake.glob("staging/*/*/*/*/*.parquet")}
    assert written > {uri for uri in named_files(ours) if uri.startswith("staging/")}  # the rest is what nobody names


def start(lake: Path, manifest: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "split.main", *LOCAL, f"--lake={lake}", f"--manifest={manifest}", CUT_ALL]
    return subprocess.Popen(command, cwd=TEMPLATES, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_two_jobs_at_once_on_the_same_drops(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("race")
    jobs = [start(lake, manifests[0]) for _ in range(2)]
    for job in jobs:
        output, _ = job.communicate(timeout=100)
        assert job.returncode == 0, output.decode()
    ours = reports_in(lake)
    assert_equal(ours, {name: corpus.expected[name] for name in ours})
    assert len(ours) == 4


def test_a_job_that_is_killed_leaves_nothing_that_counts(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("killed")
    job = start(lake, manifests[0])
    while job.poll() is None and not list(lake.glob("staging/*/*/*/*/*.parquet")):
        time.sleep(0.01)
    job.send_signal(signal.SIGKILL)
    job.communicate()
    before = reports_in(lake)
    assert_equal(before, {name: corpus.expected[name] for name in before})
    run_beam(lake, manifests[:1], CUT_ALL)
    after = reports_in(lake)
    assert_equal(after, {name: corpus.expected[name] for name in after})
    assert len(after) == 4
    assert {name: after[name] for name in before} == before  # what was told stays


def damage(path: Path) -> None:
    """One byte in the middle, unknown to the store."""
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_byte_that_changed_on_the_way_is_found_by_the_parts(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("changed")
    manifest: dict[str, Any] = json.loads((lake / manifests[0]).read_text())
    dirty = next(drop for drop in manifest["drops"] if drop["name"] == "dirty")
    damage(lake / dirty["raw"]["uri"])
    run_beam(lake, manifests[:1], CUT_ALL)
    report = reports_in(lake)["dirty"]
    assert [reason["code"] for reason in report["reasons"]] == ["CHECKSUM_MISMATCH"]
    assert [report["verdict"], report["files"]] == ["rejected", {"good": [], "quarantined": []}]
