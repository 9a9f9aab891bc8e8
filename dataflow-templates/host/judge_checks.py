"""What became of each check of the whole drop."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from host.report_shapes import Checked, CheckResult
from host.result import SplitDrop
from host.shapes import Check, DropFacts, Plan, Reason, Threshold
from host.threshold import Share, holds
from host.words import measured_words, number_words, threshold_words

_MICROS_PER_HOUR = 3_600_000_000
_HELD = "look at the report; then release the drop, or have it delivered again"


class _Measured(NamedTuple):
    # None: not run.
    share: Share | None
    note: str | None


def check_results(plan: Plan, facts: DropFacts, drop: SplitDrop) -> list[CheckResult]:
    return [_check_result(check, plan, facts, drop) for check in plan["checks"]]


def _check_result(check: Check, plan: Plan, facts: DropFacts, drop: SplitDrop) -> CheckResult:
    share, note = _measure(check, plan, facts, drop)
    return {
        "id": check["id"],
        "kind": check["kind"],
        "severity": check["severity"],
        "description": check["description"],
        "businessImpact": check["businessImpact"],
        "threshold": check["threshold"],
        "measured": None if share is None else _shown(check["threshold"], share),
        "outcome": _outcome(check, share),
        "note": note,
    }


def _outcome(check: Check, share: Share | None) -> Checked:
    if share is None:
        return "not run"
    if holds(check["threshold"], share):
        return "passed"
    return "failed" if check["severity"] == "error" else "warned"


def _measure(check: Check, plan: Plan, facts: DropFacts, drop: SplitDrop) -> _Measured:
    if check["when"] == "afterPublish":
        return _Measured(None, "asked in the warehouse, after publication")
    if facts["replay"]:
        return _Measured(None, "a replay is a part of a drop")
    if check["statement"] is not None:
        return _asked(check, plan, drop)
    return _counted(check, facts, drop)


def _counted(check: Check, facts: DropFacts, drop: SplitDrop) -> _Measured:
    """From counts that add up over units."""
    match check["kind"]:
        case "rowCount":
            return _Measured(Share(drop.rows.entered, drop.rows.entered), None)
        case "quarantinedShare":
            return _Measured(Share(drop.rows.quarantined, drop.rows.entered), None)
        case "freshness":
            return _freshness(facts, drop)
        case _:
            return _Measured(None, "there is no text of this check for DuckDB")


def _asked(check: Check, plan: Plan, drop: SplitDrop) -> _Measured:
    found = drop.checks.get(check["id"])
    if found is None:
        good, limit = number_words(drop.rows.good), number_words(plan["limits"]["checkRows"]["dataflow"])
        return _Measured(None, f"the drop has {good} good rows; the limit for counting over all is {limit}")
    if found["measured"] is None:
        return _Measured(None, found["note"])
    # Counts of rows may be held against a share of the drop; a query's own number stands for itself.
    return _Measured(Share(found["measured"], 100 if check["kind"] == "sql" else drop.rows.entered), None)


def _freshness(facts: DropFacts, drop: SplitDrop) -> _Measured:
    if drop.newest_micros is None:
        return _Measured(None, "no good row tells how fresh the drop is")
    hours = (_millis(facts["arrived"]) * 1000.0 - float(int(drop.newest_micros))) / _MICROS_PER_HOUR
    return _Measured(Share(hours, 0), None)


def _millis(instant: str) -> int:
    """`Date.parse`: what is below the millisecond is cut off."""
    moment = datetime.fromisoformat(instant)
    return int(moment.replace(microsecond=0).timestamp()) * 1000 + moment.microsecond // 1000


def _shown(threshold: Threshold, share: Share) -> float:
    if threshold["unit"] == "rows":
        return share.count
    return 0 if share.of == 0 else share.count * 100.0 / share.of


def check_reasons(checks: Sequence[CheckResult], plan: Plan, replay: bool) -> list[Reason]:
    """Of a replay none: a few rows of a drop say nothing of the whole."""
    if replay:
        return []
    afterwards = {check["id"] for check in plan["checks"] if check["when"] == "afterPublish"}
    return [
        _reason(check)
        for check in checks
        if check["severity"] != "info" and check["outcome"] != "passed" and check["id"] not in afterwards
    ]


def _reason(check: CheckResult) -> Reason:
    fatal = check["severity"] == "error"
    if check["outcome"] == "not run":
        message = f"{check['id']} was not run: {check['note'] or 'no reason given'}"
        skipped = "if the drop is too large: deliver smaller ones, or raise checkLimit; else mend the check's text"
        return {
            "code": "CHECK_NOT_RUN" if fatal else "CHECK_SKIPPED",
            "message": message,
            "cure": _HELD if fatal else skipped,
        }
    threshold = check["threshold"]
    measured = measured_words(check["measured"] or 0, threshold)
    message = f"{check['id']}: {check['description']}; measured {measured}, must be {threshold_words(threshold)}"
    if fatal and check["kind"] == "quarantinedShare":
        cure = f"so much is rarely the data: ask what changed at the producer; {_HELD}"
        return {"code": "CIRCUIT_BREAKER", "message": message, "cure": cure}
    if fatal:
        return {"code": "CHECK_FAILED", "message": message, "cure": _HELD}
    return {"code": "CHECK_WARNING", "message": message, "cure": "tell the producer, or change the threshold"}
