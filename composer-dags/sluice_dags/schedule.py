"""When a DAG runs, which days a run is about, and when it is late."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sluice_dags.compat import Asset, CronTriggerTimetable
from sluice_dags.environment import Environment
from sluice_dags.plans import Plan

# Runs of former days are only made when they are asked for; backfills reach back to here.
START = datetime.fromtimestamp(0, UTC)
HOURLY = "0 * * * *"
DAY = timedelta(days=1)


def asset_of(environment: Environment, dataset: str) -> Asset:
    # For any scheme without `x-` Airflow imports all providers, in case that one of them knows it: 1.4 s of each task.
    return Asset(f"x-sluice://{environment.project}/{environment.id}/{dataset}")


def schedule_of(plan: Plan, environment: Environment) -> Any:
    """A run is of the day, or hour, at which it is due: the contract promises a drop of that very day."""
    if not plan.inputs:
        return CronTriggerTimetable(plan.schedule or HOURLY, timezone="UTC", interval=timedelta())
    first, *others = [asset_of(environment, dataset) for dataset in plan.inputs]
    for other in others:
        first = first | other
    return first


def days_of(plan: Plan, context: Any) -> dict[str, str] | None:
    """Arrival days that the run is about, as `step` wants them; none: all. By hand they are what the person typed."""
    kind = run_type(context)
    if kind == "backfill" or (kind == "scheduled" and plan.schedule is not None):
        day = context["data_interval_start"].date()
        return span(day, day + DAY)
    typed, before = context["params"].get("from"), context["params"].get("before")
    if not typed:
        return None
    first = date.fromisoformat(typed)
    return span(first, date.fromisoformat(before) if before else first + DAY)


def days_to_prepare(plan: Plan, context: Any) -> dict[str, str] | None:
    """A drop that came late, or while Airflow stood still, is of a day that no other run will ask for."""
    return None if run_type(context) == "scheduled" else days_of(plan, context)


def run_type(context: Any) -> str:
    kind = context["dag_run"].run_type
    return str(getattr(kind, "value", kind))


def span(first: date, before: date) -> dict[str, str]:
    return {"from": first.isoformat(), "before": before.isoformat()}


def expected_until(plan: Plan, context: Any) -> datetime | None:
    """Until when the drop of the run's day may come; none: no drop is promised, or it is not for this run to wait."""
    if plan.schedule is None or run_type(context) != "scheduled":
        return None
    due = context["data_interval_end"]
    if plan.expected_by is None:
        return datetime.combine(due.date() + DAY, time(), UTC)
    by = datetime.combine(due.date(), time.fromisoformat(plan.expected_by.removesuffix("Z")), UTC)
    return by if by >= due else by + DAY


def late_after(plan: Plan, context: Any) -> datetime | None:
    """When what the run publishes is later than the contract's `latency`; none: it has none, or a person started it."""
    if plan.latency_hours is None or run_type(context) != "scheduled":
        return None
    since = expected_until(plan, context) or context["data_interval_end"]
    return since + timedelta(hours=plan.latency_hours)


def now() -> datetime:
    return datetime.now(UTC)
