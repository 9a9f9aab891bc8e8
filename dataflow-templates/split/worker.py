"""What one process of a job has at hand: the store, children, and a folder for boxes."""

import atexit
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from host.box import DropBox, make_box
from host.child_limits import ChildLimits
from host.drop import DropRun
from host.engine import Engine, EngineOptions
from host.manifest import attempt_of, facts_of, plan_hashed
from host.report import keep_report, read_report_of
from host.report_shapes import Report
from host.scratch import open_scratch
from host.shapes import Plan
from host.split_round import Attempt, HostTools, split_round
from host.store import Store, UnavailableError
from host.store.open import open_store
from split.elements import Drop

Result = TypeVar("Result")

_TRIES = 4


@dataclass(frozen=True)
class Settings:
    """The same for all steps of a job."""

    lake: str
    # Children of one process: as many as its threads that split.
    children: int
    unit_timeout_seconds: int
    child_memory_mb: int


class Worker:
    def __init__(self, settings: Settings) -> None:
        self._stack = ExitStack()
        self._plans: dict[str, Plan] = {}
        self.store: Store = open_store(settings.lake)
        self._scratch = self._stack.enter_context(open_scratch(settings.lake))
        limits = ChildLimits(settings.unit_timeout_seconds, 2 * settings.child_memory_mb)
        self._engine = Engine(
            EngineOptions(settings.children, self._scratch, limits, memory_mb=settings.child_memory_mb)
        )
        self._stack.callback(self._engine.close)
        self._tools = HostTools(self.store, self._engine)

    def plan_of(self, drop: Drop) -> Plan:
        if drop.plan_hash not in self._plans:
            self._plans[drop.plan_hash] = plan_hashed(self.store, drop.plan_hash)
        return self._plans[drop.plan_hash]

    def attempt_of(self, drop: Drop) -> Attempt:
        return attempt_of(self.store, self.plan_of(drop), drop.plan_hash, drop.facts)

    def now(self) -> str:
        return self._tools.now()

    def report_of(self, drop: Drop) -> Report | None:
        return read_report_of(self.store, drop.dataset, drop.facts["key"], drop.facts["round"])

    def keep_report(self, report: Report) -> Report:
        return keep_report(self.store, report)

    def has_room_for(self, size: int) -> bool:
        """On disk, for so many bytes and what is made of them; a worker has one process for each core."""
        return 3 * size < shutil.disk_usage(self._scratch).free // (os.cpu_count() or 1)

    def split_whole(self, drop: Drop) -> Report:
        """Here, in one go, unless the round has its report."""
        return self.report_of(drop) or split_round(self._tools, self.attempt_of(drop))

    @contextmanager
    def box(self) -> Iterator[DropBox]:
        box = make_box(self._scratch)
        try:
            yield box
        finally:
            self.release(box)
            box.remove()

    def release(self, box: DropBox) -> None:
        """Children let go of it."""
        self._engine.release(box)

    def run_in(self, box: DropBox, drop: Drop) -> DropRun:
        """The steps of the drop, one by one, over what lies in the box."""
        return self._engine.steps(self.plan_of(drop), drop.plan_hash, facts_of(drop.facts), box)

    def close(self) -> None:
        self._stack.close()


_workers: dict[Settings, Worker] = {}
_lock = threading.Lock()


def worker_of(settings: Settings) -> Worker:
    """One for each process: its children serve all steps. Beam does not always tear down what it set up."""
    with _lock:
        if settings not in _workers:
            _workers[settings] = Worker(settings)
            atexit.register(close_workers)
        return _workers[settings]


def close_workers() -> None:
    with _lock:
        for worker in _workers.values():
            worker.close()
        _workers.clear()


def _forget_workers() -> None:
    """After a fork: they are the parent's, and so are their children."""
    _workers.clear()


os.register_at_fork(after_in_child=_forget_workers)


def with_patience(work: Callable[[], Result]) -> Result:
    """Again, where the store was away; what still fails then is raised, and Beam hands the work to another worker."""
    for tried in range(_TRIES):
        try:
            return work()
        except UnavailableError:
            if tried == _TRIES - 1:
                raise
            time.sleep(2.0**tried)
    raise AssertionError("unreachable")
