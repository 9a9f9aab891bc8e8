"""All steps of one drop in one process, its units on as many threads as there are children."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from host.child.refused import Refused
from host.drop import Ask, DropRun, preflight_drop, split_unit
from host.finish import check_drop, divide_drop
from host.result import SplitDrop
from host.shapes import LocalFile, Preflight, Unit
from host.supervisor import CallOff
from host.take import Done, Outcome, ReadBare, Refuse, Take, WriteClean, after_refusal, all_written, may_pass, next_step


@dataclass(frozen=True)
class Crew:
    """Who does the work."""

    workers: int
    # Requests that end with the call.
    ask_under: Callable[[CallOff], Ask]
    # Children let go of the box.
    release: Callable[[], None]


@dataclass(frozen=True)
class Whole:
    drop: SplitDrop
    # Seconds of the preflight, of the units and of what is asked of the whole.
    seconds: tuple[float, float, float]


class _Here:
    """Every file of the drop is in the box already."""

    def has_room(self, files: Sequence[LocalFile], /) -> bool:
        del files
        return True

    def files(self, files: Sequence[LocalFile], /) -> None:
        del files

    def input(self) -> None:
        pass


def split_drop(run: DropRun, crew: Crew) -> Whole:
    """Raises `Refused`."""
    take = Take(run.facts["replay"])
    while True:
        match _split_once(run, crew, take):
            case Whole() as whole:
                return whole
            case Refuse(refusal):
                raise Refused(refusal)
            case ReadBare(bare):
                crew.release()
                take = bare


def _split_once(given: DropRun, crew: Crew, take: Take) -> Whole | ReadBare | Refuse:
    call = CallOff()
    run = replace(given, ask=crew.ask_under(call))
    try:
        begun = time.monotonic()
        preflight = preflight_drop(run, bare=take.bare)
        opened = time.monotonic()
        step = _split_units(_Units(run, preflight, crew.workers, call), take)
        if not isinstance(step, Done):
            return step
        divided = divide_drop(run, preflight, step.units, _Here())
        settled = time.monotonic()
        drop = check_drop(run, preflight, divided, _Here())
        return Whole(drop, (opened - begun, settled - opened, time.monotonic() - settled))
    except Refused as refused:
        return after_refusal(take, refused.refusal)


@dataclass(frozen=True)
class _Units:
    run: DropRun
    preflight: Preflight
    workers: int
    call: CallOff

    def split(self, units: Sequence[Unit], *, pass_clean: bool) -> list[Outcome]:
        """In their order, up to the first that is refused."""

        def split(unit: Unit) -> Outcome:
            try:
                return Outcome(unit["index"], split_unit(self.run, self.preflight, unit, pass_clean=pass_clean))
            except Refused as refused:
                return Outcome(unit["index"], refused.refusal)

        outcomes: list[Outcome] = []
        with ThreadPoolExecutor(min(self.workers, len(units))) as threads:
            try:
                for outcome in threads.map(split, units):
                    outcomes.append(outcome)
                    if outcome.refused:
                        break
            finally:
                # The others are of no use any more, and must not write into a box that is gone.
                if len(outcomes) < len(units) or outcomes[-1].refused:
                    self.call.call_off()
        return outcomes


def _split_units(units: _Units, take: Take) -> Done | ReadBare | Refuse:
    every = units.preflight["units"]
    outcomes = units.split(every, pass_clean=may_pass(units.run.plan, units.preflight))
    step = next_step(take, outcomes)
    if not isinstance(step, WriteClean):
        return step
    again = set(step.units)
    written = units.split([unit for unit in every if unit["index"] in again], pass_clean=False)
    return all_written(take, [*(outcome for outcome in outcomes if outcome.unit not in again), *written])
