"""What is nobody's fault but ours, or the worker's: no verdict over a drop, and no other drop suffers."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from corpus import Reports, reports_in, told
from jobs import TEMPLATES, Drops, add_drop, drops_in, run_job, settings_in

from conftest import Corpus
from host.child.refused import Refused
from host.child_process import ChildNotStartedError
from host.drop import DropRun
from host.manifest import manifest_named
from host.report_shapes import Report
from host.result import SplitDrop
from host.shapes import Refusal
from host.store import UnavailableError
from host.store.files import FileStore
from split import commit, unit
from split import worker as workers
from split.elements import Drop
from split.packs import drops_of, packs_of
from split.steps import SplitPack
from split.worker import Worker, close_workers

TIMED_OUT: Refusal = {"code": "TIMED_OUT", "message": "too long", "cure": "write less"}


@pytest.fixture(autouse=True)
def workers_end() -> Iterator[None]:
    yield
    close_workers()


@dataclass(frozen=True)
class Faults:
    """One for each drop of the manifest but `exceeded`, which is only read in another way."""

    drops: Drops
    # Files of which was asked whether their pages lie where the footer says.
    asked: list[Path] = field(default_factory=list[Path])

    def strike(self, patch: pytest.MonkeyPatch) -> None:
        self.strike_whole(patch, "empty", RuntimeError("'a value'"))
        self.strike_checks(patch)
        patch.setattr(unit, "pages_stay_inside", self.pages_stay_inside)
        patch.setattr(Worker, "has_room_for", lambda _, size: size == self.size_of("exceeded"))

    @staticmethod
    def strike_whole(patch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
        real = Worker.split_whole

        def split_whole(self: Worker, drop: Drop) -> Report:
            if drop.facts["name"] == name:
                raise error
            return real(self, drop)

        patch.setattr(Worker, "split_whole", split_whole)

    @staticmethod
    def strike_checks(patch: pytest.MonkeyPatch) -> None:
        real = commit.check_drop

        def check_drop(run: DropRun, *rest: Any) -> SplitDrop:
            if run.facts["name"] == "slow":
                raise Refused(TIMED_OUT)
            return real(run, *rest)

        patch.setattr(commit, "check_drop", check_drop)

    def pages_stay_inside(self, path: Path, _: object) -> bool:
        self.asked.append(path)
        return path.stat().st_size not in {self.size_of("exceeded"), self.size_of("nothing good")}

    def size_of(self, name: str) -> int:
        return int(self.drops[name]["bytes"])


@dataclass(frozen=True)
class Job:
    faults: Faults
    reports: Reports

    def codes(self, name: str) -> list[str]:
        return [reason["code"] for reason in self.reports[name]["reasons"]]


@pytest.fixture(scope="module")
def job(corpus: Corpus) -> Job:
    """All at once: small drops in a pack, big ones cut."""
    lake, [manifest, *_] = corpus.lake("faults")
    drops = drops_in(lake, manifest)
    add_drop(lake, manifest, "slow", drops["dirty"])
    with pytest.MonkeyPatch.context() as patch:
        faults = Faults(drops)
        faults.strike(patch)
        run_job(lake, [manifest], cut_above=faults.size_of("empty"))
    return Job(faults, reports_in(lake))


def test_a_bug_over_one_drop_leaves_it_without_a_report_and_the_others_with_theirs(job: Job) -> None:
    assert sorted(job.reports) == ["dirty", "exceeded", "nothing good", "slow"]


def test_a_check_that_takes_too_long_rejects_a_cut_drop_as_it_does_a_whole_one(job: Job) -> None:
    assert [job.reports["slow"]["verdict"], job.codes("slow")] == ["rejected", ["TIMED_OUT"]]


def test_pages_that_lie_elsewhere_are_read_whole(job: Job, corpus: Corpus) -> None:
    assert told(job.reports["exceeded"]) == told(corpus.expected["exceeded"])
    assert len(job.faults.asked) >= 4 * 3  # units of the drops that are cut


def test_without_a_disk_for_the_whole_it_is_refused_with_a_cure(job: Job) -> None:
    assert job.codes("nothing good") == ["TOO_LARGE"]


def test_without_a_disk_for_the_good_rows_checks_over_all_are_not_run_and_that_is_said(job: Job) -> None:
    few_high = next(check for check in job.reports["dirty"]["checks"] if check["id"] == "few_high")
    assert [few_high["outcome"], few_high["note"]] == ["not run", "its good rows are larger than a worker's disk"]


@pytest.mark.parametrize(
    "error",
    [UnavailableError("away"), OSError(errno.ENOSPC, "full"), ChildNotStartedError("no library")],
    ids=lambda error: type(error).__name__,
)
def test_what_ails_the_worker_is_raised_so_that_another_one_tries(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(workers.time, "sleep", lambda _: None)
    lake, [manifest, *_] = corpus.lake(f"sick-{type(error).__name__}")
    Faults.strike_whole(monkeypatch, "dirty", error)
    [pack] = packs_of(drops_of(manifest_named(FileStore(lake), manifest)), cut_above=1 << 30)
    assert not isinstance(pack, Drop)
    with pytest.raises(type(error), match=str(error.args[-1])):
        list(SplitPack(settings_in(lake)).process(pack))
    assert reports_in(lake) == {}


def test_what_is_raised_fails_the_job_as_a_plan_that_is_gone_does_before_any_drop(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("planless")
    for plan in lake.glob("plans/*.json"):
        plan.unlink()
    with pytest.raises(Exception, match="is gone, and the ledger needs it"):
        run_job(lake, manifests[:1])
    assert reports_in(lake) == {}


ENDS = """
import sys, threading, time
from host.manifest import manifest_named
from split.packs import drops_of
from split.worker import Settings, worker_of

worker = worker_of(Settings(sys.argv[1], 1, 60, 512))
(drop,) = [drop for drop in drops_of(manifest_named(worker.store, sys.argv[2])) if drop.facts["name"] == "dirty"]
split = threading.Thread(target=worker.split_whole, args=(drop,), daemon=True)
split.start()
while not worker._engine._supervisor._pool or not worker._engine._supervisor._pool[0].busy:
    time.sleep(0.001)
time.sleep(float(sys.argv[3]))
"""


def test_a_worker_that_ends_in_the_middle_says_nothing_of_the_drop(corpus: Corpus) -> None:
    """As Beam's harness ends when a job is cancelled or scaled down: its threads are cut off."""
    lake, manifests = corpus.lake("ended")
    for pause in ("0", "0.05", "0.1"):
        command = [sys.executable, "-c", ENDS, str(lake), manifests[0], pause]
        subprocess.run(command, cwd=TEMPLATES, check=False, capture_output=True, timeout=60)
        for report in reports_in(lake).values():
            assert told(report) == told(corpus.expected["dirty"])
