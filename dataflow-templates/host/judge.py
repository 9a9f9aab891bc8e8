"""From what was counted to the report. Pure: the same result gets the same verdict on every host."""

from dataclasses import dataclass

from host.judge_checks import check_reasons, check_results
from host.judge_columns import column_reasons
from host.judge_rules import rule_reasons, rule_results
from host.report_shapes import Identity, Judgement
from host.result import RefusedDrop, SplitDrop, Timed
from host.shapes import DropFacts, Lifts, Plan, Reason
from host.shown_values import shown_columns, shown_refusal
from host.version import DUCKDB_VERSION
from host.weigh import weigh
from host.words import number_words

# What one publication may load at once.
_MOST_FILES = 10_000


@dataclass(frozen=True)
class Case:
    """What the judge must be told besides the result."""

    plan: Plan
    plan_hash: str
    facts: DropFacts
    # As the split was given them.
    lifts: Lifts
    # As the store has them, for a file that was refused before its end was read.
    bytes: str
    crc32c: str
    round: int
    attempt: int
    # RFC 3339 UTC.
    started: str


def judge(case: Case, timed: Timed) -> Judgement:
    if isinstance(timed.result, RefusedDrop):
        return _judge_refused(case, timed, timed.result)
    return _judge_split(case, timed, timed.result)


def _judge_refused(case: Case, timed: Timed, result: RefusedDrop) -> Judgement:
    refusal = shown_refusal(result.refusal)
    reason: Reason = {"code": refusal["code"], "message": refusal["message"], "cure": refusal["cure"]}
    verdict, reasons = weigh([reason], case.lifts)
    return {
        **_identity(case, timed, 0),
        "verdict": verdict,
        "reasons": reasons,
        "rows": {"in": None, "good": 0, "quarantined": 0, "duplicates": 0},
        "columns": {"unknown": [], "missing": [], "retyped": [], "renamed": []},
        "rules": [],
        "checks": [],
        "partitions": [],
        "passedThrough": False,
    }


def _judge_split(case: Case, timed: Timed, drop: SplitDrop) -> Judgement:
    plan, facts, rows = case.plan, case.facts, drop.rows
    rules = rule_results(plan, drop)
    checks = check_results(plan, facts, drop)
    columns = shown_columns(drop.differences)
    reasons = [
        *rule_reasons(rules, rows.entered),
        *check_reasons(checks, plan, facts["replay"]),
        *_partition_reasons(plan, drop),
        *column_reasons(plan, columns),
        *_file_reasons(drop),
        *_duplicate_reasons(plan, drop),
    ]
    verdict, weighed = weigh(reasons, case.lifts)
    return {
        **_identity(case, timed, drop.units),
        "verdict": verdict,
        "reasons": weighed,
        "rows": {
            "in": rows.entered,
            "good": rows.good,
            "quarantined": rows.quarantined,
            "duplicates": rows.duplicates,
        },
        "columns": columns,
        "rules": rules,
        "checks": checks,
        "partitions": list(drop.partitions),
        "passedThrough": drop.passed_through,
    }


def _identity(case: Case, timed: Timed, units: int) -> Identity:
    facts = case.facts
    return {
        "format": "sluice/report/1",
        "dataset": case.plan["dataset"],
        "environment": case.plan["environment"],
        "plan": case.plan_hash,
        "drop": {
            "key": facts["key"],
            "bucket": facts["bucket"],
            "name": facts["name"],
            "generation": facts["generation"],
            "arrived": facts["arrived"],
            "arrivalDay": facts["arrivalDay"],
            "bytes": case.bytes,
            "crc32c": case.crc32c,
        },
        "round": case.round,
        "attempt": case.attempt,
        "lifts": {"window": case.lifts["window"], "holds": case.lifts["holds"]},
        "run": {
            "host": "beam",
            "duckdb": DUCKDB_VERSION,
            "units": units,
            "started": case.started,
            "milliseconds": timed.milliseconds,
        },
    }


def _partition_reasons(plan: Plan, drop: SplitDrop) -> list[Reason]:
    most, column = plan["limits"]["partitions"], plan["partition"]["column"]
    if len(drop.partitions) <= most:
        return []
    message = f"the rows fall into more than {number_words(most)} partitions of {column}"
    cure = f"check {column}: one drop rarely spans so much time"
    return [{"code": "TOO_MANY_PARTITIONS", "message": message, "cure": cure}]


def _file_reasons(drop: SplitDrop) -> list[Reason]:
    files = len(drop.good)
    if files <= _MOST_FILES:
        return []
    most = number_words(_MOST_FILES)
    message = f"the good rows are in {number_words(files)} files; one publication loads at most {most}"
    return [{"code": "TOO_MANY_FILES", "message": message, "cure": "deliver smaller drops"}]


def _duplicate_reasons(plan: Plan, drop: SplitDrop) -> list[Reason]:
    if not drop.duplicates_unknown:
        return []
    good, limit = number_words(drop.rows.good), number_words(plan["limits"]["checkRows"]["dataflow"])
    message = f"exact duplicates were not looked for: {good} good rows, the limit is {limit}"
    return [{"code": "CHECK_SKIPPED", "message": message, "cure": "deliver smaller drops, or raise checkLimit"}]
