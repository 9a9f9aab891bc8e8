"""Runs plans on drops, in children that may be killed at any time."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from host.answers import AnswerShape
from host.box import INPUT, DropBox, open_box
from host.child.refused import Refused
from host.child_limits import DEFAULT_LIMITS, ChildLimits
from host.drop import Ask, DropRun
from host.numbers import round_half_up
from host.report_shapes import Milliseconds
from host.result import RefusedDrop, Timed
from host.shapes import BoxRequest, Plan, RoundFacts
from host.split_drop import Crew, split_drop
from host.supervisor import CallOff, Supervisor

Value = TypeVar("Value")


@dataclass(frozen=True)
class EngineOptions:
    # Children that work at the same time, one thread each.
    workers: int
    # An existing folder; boxes are made and removed in it. On the file system of the drops nothing is copied.
    scratch: Path
    limits: ChildLimits = DEFAULT_LIMITS
    # DuckDB's own limit in a child.
    memory_mb: int = 384


@dataclass(frozen=True)
class FetchedDrop:
    """A drop to split."""

    facts: RoundFacts
    # Puts the object's bytes at a path.
    fetch: Callable[[Path], None]
    # What the store says of them.
    crc32c: str


class Engine:
    """Drops may be given at the same time, by several threads."""

    def __init__(self, options: EngineOptions) -> None:
        self._options: Final = options
        self._plans: Final[dict[str, Plan]] = {}
        self._supervisor: Final = Supervisor(options.workers, options.limits, self._plans)

    @contextmanager
    def split(self, plan: Plan, plan_hash: str, drop: FetchedDrop) -> Iterator[tuple[Timed, DropBox | None]]:
        """Good rows, bad rows with reasons, counts; a drop at fault is a refusal, an exception is a fault of Sluice.
        The files are in the box as long as the context lasts; a drop that was refused has none."""
        started = time.monotonic()
        box: DropBox | None = None
        with ExitStack() as stack:
            try:
                box = open_box(self._options.scratch, drop.fetch, drop.crc32c)
                stack.callback(self._close, box)
                timed = self._split(box, self.steps(plan, plan_hash, drop.facts, box), started)
            except Refused as refused:
                box = None
                timed = Timed(RefusedDrop(refused.refusal), _times(started))
            yield timed, box

    def steps(self, plan: Plan, plan_hash: str, facts: RoundFacts, box: DropBox) -> DropRun:
        """A drop's steps one by one, for who has only parts of it here. Ends with `release`."""
        self._plans[plan_hash] = plan
        return DropRun(
            ask=self._ask_under(CallOff()),
            plan=plan,
            plan_hash=plan_hash,
            facts=facts,
            box={"folder": str(box.folder), "input": INPUT, "memoryMb": self._options.memory_mb},
        )

    def release(self, box: DropBox) -> None:
        """Nobody will ask about it again."""
        self._supervisor.release(str(box.folder))

    def ready(self) -> None:
        """Starts the children ahead of the first drop; without it each starts when it is first needed."""
        self._supervisor.ready()

    def close(self) -> None:
        self._supervisor.close()

    def _split(self, box: DropBox, run: DropRun, started: float) -> Timed:
        crew = Crew(self._options.workers, self._ask_under, lambda: self.release(box))
        whole = split_drop(run, crew)
        box.verify_unchanged()
        crew.release()
        return Timed(whole.drop, _times(started, *whole.seconds))

    def _ask_under(self, call: CallOff) -> Ask:
        def ask(request: BoxRequest, shape: AnswerShape[Value], /) -> Value:
            return self._supervisor.ask(request, shape, call)

        return ask

    def _close(self, box: DropBox) -> None:
        self.release(box)
        box.remove()


def _times(started: float, preflight: float = 0, split: float = 0, checks: float = 0) -> Milliseconds:
    return {
        "preflight": round_half_up(preflight * 1000),
        "split": round_half_up(split * 1000),
        "checks": round_half_up(checks * 1000),
        "total": round_half_up((time.monotonic() - started) * 1000),
    }
