"""The steps of one drop, each with all that it needs, so that another machine may do the next: preflight, one unit,
what remains once all units are split. Each needs the counts of all before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from host.answers import PREFLIGHT, UNIT_RESULT, AnswerShape
from host.child.refused import CURE, refuse
from host.shapes import Box, BoxRequest, LocalFile, Plan, Preflight, RoundFacts, Unit, UnitResult
from host.totals import assert_conserved
from host.units import fewer_units

Value = TypeVar("Value")


class Ask(Protocol):
    """A child that may see the box."""

    def __call__(self, request: BoxRequest, shape: AnswerShape[Value], /) -> Value: ...


class Supply(Protocol):
    """Brings into the box what other machines have."""

    def has_room(self, files: Sequence[LocalFile], /) -> bool:
        """For these files, or without any for the drop itself."""
        ...

    def files(self, files: Sequence[LocalFile], /) -> None:
        """Files that units wrote."""
        ...

    def input(self) -> None:
        """The drop itself, whole."""
        ...


@dataclass(frozen=True)
class DropRun:
    """All that the steps of one drop share."""

    ask: Ask
    plan: Plan
    plan_hash: str
    facts: RoundFacts
    # Its input is the drop; the preflight says what is to be read instead.
    box: Box


def preflight_drop(run: DropRun, *, bare: bool) -> Preflight:
    """Asked in each new box of a drop: it also mends what is to be read there."""
    preflight = run.ask(
        {
            "kind": "preflight",
            "box": run.box,
            "plan": run.plan_hash,
            "replay": run.facts["replay"],
            "bare": bare,
        },
        PREFLIGHT,
    )
    units = fewer_units(preflight["units"], run.plan["limits"]["unitRows"])
    assert_conserved("the units", preflight["rows"], *(unit["count"] for unit in units))
    return {**preflight, "units": units}


def split_unit(run: DropRun, preflight: Preflight, unit: Unit, *, pass_clean: bool) -> UnitResult:
    result = run.ask(
        {
            "kind": "split",
            "box": {**run.box, "input": preflight["input"]},
            "plan": run.plan_hash,
            "drop": run.facts,
            "matched": preflight["matched"],
            "unit": unit,
            "write": True,
            "passClean": pass_clean,
        },
        UNIT_RESULT,
    )
    if result["rows"] != unit["count"]:
        message = f"the footer promises {unit['count']} rows, decoding gave {result['rows']}"
        refuse("FOOTER_LIES", message, CURE.BLAME_WRITER)
    return result
