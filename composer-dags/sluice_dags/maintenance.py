"""The DAG that looks after all datasets, by the function `maintain` (docs/functions.md)."""

from typing import Any

from sluice_dags.compat import DAG, AirflowException, BaseOperator, CronTriggerTimetable
from sluice_dags.environment import Environment
from sluice_dags.functions import call
from sluice_dags.notes import Notes

MAINTENANCE = "sluice_maintenance"
# Each day before people come; digests and costs know themselves when they are due.
DAILY = "30 4 * * *"
TASKS = {
    "reconcile": "has drops and publications taken up that somebody left",
    "digests": "has mails sent that wait for their hour",
    "history": "writes the ledger's history to BigQuery, for dashboards",
    "cost": "counts what the last week has cost",
}


class Maintain(BaseOperator):
    """One task of the function, which answers when it is done; what it left is asked for by the next try."""

    ui_color = "#f4effa"

    def __init__(self, *, work: str, environment: Environment, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.work = work
        self.environment = environment

    def execute(self, context: Any) -> dict[str, Any]:
        answer = call(self.environment.maintain, {"task": self.work}, "sluice/maintain/1")
        undone = [*answer["faults"], *(f"{dataset}: time was up" for dataset in answer.get("left", []))]
        if undone:
            raise AirflowException(f"{self.work}: not done: {'; '.join(undone)}")
        return answer


def maintenance_dag(environment: Environment) -> DAG:
    from sluice_dags.dag import settings_of

    with DAG(
        MAINTENANCE,
        schedule=CronTriggerTimetable(DAILY, timezone="UTC"),
        doc_md="# Maintenance\n\n" + "\n".join(f"- `{name}` {does}" for name, does in TASKS.items()) + "\n",
        tags=["sluice"],
        **settings_of(Notes(environment, None), None),
    ) as dag:
        reconcile, digests, history, cost = (
            Maintain(task_id=name, work=name, environment=environment) for name in TASKS
        )
        reconcile >> history >> cost
        reconcile >> digests
    return dag
