"""The pipeline on Beam's own local runner: what the Node host gives, from units on several threads; once, whatever is
done twice."""

import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from corpus import Reports, reports_in, told
from jobs import TEMPLATES, add_damaged, drops_in, run_job, start_job

from conftest import Corpus
from split.worker import close_workers


@pytest.fixture(autouse=True)
def workers_end() -> Iterator[None]:
    yield
    close_workers()


def assert_equal(ours: Reports, expected: Reports) -> None:
    assert ours.keys() == expected.keys()
    for name, report in expected.items():
        assert told(ours[name]) == told(report), name


def named_files(reports: Reports) -> set[str]:
    return {
        file["uri"] for report in reports.values() for kind in ("good", "quarantined") for file in report["files"][kind]
    }


# Between the committed drops, most of which go in packs, and the big ones.
CUT_ABOVE = 16 * 1024


@dataclass(frozen=True)
class Job:
    reports: Reports
    # Bytes of each drop.
    sizes: dict[str, int]


@pytest.fixture(scope="module")
def job(corpus: Corpus) -> Job:
    """Over the whole corpus, and a drop of which a byte changed on the way."""
    lake, manifests = corpus.lake("whole")
    add_damaged(lake, manifests[0], "changed", drops_in(lake, manifests[0])["dirty"])
    run_job(lake, manifests, cut_above=CUT_ABOVE)
    sizes = {name: int(drop["bytes"]) for each in manifests for name, drop in drops_in(lake, each).items()}
    return Job(reports_in(lake), sizes)


def test_units_on_several_threads_and_packs_give_what_the_node_host_gives(job: Job, corpus: Corpus) -> None:
    assert_equal({name: report for name, report in job.reports.items() if name != "changed"}, corpus.expected)
    cut = {name for name, size in job.sizes.items() if size > CUT_ABOVE}
    assert len(job.sizes) - len(cut) >= 15
    assert sum(job.reports[name]["run"]["units"] > 1 for name in cut) >= 5
    assert job.reports["repeat-rows"]["run"]["units"] == 1
    assert "repeat-rows" in cut  # and cannot be


def test_a_byte_that_changed_on_the_way_is_found_by_the_parts(job: Job) -> None:
    report = job.reports["changed"]
    assert [reason["code"] for reason in report["reasons"]] == ["CHECKSUM_MISMATCH"]
    assert [report["verdict"], report["files"]] == ["rejected", {"good": [], "quarantined": []}]


def test_bundles_that_run_twice_leave_one_report_and_no_doubt(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("twice")
    run_job(lake, manifests[1:2], "--direct_runner_bundle_repeat=1")
    ours = reports_in(lake)
    assert_equal(ours, {name: corpus.expected[name] for name in ("clean", "one bad row")})
    written = {str(path.relative_to(lake)) for path in lake.glob("staging/*/*/*/*/*.parquet")}
    assert written > {uri for uri in named_files(ours) if uri.startswith("staging/")}  # the rest is what nobody names


def test_after_a_job_that_was_killed_two_at_once_find_nothing_that_counts(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("race")
    # By its path, elsewhere and without an environment, as Dataflow's launcher starts it.
    killed = start_job(lake, manifests[0], str(TEMPLATES / "split" / "main.py"), cwd=Path("/"), env={})
    wait_for(lake, "staging/*/*/*/*/*.parquet", killed)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    before = reports_in(lake)
    assert_equal(before, {name: corpus.expected[name] for name in before})
    other = start_job(lake, manifests[0], "-m", "split.main", cwd=TEMPLATES)
    wait_for(lake, f".sluice/scratch/{other.pid}-*", other)  # it begins
    run_job(lake, manifests[:1])
    output, _ = other.communicate(timeout=100)
    assert other.returncode == 0, output.decode()
    after = reports_in(lake)
    assert_equal(after, {name: corpus.expected[name] for name in drops_in(lake, manifests[0])})
    assert {name: after[name] for name in before} == before  # what was told stays


def wait_for(lake: Path, pattern: str, job: subprocess.Popen[bytes]) -> None:
    while not list(lake.glob(pattern)):
        assert job.poll() is None, job.communicate()[0].decode()
        time.sleep(0.01)
