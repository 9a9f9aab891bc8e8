"""What is nobody's fault but ours, or the worker's: no verdict over a drop, and no other drop suffers."""

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from corpus import reports_in, told
from node import PROJECT
from test_pipeline import CUT_ALL, run_beam

from conftest import Corpus
from host.child.refused import Refused
from host.child_process import ChildNotStartedError
from host.report_shapes import Report
from host.shapes import Refusal
from host.store import UnavailableError
from split import commit, unit
from split import worker as workers
from split.elements import Drop
from split.worker import Worker, close_workers

TEMPLATES = PROJECT / "dataflow-templates"
TIMED_OUT: Refusal = {"code": "TIMED_OUT", "message": "too long", "cure": "write less"}


@pytest.fixture(autouse=True)
def workers_end() -> Iterator[None]:
    yield
    close_workers()


def split_whole_but(name: str, error: Exception) -> Callable[[Worker, Drop], Report]:
    """As ever, but for one drop."""
    real = Worker.split_whole

    def split_whole(self: Worker, drop: Drop) -> Report:
        if drop.facts["name"] == name:
            raise error
        return real(self, drop)

    return split_whole


def test_a_bug_over_one_drop_leaves_it_without_a_report_and_the_others_with_theirs(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake, manifests = corpus.lake("bug")
    monkeypatch.setattr(Worker, "split_whole", split_whole_but("dirty", RuntimeError("'a value'")))
    run_beam(lake, manifests[:1])
    assert sorted(reports_in(lake)) == ["empty", "exceeded", "nothing good"]


@pytest.mark.parametrize(
    "error",
    [UnavailableError("away"), OSError(errno.ENOSPC, "full"), ChildNotStartedError("no library")],
    ids=lambda error: type(error).__name__,
)
def test_what_ails_the_worker_is_raised_so_that_another_one_tries(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, error: Exception, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(workers.time, "sleep", lambda _: None)
    lake, manifests = corpus.lake(f"sick-{type(error).__name__}")
    monkeypatch.setattr(Worker, "split_whole", split_whole_but("dirty", error))
    with pytest.raises(Exception, match=str(error.args[-1])):
        run_beam(lake, manifests[:1])


def test_a_plan_that_is_gone_fails_the_job_before_any_drop(corpus: Corpus) -> None:
    lake, manifests = corpus.lake("planless")
    for plan in lake.glob("plans/*.json"):
        plan.unlink()
    with pytest.raises(Exception, match="is gone, and the ledger needs it"):
        run_beam(lake, manifests[:1])
    assert reports_in(lake) == {}


def test_a_check_that_takes_too_long_rejects_a_cut_drop_as_it_does_a_whole_one(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object) -> None:
        raise Refused(TIMED_OUT)

    monkeypatch.setattr(commit, "check_drop", too_long)
    lake, manifests = corpus.lake("slow")
    run_beam(lake, manifests[:1], CUT_ALL)
    dirty = reports_in(lake)["dirty"]
    assert [dirty["verdict"], [reason["code"] for reason in dirty["reasons"]]] == ["rejected", ["TIMED_OUT"]]


def test_pages_that_lie_elsewhere_are_read_whole(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def nowhere(path: Path, _: object) -> bool:
        asked.append(path)
        return False

    monkeypatch.setattr(unit, "pages_stay_inside", nowhere)
    lake, manifests = corpus.lake("elsewhere")
    run_beam(lake, manifests[:1], CUT_ALL)
    ours = reports_in(lake)
    assert {name: told(report) for name, report in ours.items()} == {name: told(corpus.expected[name]) for name in ours}
    assert len(asked) >= 15  # three drops of five units


def test_without_a_disk_for_the_whole_it_is_refused_with_a_cure(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit, "pages_stay_inside", lambda *_: False)
    monkeypatch.setattr(Worker, "has_room_for", lambda *_: False)
    lake, manifests = corpus.lake("diskless")
    run_beam(lake, manifests[:1], CUT_ALL)
    dirty = reports_in(lake)["dirty"]
    assert [reason["code"] for reason in dirty["reasons"]] == ["TOO_LARGE"]


def test_without_a_disk_for_the_good_rows_checks_over_all_are_not_run_and_that_is_said(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worker, "has_room_for", lambda *_: False)
    lake, manifests = corpus.lake("narrow")
    run_beam(lake, manifests[:1], CUT_ALL)
    few_high = next(check for check in reports_in(lake)["dirty"]["checks"] if check["id"] == "few_high")
    assert [few_high["outcome"], few_high["note"]] == ["not run", "its good rows are larger than a worker's disk"]


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
