"""What became of each rule."""

from collections.abc import Sequence

from host.report_shapes import Outcome, RuleResult
from host.result import SplitDrop
from host.shapes import Plan, Reason, Rule
from host.shown_values import shown_causes, shown_samples
from host.totals import is_exceeded
from host.words import count_of, number_words, share_words, threshold_words


def rule_results(plan: Plan, drop: SplitDrop) -> list[RuleResult]:
    """Every rule of the contract; those that only some drops have (types, changed columns) where they failed."""
    return [
        _rule_result(rule, drop)
        for rule in plan["rules"]
        if rule["kind"] == "row" or drop.failures.get(rule["id"], 0) > 0
    ]


def _rule_result(rule: Rule, drop: SplitDrop) -> RuleResult:
    failed = drop.failures.get(rule["id"], 0)
    return {
        "id": rule["id"],
        "column": rule["column"],
        "path": rule["path"],
        "severity": rule["severity"],
        "description": rule["description"],
        "businessImpact": rule["businessImpact"],
        "failed": failed,
        "threshold": rule["threshold"],
        "outcome": outcome_of(rule, failed, drop.rows.entered),
        "masked": rule["masked"],
        "samples": shown_samples(rule, drop.samples.get(rule["id"], [])),
        "causes": shown_causes(rule, drop.causes.get(rule["id"], [])),
    }


def outcome_of(rule: Rule, failed: int, rows: int) -> Outcome:
    exceeded = is_exceeded(rule, failed, rows)
    if rule["severity"] == "info":
        return "counted" if failed > 0 else "passed"
    if rule["severity"] == "warning":
        # Without a threshold there is no slack: one row is worth a word.
        if exceeded or (rule["threshold"] is None and failed > 0):
            return "warned"
        return "counted" if failed > 0 else "passed"
    if exceeded:
        return "exceeded"
    if failed == 0:
        return "passed"
    return "quarantined" if rule["disposition"] == "quarantine" else "counted"


def rule_reasons(rules: Sequence[RuleResult], rows: int) -> list[Reason]:
    reasons: list[Reason] = []
    for rule in rules:
        if rule["outcome"] == "exceeded":
            cure = "look at the samples; then release the drop, or have it delivered again"
            reasons.append({"code": "RULE_EXCEEDED", "message": _message(rule, rows), "cure": cure})
        if rule["outcome"] == "warned":
            cure = "tell the producer, or give the rule a threshold that suits the data"
            reasons.append({"code": "RULE_WARNING", "message": _message(rule, rows), "cure": cure})
    return reasons


def _message(rule: RuleResult, rows: int) -> str:
    failed, threshold = rule["failed"], rule["threshold"]
    share = "" if rows == 0 else f" ({share_words(failed, rows, threshold)})"
    bound = f"; allowed: {threshold_words(threshold)}" if threshold else ""
    counted = f"{number_words(failed)} of {count_of(rows, 'row')}{share}"
    return f'{rule["id"]}: {counted} break "{rule["description"]}"{bound}'
