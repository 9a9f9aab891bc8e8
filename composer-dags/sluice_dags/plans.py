"""What a DAG is made of: plans of `lakehouse/plan/plan.ts`, of which it reads little."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "sluice/plan/1"


@dataclass(frozen=True)
class Plan:
    dataset: str
    # Of the contract: title, description, owner, runbookUrl, version.
    contract: dict[str, Any]
    # Datasets that the table is derived from; none: drops arrive for it.
    inputs: list[str]
    # Cron expression, UTC: on each day that it names a drop is promised.
    schedule: str | None
    # Time of day, `06:00Z`, by which that drop is there.
    expected_by: str | None
    # From arrival to the table.
    latency_hours: float | None
    retention_days: float | None
    rules: list[dict[str, Any]]
    checks: list[dict[str, Any]]


def dag_id(dataset: str) -> str:
    return f"sluice_{dataset}"


def read_plan(file: Path) -> Plan:
    """Raises whatever is wrong with it."""
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if found.get("format") != FORMAT:
        raise ValueError(f"{file.name}: format {found.get('format')!r} is not {FORMAT} → deploy with `pulumi up`")
    if found["dataset"] != file.stem:
        raise ValueError(f"{file.name}: it is the plan of {found['dataset']!r} → deploy with `pulumi up`")
    sla = found["sla"]
    return Plan(
        dataset=found["dataset"],
        contract=found["contract"],
        inputs=[one["dataset"] for one in (found["derived"] or {"inputs": []})["inputs"]],
        schedule=sla["schedule"],
        expected_by=sla["expectedBy"],
        latency_hours=sla["latencyHours"],
        retention_days=sla["retentionDays"],
        rules=found["rules"],
        checks=found["checks"],
    )
