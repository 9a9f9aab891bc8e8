"""The report: what one round of one drop gave, spelled as lakehouse/plan/schemas/report.schema.json has it."""

from typing import Literal, TypedDict

from host.shapes import (
    Cause,
    Differences,
    Lifts,
    OutputFile,
    PartitionRows,
    Reason,
    Sample,
    Threshold,
)

Severity = Literal["error", "warning", "info"]
Verdict = Literal["ready", "ready with warnings", "held", "rejected"]
Outcome = Literal["passed", "quarantined", "counted", "warned", "exceeded"]
Checked = Literal["passed", "warned", "failed", "not run"]


class RuleResult(TypedDict):
    id: str
    column: str | None
    path: str
    severity: Severity
    description: str
    businessImpact: str | None
    failed: int
    threshold: Threshold | None
    outcome: Outcome
    masked: bool
    samples: list[Sample]
    causes: list[Cause]


class CheckResult(TypedDict):
    id: str
    kind: str
    severity: Severity
    description: str
    businessImpact: str | None
    threshold: Threshold
    measured: float | None
    outcome: Checked
    note: str | None


class ReportedDrop(TypedDict):
    key: str
    bucket: str
    name: str
    generation: str
    arrived: str
    arrivalDay: str
    bytes: str
    crc32c: str


# `in` = `good` + `quarantined`; None: the file was refused before it was decoded.
Rows = TypedDict("Rows", {"in": int | None, "good": int, "quarantined": int, "duplicates": int})


class Milliseconds(TypedDict):
    preflight: int
    split: int
    checks: int
    total: int


class Run(TypedDict):
    host: Literal["node", "beam"]
    duckdb: str
    units: int
    started: str
    milliseconds: Milliseconds


class Files(TypedDict):
    good: list[OutputFile]
    quarantined: list[OutputFile]


class Identity(TypedDict):
    """Whose report it is, and how it came about."""

    format: Literal["sluice/report/1"]
    dataset: str
    environment: str
    plan: str
    drop: ReportedDrop
    round: int
    attempt: int
    lifts: Lifts
    run: Run


class Judgement(Identity):
    """The report but for its files, whose places only the caller knows."""

    verdict: Verdict
    reasons: list[Reason]
    rows: Rows
    columns: Differences
    rules: list[RuleResult]
    checks: list[CheckResult]
    partitions: list[PartitionRows]
    passedThrough: bool


class Report(Judgement):
    files: Files
