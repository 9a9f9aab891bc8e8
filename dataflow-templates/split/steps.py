"""The steps of a job: each looks up this process's worker and does one thing."""
# pyright: basic, reportPrivateImportUsage=false, reportMissingTypeArgument=false
# (Beam has no complete types.)

import logging
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.pvalue import TaggedOutput

from host.manifest import manifest_named
from host.report_shapes import Report
from split.commit import finish, reject
from split.cut import cut_drop
from split.elements import Drop, Pack, Piece, UnitTask
from split.gather import Again, Finish, ReadWhole, Reject, decide
from split.packs import drops_of, packs_of
from split.unit import split_piece
from split.worker import Settings, Worker, with_patience, worker_of

BIG = "big"
UNITS = "units"
KEPT = "kept"
EXPECTED = "expected"

_log = logging.getLogger("sluice")

# A drop's key and round, and the verdict of its report.
Told: TypeAlias = tuple[str, str]


class Step(beam.DoFn):
    """Beam pickles the settings, never the worker."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def worker(self) -> Worker:
        """No property: Beam looks at every attribute when the pipeline is built, where there is no lake."""
        return worker_of(self._settings)


class ReadManifest(Step):
    """Packs of small drops; tagged: big ones, and the key of each."""

    def __init__(self, settings: Settings, cut_above: int) -> None:
        super().__init__(settings)
        self._cut_above = cut_above

    def process(
        self, element: str
    ) -> Iterator[Pack | TaggedOutput[Literal["big"], Drop] | TaggedOutput[Literal["expected"], tuple[str, None]]]:
        manifest = with_patience(lambda: manifest_named(self.worker().store, element))
        drops = drops_of(manifest)
        for drop in drops:
            yield TaggedOutput(EXPECTED, (drop.key, None))
        for pack in packs_of(drops, self._cut_above):
            yield TaggedOutput(BIG, pack) if isinstance(pack, Drop) else pack


class SplitPack(Step):
    def process(self, element: Pack) -> Iterator[Told]:
        for drop in element.drops:
            yield _told(drop, with_patience(lambda drop=drop: self.worker().split_whole(drop)))


class CutDrop(Step):
    """Its report, where it is split here after all; tagged: its units."""

    def process(self, element: Drop) -> Iterator[Told | TaggedOutput[Literal["units"], UnitTask]]:
        known = with_patience(lambda: self.worker().report_of(element))
        tasks = [] if known else with_patience(lambda: cut_drop(self.worker(), element))
        for task in tasks:
            yield TaggedOutput(UNITS, task)
        if not tasks:
            yield _told(element, known or with_patience(lambda: self.worker().split_whole(element)))


class SplitUnit(Step):
    def process(self, element: UnitTask) -> Iterator[tuple[str, Piece]]:
        yield element.drop.key, with_patience(lambda: split_piece(self.worker(), element))
        Metrics.counter("sluice", "units").inc()


class Gather(Step):
    """The report, once nothing is left to do; tagged: units to split again, and pieces that stand meanwhile."""

    def __init__(self, settings: Settings, *, last: bool) -> None:
        super().__init__(settings)
        self._last = last

    def process(
        self, element: tuple[str, Iterable[Piece]]
    ) -> Iterator[Told | TaggedOutput[Literal["units"], UnitTask] | TaggedOutput[Literal["kept"], tuple[str, Piece]]]:
        key, pieces = element
        match decide(pieces, last=self._last):
            case Finish() as step:
                yield _told(step.drop, with_patience(lambda: finish(self.worker(), step)))
            case Reject(drop, refusal):
                yield _told(drop, with_patience(lambda: reject(self.worker(), drop, refusal)))
            case ReadWhole(drop):
                yield _told(drop, with_patience(lambda: self.worker().split_whole(drop)))
            case Again(tasks, kept):
                for task in tasks:
                    yield TaggedOutput(UNITS, task)
                for piece in kept:
                    yield TaggedOutput(KEPT, (key, piece))


class AssertOneReport(beam.DoFn):
    """Every drop of the manifest has its report, and each was told once."""

    def process(self, element: tuple[str, Iterable[str | None]]) -> Iterator[str]:
        key, verdicts = element
        told = [verdict for verdict in verdicts if verdict is not None]
        if len(told) != 1:
            raise RuntimeError(f"{key} has {len(told)} reports")
        Metrics.counter("sluice", f"drops {told[0]}").inc()
        yield told[0]


def _told(drop: Drop, report: Report) -> Told:
    rows = report["rows"]
    _log.info("%s %s: %s, %s", drop.dataset, drop.key, report["verdict"], dict(rows))
    return drop.key, report["verdict"]
