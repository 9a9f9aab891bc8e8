"""What is to be done next, from what the units of a drop gave. Pure: any machine may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from host.shapes import Plan, Preflight, Refusal, UnitResult
from host.split_statements import split_statements_of


@dataclass(frozen=True)
class Take:
    """How a drop is read."""

    # The drop is a quarantine file.
    replay: bool
    # Why it is read bare (texts as bytes, so that one that is not UTF-8 fails its row alone); None: it is not.
    first: Refusal | None = None

    @property
    def bare(self) -> bool:
        return self.first is not None


@dataclass(frozen=True)
class Outcome:
    """What one unit gave: a result, or why it could not be read."""

    unit: int
    given: UnitResult | Refusal

    @property
    def refused(self) -> bool:
        return "code" in self.given


@dataclass(frozen=True)
class Done:
    """Every unit is split, in order."""

    units: list[UnitResult]


@dataclass(frozen=True)
class WriteClean:
    """Not all units are clean, so the drop cannot pass as it is: these, which are, must be split again and written."""

    units: list[int]


@dataclass(frozen=True)
class ReadBare:
    """From the preflight on again, by this take."""

    take: Take


@dataclass(frozen=True)
class Refuse:
    refusal: Refusal


Next: TypeAlias = Done | WriteClean | ReadBare | Refuse


def may_pass(plan: Plan, preflight: Preflight) -> bool:
    """A clean drop whose encoding is ours is not rewritten: its clean units are decoded, but not written. Only all of
    them together can say that it is clean."""
    keeps_duplicates = split_statements_of(plan)["duplicates"] is None
    return preflight["sameEncoding"] and plan["policies"]["passThrough"] and keeps_duplicates


def next_step(take: Take, outcomes: Sequence[Outcome]) -> Next:
    """`outcomes`: of all units, or up to the first that was refused; in any order. Once clean units were split again,
    ask `all_written`."""
    step = all_written(take, outcomes)
    if not isinstance(step, Done):
        return step
    clean = [unit["unit"] for unit in step.units if unit["clean"]]
    return WriteClean(clean) if 0 < len(clean) < len(step.units) else step


def all_written(take: Take, outcomes: Sequence[Outcome]) -> Done | ReadBare | Refuse:
    """The same, of units that were all written, or all passed."""
    units: list[UnitResult] = []
    for outcome in sorted(outcomes, key=lambda one: one.unit):
        if "code" in outcome.given:
            return after_refusal(take, outcome.given)
        units.append(outcome.given)
    return Done(units)


def after_refusal(take: Take, refusal: Refusal) -> ReadBare | Refuse:
    """DuckDB ends a file at the first text that is not UTF-8, and at a timestamp in milliseconds that it cannot hold. A
    bare take reads both as plain bytes and numbers, so that only their rows fail. A quarantine file holds such columns
    as bytes and numbers already: its own fault is another."""
    if take.first is not None:
        return Refuse(take.first)
    of_one_value = refusal["code"] == "INVALID_UTF8" or "Timestamp(MS)" in refusal["message"]
    return ReadBare(Take(take.replay, refusal)) if of_one_value and not take.replay else Refuse(refusal)
