"""What remains of a drop once all its units are split: doubtful rows, exact duplicates, checks of the whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from host.answers import DEDUPLICATED, MEASUREMENTS, SETTLED
from host.drop import DropRun, Supply
from host.result import SplitDrop, SplitRows
from host.shapes import Box, Deduplicated, GoodRows, LocalFile, Measurement, Preflight, SettledRows, UnitResult
from host.split_statements import split_statements_of
from host.totals import Totals, add_partitions, assert_conserved, exceeded_rules, totals_of

_Kind: TypeAlias = Literal["good", "quarantined"]


@dataclass(frozen=True)
class Divided:
    """Every row is good or quarantined."""

    units: Sequence[UnitResult]
    totals: Totals
    # What the doubtful rows became; None: there were none.
    settled: SettledRows | None
    # Ids of the rules that put up with some failing rows, and had more.
    exceeded: list[str]

    @property
    def good(self) -> int:
        return self.totals.good + _rows_of(self.settled, "good")

    @property
    def quarantined(self) -> int:
        return self.totals.quarantined + _rows_of(self.settled, "quarantined")

    @property
    def parts(self) -> list[UnitResult | SettledRows]:
        """Units in their order, then the doubtful rows."""
        return [*self.units, *([self.settled] if self.settled else [])]

    def files(self, kind: _Kind) -> list[LocalFile]:
        found = [part[kind] for part in self.parts]
        return [file for file in found if file is not None]


def divide_drop(run: DropRun, preflight: Preflight, units: Sequence[UnitResult], supply: Supply) -> Divided:
    totals = totals_of(units, run.plan["limits"])
    assert_conserved("the split", preflight["rows"], totals.good, totals.doubtful, totals.quarantined)
    exceeded = exceeded_rules(run.plan, totals.failures, totals.rows)
    doubtful = [unit["doubtful"] for unit in units if unit["doubtful"] is not None]
    settled = _settle(run, preflight, doubtful, exceeded, supply) if totals.doubtful > 0 else None
    return Divided(units, totals, settled, exceeded)


def _settle(
    run: DropRun, preflight: Preflight, doubtful: list[LocalFile], exceeded: list[str], supply: Supply
) -> SettledRows:
    supply.files(doubtful)
    escalating = {rule["id"] for rule in run.plan["rules"] if rule["disposition"] == "escalate"}
    settled = run.ask(
        {
            "kind": "settle",
            "box": _box_of(run, preflight),
            "plan": run.plan_hash,
            "drop": run.facts,
            "matched": preflight["matched"],
            "doubtful": doubtful,
            "exceeded": [rule for rule in exceeded if rule in escalating],
        },
        SETTLED,
    )
    good, quarantined = _rows_of(settled, "good"), _rows_of(settled, "quarantined")
    assert_conserved("the doubtful rows", _sum_of(doubtful), good, quarantined)
    return settled


def check_drop(run: DropRun, preflight: Preflight, divided: Divided, supply: Supply) -> SplitDrop:
    totals, quarantined = divided.totals, divided.files("quarantined")
    passed_through = totals.rows > 0 and all(unit["clean"] for unit in divided.units)
    distinct = _deduplicate(run, preflight, divided, supply)
    good = divided.files("good") if distinct is None else distinct["good"]
    checks = _check(run, preflight, divided, good, supply)
    partitions, newest_micros = add_partitions(divided.parts if distinct is None else [distinct])
    duplicates = distinct["duplicates"] if distinct else 0
    rows = SplitRows(preflight["rows"], divided.good, divided.quarantined, duplicates)
    assert_conserved("the drop", rows.entered, rows.good, rows.quarantined)
    if not passed_through:
        assert_conserved("the good files", rows.good, _sum_of(good), rows.duplicates)
    assert_conserved("the quarantine files", rows.quarantined, _sum_of(quarantined))
    return SplitDrop(
        units=len(divided.units),
        rows=rows,
        differences=preflight["matched"]["differences"],
        failures=totals.failures,
        samples=totals.samples,
        causes=totals.causes,
        partitions=partitions,
        newest_micros=newest_micros,
        checks=checks,
        duplicates_unknown=_looks_for_duplicates(run) and distinct is None and rows.good > 0,
        good=good,
        quarantined=quarantined,
        passed_through=passed_through,
    )


def _looks_for_duplicates(run: DropRun) -> bool:
    return split_statements_of(run.plan)["duplicates"] is not None


def _deduplicate(run: DropRun, preflight: Preflight, divided: Divided, supply: Supply) -> Deduplicated | None:
    if not _looks_for_duplicates(run) or not 0 < divided.good <= run.plan["limits"]["checkRows"]["dataflow"]:
        return None
    if not supply.has_room(divided.files("good")):
        return None
    return run.ask(
        {
            "kind": "deduplicate",
            "box": _box_of(run, preflight),
            "plan": run.plan_hash,
            "good": _good_rows(run, preflight, divided, divided.files("good"), supply),
            "write": True,
        },
        DEDUPLICATED,
    )


def _check(
    run: DropRun, preflight: Preflight, divided: Divided, files: list[LocalFile], supply: Supply
) -> Mapping[str, Measurement]:
    checks = [check["id"] for check in run.plan["checks"] if check["statement"] and check["when"] == "drop"]
    if not checks or divided.good > run.plan["limits"]["checkRows"]["dataflow"]:
        return {}
    if not supply.has_room(files):
        note = "its good rows are larger than a worker's disk"
        return {check: {"measured": None, "note": note} for check in checks}
    return run.ask(
        {
            "kind": "check",
            "box": _box_of(run, preflight),
            "plan": run.plan_hash,
            "good": _good_rows(run, preflight, divided, files, supply),
            "checks": checks,
        },
        MEASUREMENTS,
    )


def _good_rows(
    run: DropRun, preflight: Preflight, divided: Divided, files: list[LocalFile], supply: Supply
) -> GoodRows:
    """Where no file holds them (the drop is passed through, or nothing is good) they are in the drop itself."""
    if files:
        supply.files(files)
        return {"kind": "files", "files": files}
    supply.input()
    return {
        "kind": "input",
        "drop": run.facts,
        "matched": preflight["matched"],
        "exceeded": divided.exceeded,
        "clean": divided.totals.quarantined + divided.totals.doubtful == 0,
    }


def _box_of(run: DropRun, preflight: Preflight) -> Box:
    return {**run.box, "input": preflight["input"]}


def _rows_of(settled: SettledRows | None, kind: _Kind) -> int:
    file = settled[kind] if settled else None
    return file["rows"] if file else 0


def _sum_of(files: Sequence[LocalFile]) -> int:
    return sum(file["rows"] for file in files)
