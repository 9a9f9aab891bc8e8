"""The DAG of a dataset, and what stands in its place where its plan is broken."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sluice_dags.broken import Broken
from sluice_dags.compat import DAG, CronTriggerTimetable, Param
from sluice_dags.doc import broken_doc, doc_of
from sluice_dags.environment import Environment
from sluice_dags.launch import launch_task
from sluice_dags.notes import Notes
from sluice_dags.pending import Pending
from sluice_dags.plans import Plan, dag_id
from sluice_dags.prepare import Prepare
from sluice_dags.publish import Publish
from sluice_dags.schedule import asset_of, schedule_of
from sluice_dags.settings import settings_of

# The longest that a run waits; it is ended later.
SENSOR_TIMEOUT = timedelta(hours=24)
LOOKS = timedelta(minutes=1)
DAILY = "0 6 * * *"

DAY_PARAM = {"type": ["null", "string"], "format": "date"}
PARAMS: Any = {
    "from": Param(
        None, description="First arrival day, as 2001-01-31. Without it the run is about all days.", **DAY_PARAM
    ),
    "before": Param(None, description="The first day that is no more meant: by default the one after.", **DAY_PARAM),
}


def dataset_dag(plan: Plan, environment: Environment) -> DAG:
    with DAG(
        dag_id(plan.dataset),
        schedule=schedule_of(plan, environment),
        doc_md=doc_of(plan, environment),
        tags=["sluice", "derived" if plan.inputs else "landed"],
        params=PARAMS,
        **settings_of(Notes(environment, plan.dataset), plan.contract["owner"]),
    ) as dag:
        about: dict[str, Any] = {"plan": plan, "environment": environment}
        looks: dict[str, Any] = {"poke_interval": LOOKS.total_seconds(), "timeout": SENSOR_TIMEOUT.total_seconds()}
        publish = Publish(
            task_id="publish",
            # `prepare` is skipped where nothing waits, `launch` where no drop is large.
            trigger_rule="none_failed",
            outlets=[asset_of(environment, plan.dataset)],
            doc_md=Publish.__doc__,
            **about,
            **looks,
        )
        if not plan.inputs:
            pending = Pending(task_id="pending", doc_md=Pending.__doc__, **about, **looks)
            prepare = Prepare(task_id="prepare", doc_md=Prepare.__doc__, **about)
            pending >> prepare >> launch_task(environment, prepare.output) >> publish
    return dag


def broken_dag(file: Path, error: Exception, environment: Environment) -> DAG:
    """Fails once a day with the reason, so that it is seen in Airflow and told by mail until it is mended."""
    reason = f"plans/{file.name} cannot be used: {type(error).__name__}: {error} → deploy with `pulumi up`"
    with DAG(
        dag_id(file.stem),
        schedule=CronTriggerTimetable(DAILY, timezone="UTC"),
        doc_md=broken_doc(reason),
        tags=["sluice", "broken"],
        **settings_of(Notes(environment, file.stem, kind="import"), None),
    ) as dag:
        Broken(task_id="broken", reason=reason, retries=0)
    return dag
