"""Dataflow's jobs: one mapped task for each."""

from datetime import timedelta
from typing import Any

from sluice_dags.compat import BaseOperator, get_parsing_context
from sluice_dags.environment import Environment

TASK = "launch"
# Between two looks of the triggerer at a job; it takes minutes to come up.
LOOKS_S = 30
# Of the whole job: Airflow counts what a task is deferred for.
TIMEOUT = timedelta(hours=12)


class StandIn(BaseOperator):
    """In the place of the operator in the process of another task, which reads the file for itself alone."""

    def __init__(  # noqa: PLR0913
        self,
        *,
        body: Any,
        location: str,
        project_id: str,
        append_job_name: bool,
        deferrable: bool,
        poll_sleep: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)


def launch_task(environment: Environment, jobs: Any) -> Any:
    pool = {"pool": environment.pool} if environment.pool else {}
    task = operator_class().partial(
        task_id=TASK,
        deferrable=True,
        append_job_name=False,
        poll_sleep=LOOKS_S,
        execution_timeout=TIMEOUT,
        map_index_template="{{ task.body['launchParameter']['jobName'] }}",
        doc_md="Runs Dataflow's jobs over large drops, under the names that `prepare` answered.",
        **pool,
    )
    return task.expand_kwargs(jobs)


def operator_class() -> type[BaseOperator]:
    """Every task reads the DAG's file again, a sensor at each look: its import costs more than all else in it."""
    running = get_parsing_context().task_id
    if running is not None and running != TASK:
        return StandIn
    from sluice_dags.dataflow import LaunchJob

    return LaunchJob
