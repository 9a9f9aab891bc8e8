"""The steps of a job: each looks up this process's worker and does one thing."""
# pyright: basic, reportPrivateImportUsage=false, reportMissingTypeArgument=false
# (Beam has no complete types.)

import errno
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal, TypeAlias

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.pvalue import TaggedOutput

from host.child.refused import Refused
from host.child_limits import CalledOffError
from host.child_process import ChildNotStartedError
from host.manifest import manifest_named, plan_hashed
from host.report_shapes import Report
from host.shapes import Refusal
from host.store import DeniedError, UnavailableError
from host.words_redact import without_values
from split.commit import finish, reject
from split.cut import cut_drop
from split.elements import Drop, Pack, Piece, UnitTask
from split.gather import Again, Finish, GiveUp, ReadWhole, Reject, decide
from split.packs import drops_of, packs_of
from split.unit import split_piece
from split.worker import Settings, Worker, with_patience, worker_of

BIG = "big"
UNITS = "units"
KEPT = "kept"
EXPECTED = "expected"

_log = logging.getLogger("sluice")

# A drop's key and round, and the verdict of its report, or `no report`.
Told: TypeAlias = tuple[str, str]
NO_REPORT = "no report"

# Full disk, no descriptors, no memory, a disk that fails.
_SICK = {errno.ENOSPC, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EDQUOT, errno.EIO}


def is_of_this_worker(error: Exception) -> bool:
    """A store that is away or refuses this account, a worker that cannot start children or has no room: raised, so that
    Beam tries elsewhere. Swallowed, the sick worker would be the fastest of all, and get all the drops."""
    if isinstance(error, OSError):
        return error.errno in _SICK
    return isinstance(error, UnavailableError | DeniedError | ChildNotStartedError | CalledOffError)


NOT_CUT: Refusal = {
    "code": "TOO_LARGE",
    "message": "its row groups cannot be read one by one, and whole it is larger than a worker's disk",
    "cure": "write row groups one after the other, or smaller files",
}


def log_fault(drop: Drop, error: Exception) -> None:
    """Where it happened, and the message without values: it may quote rows."""
    where = "".join(traceback.format_tb(error.__traceback__))
    said = without_values(str(error))
    _log.error("%s %s: %s: %s\n%s", drop.dataset, drop.key, type(error).__name__, said, where)


class Step(beam.DoFn):
    """Beam pickles the settings, never the worker."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def worker(self) -> Worker:
        """No property: Beam looks at every attribute when the pipeline is built, where there is no lake."""
        return worker_of(self._settings)

    def whole(self, drop: Drop, otherwise: Refusal) -> Report:
        """By this worker alone, or refused where its disk does not hold it."""
        worker = self.worker()
        return worker.split_whole(drop) if worker.has_room_for(drop.bytes) else reject(worker, drop, otherwise)

    def told(self, drop: Drop, work: Callable[[], Report | None]) -> Told:
        """A fault of ours over one drop leaves it without a report, and stops no other."""
        try:
            report = with_patience(work)
        except Exception as error:
            if is_of_this_worker(error):
                raise
            log_fault(drop, error)
            return drop.key, NO_REPORT
        if report is None:
            return drop.key, NO_REPORT
        _log.info("%s %s: %s, %s", drop.dataset, drop.key, report["verdict"], dict(report["rows"]))
        return drop.key, report["verdict"]


class ReadManifest(Step):
    """Packs of small drops; tagged: big ones, and the key of each."""

    def __init__(self, settings: Settings, cut_above: int) -> None:
        super().__init__(settings)
        self._cut_above = cut_above

    def process(
        self, element: str
    ) -> Iterator[Pack | TaggedOutput[Literal["big"], Drop] | TaggedOutput[Literal["expected"], tuple[str, None]]]:
        manifest = with_patience(lambda: manifest_named(self.worker().store, element))
        # Without the plan no drop of the job can be split: one clear failure.
        with_patience(lambda: plan_hashed(self.worker().store, manifest["plan"]))
        drops = drops_of(manifest)
        for drop in drops:
            yield TaggedOutput(EXPECTED, (drop.key, None))
        for pack in packs_of(drops, self._cut_above):
            yield TaggedOutput(BIG, pack) if isinstance(pack, Drop) else pack


class SplitPack(Step):
    def process(self, element: Pack) -> Iterator[Told]:
        for drop in element.drops:
            yield self.told(drop, lambda drop=drop: self.worker().split_whole(drop))


class CutDrop(Step):
    """What it was told, where it is not cut; tagged: its units."""

    def process(self, element: Drop) -> Iterator[Told | TaggedOutput[Literal["units"], UnitTask]]:
        found: list[UnitTask] = []
        told = self.told(element, lambda: self._cut(element, found))
        for task in found:
            yield TaggedOutput(UNITS, task)
        if not found:
            yield told

    def _cut(self, drop: Drop, found: list[UnitTask]) -> Report | None:
        worker = self.worker()
        known = worker.report_of(drop)
        if known:
            return known
        refusal: Refusal = NOT_CUT
        try:
            found[:] = cut_drop(worker, drop)
        except Refused as refused:
            refusal = refused.refusal
        if found:
            return None
        # Its checksum comes before all that can be said of its content, as long as there is a disk to read it to.
        return self.whole(drop, refusal)


class SplitUnit(Step):
    def process(self, element: UnitTask) -> Iterator[tuple[str, Piece]]:
        try:
            piece = with_patience(lambda: split_piece(self.worker(), element))
        except Exception as error:
            if is_of_this_worker(error):
                raise
            log_fault(element.drop, error)
            piece = Piece(replace(element, pages=None), None, 0, {}, 0, fault=True)
        yield element.drop.key, piece
        Metrics.counter("sluice", "units").inc()


class Gather(Step):
    """What the drop was told, once nothing is left to do; tagged: units to split again, and pieces that stand."""

    def __init__(self, settings: Settings, *, last: bool) -> None:
        super().__init__(settings)
        self._last = last

    def process(
        self, element: tuple[str, Iterable[Piece]]
    ) -> Iterator[Told | TaggedOutput[Literal["units"], UnitTask] | TaggedOutput[Literal["kept"], tuple[str, Piece]]]:
        key, pieces = element
        match decide(pieces, last=self._last):
            case Finish() as step:
                yield self.told(step.drop, lambda: finish(self.worker(), step))
            case Reject(drop, refusal):
                yield self.told(drop, lambda: reject(self.worker(), drop, refusal))
            case ReadWhole(drop):
                yield self.told(drop, lambda: self.whole(drop, NOT_CUT))
            case GiveUp(drop):
                yield drop.key, NO_REPORT
            case Again(tasks, kept):
                for task in tasks:
                    yield TaggedOutput(UNITS, task)
                for piece in kept:
                    yield TaggedOutput(KEPT, (key, piece))


class AssertEachOnce(beam.DoFn):
    """Every drop of the manifest was told, once."""

    def process(self, element: tuple[str, Iterable[str | None]]) -> Iterator[str]:
        key, verdicts = element
        told = [verdict for verdict in verdicts if verdict is not None]
        if len(told) != 1:
            raise RuntimeError(f"{key} was told {len(told)} times")
        Metrics.counter("sluice", f"drops {told[0]}").inc()
        yield told[0]
