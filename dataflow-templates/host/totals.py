"""What the units of one drop come to together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from host.shapes import Cause, Deduplicated, Limits, PartitionRows, Plan, Rule, Sample, SettledRows, UnitResult
from host.threshold import Share, holds

Value = TypeVar("Value")


class Totals(NamedTuple):
    rows: int
    good: int
    quarantined: int
    doubtful: int
    failures: dict[str, int]
    samples: dict[str, list[Sample]]
    causes: dict[str, list[Cause]]


def totals_of(units: Sequence[UnitResult], limits: Limits) -> Totals:
    ids = list(dict.fromkeys(rule for unit in units for rule in unit["failures"]))

    def per_rule(combine: Callable[[str], Value]) -> dict[str, Value]:
        return {rule: combine(rule) for rule in ids}

    def samples_of(rule: str) -> list[Sample]:
        found = [sample for unit in units for sample in unit["samples"].get(rule, [])]
        return sorted(found, key=lambda sample: sample["row"])[: limits["samples"]]

    return Totals(
        rows=sum(unit["rows"] for unit in units),
        good=sum(unit["goodRows"] for unit in units),
        quarantined=sum(unit["quarantinedRows"] for unit in units),
        doubtful=sum(unit["doubtfulRows"] for unit in units),
        failures=per_rule(lambda rule: sum(unit["failures"].get(rule, 0) for unit in units)),
        samples=per_rule(samples_of),
        causes=per_rule(
            lambda rule: _top_causes(cause for unit in units for cause in unit["causes"].get(rule, []))[
                : limits["causes"]
            ]
        ),
    )


def _top_causes(causes: Iterable[Cause]) -> list[Cause]:
    """Each unit names only its own most frequent values: in a drop of many units the sums are lower bounds."""
    rows: dict[str | None, int] = {}
    for cause in causes:
        rows[cause["value"]] = rows.get(cause["value"], 0) + cause["rows"]
    found: list[Cause] = [{"value": value, "rows": count} for value, count in rows.items()]
    return sorted(found, key=lambda cause: (-cause["rows"], utf16_order(_shown(cause["value"]))))


def _shown(value: str | None) -> str:
    return "null" if value is None else value


def utf16_order(text: str) -> bytes:
    """Sorts as ECMAScript compares strings: by UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


class Partitions(NamedTuple):
    partitions: list[PartitionRows]
    newest_micros: str | None


def add_partitions(parts: Sequence[UnitResult | SettledRows | Deduplicated]) -> Partitions:
    rows: dict[str, int] = {}
    for part in parts:
        for partition in part["partitions"]:
            rows[partition["id"]] = rows.get(partition["id"], 0) + partition["rows"]
    newest = [int(part["newestMicros"]) for part in parts if part["newestMicros"] is not None]
    return Partitions(
        [{"id": partition, "rows": count} for partition, count in sorted(rows.items())],
        str(max(newest)) if newest else None,
    )


def exceeded_rules(plan: Plan, failures: Mapping[str, int], rows: int) -> list[str]:
    """Rules that put up with some failing rows, and had more."""
    return [rule["id"] for rule in plan["rules"] if is_exceeded(rule, failures.get(rule["id"], 0), rows)]


def is_exceeded(rule: Rule, failed: int, rows: int) -> bool:
    return rule["threshold"] is not None and not holds(rule["threshold"], Share(failed, rows))


def assert_conserved(what: str, whole: int, *parts: int) -> None:
    """Rows are conserved. Anything else is a bug of Sluice, and must stop before it reaches a warehouse."""
    if whole != sum(parts):
        shown = " + ".join(map(str, parts))
        raise RuntimeError(f"rows are lost or made at {what}: {whole} is not {shown}")
