"""Has large drops handed over, and returns what the jobs are launched with."""

from typing import Any

from sluice_dags.compat import AirflowException, AirflowSkipException, BaseOperator
from sluice_dags.environment import Environment
from sluice_dags.plans import Plan
from sluice_dags.schedule import days_to_prepare
from sluice_dags.step import ask_step


class Prepare(BaseOperator):
    """One set of arguments of `launch` for each job; skipped where nothing waits."""

    ui_color = "#e8f1fb"

    def __init__(self, *, plan: Plan, environment: Environment, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.environment = environment

    def execute(self, context: Any) -> list[dict[str, Any]]:
        if context["ti"].xcom_pull(task_ids="pending")["idle"]:
            raise AirflowSkipException("nothing waits")
        answer = ask_step(self.environment, "prepare", self.plan, days_to_prepare(self.plan, context))
        for fault in answer["faults"]:
            self.log.warning("not handed over: %s", fault)
        for job in answer["jobs"]:
            self.log.info("%s: %s drops, %s bytes: %s", job["name"], job["drops"], job["bytes"], job["link"])
        if answer["faults"] and not answer["jobs"]:
            raise AirflowException(f"no drop could be handed over: {'; '.join(answer['faults'])}")
        return [arguments_of(job["launch"]) for job in answer["jobs"]]


def arguments_of(launch: dict[str, Any]) -> dict[str, Any]:
    return {
        "project_id": launch["projectId"],
        "location": launch["location"],
        "body": {"launchParameter": launch["launchParameter"]},
    }
