"""Reads a folder of DAGs as Airflow does, in either version; and says of a DAG what matters."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any


def read_bag(folder: Path) -> Any:
    try:
        from airflow.dag_processing.dagbag import BundleDagBag
    except ImportError:
        from airflow.models import DagBag

        os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(folder)
        return DagBag(str(folder), include_examples=False)  # type: ignore[call-arg]
    return BundleDagBag(str(folder), bundle_path=str(folder), bundle_name="dags-folder")  # type: ignore[arg-type]


def structure_of(dag: Any) -> dict[str, Any]:
    return {
        "schedule": schedule_of(dag.timetable),
        "start": dag.start_date.isoformat() if dag.start_date else None,
        "catchup": dag.catchup,
        "max_active_runs": dag.max_active_runs,
        "dagrun_timeout": str(dag.dagrun_timeout),
        "tags": sorted(dag.tags),
        "params": sorted(dag.params),
        "tells_timeouts": bool(dag.on_failure_callback),
        "tasks": {task.task_id: task_of(task) for task in sorted(dag.tasks, key=lambda task: task.task_id)},
    }


def schedule_of(timetable: Any) -> Any:
    condition = getattr(timetable, "asset_condition", None) or getattr(timetable, "dataset_condition", None)
    if condition is not None and not type(condition).__name__.startswith("_Null"):
        return {"any of": sorted(uri_of(one) for one in assets_in(condition))}
    interval = getattr(timetable, "_interval", None) or getattr(timetable, "interval", None)
    cron = getattr(timetable, "_expression", None) or getattr(timetable, "expression", None)
    return {"cron": cron, "interval": str(interval or timedelta())}


def assets_in(condition: Any) -> list[Any]:
    objects = getattr(condition, "objects", None)
    return [condition] if objects is None else [one for inner in objects for one in assets_in(inner)]


def uri_of(asset: Any) -> str:
    return str(asset.uri)


def task_of(task: Any) -> dict[str, Any]:
    settings = getattr(task, "partial_kwargs", {})
    seen = {
        "operator": getattr(task, "operator_name", None) or task.task_type,
        "downstream": sorted(task.downstream_task_ids),
        "mapped": task.is_mapped if hasattr(task, "is_mapped") else bool(settings),
        "trigger_rule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
        "owner": task.owner,
        "retries": task.retries,
        "retry_delay": str(task.retry_delay),
        "backoff": bool(task.retry_exponential_backoff),
        "max_retry_delay": str(task.max_retry_delay),
        "execution_timeout": str(task.execution_timeout),
        "pool": task.pool,
        "outlets": sorted(uri_of(one) for one in task.outlets or []),
        "tells_failures": bool(settings.get("on_failure_callback") or getattr(task, "on_failure_callback", None)),
    }
    for name in ("mode", "poke_interval", "timeout", "deferrable", "append_job_name"):
        if name in settings or hasattr(task, name):
            seen[name] = settings.get(name, getattr(task, name, None))
    return seen
