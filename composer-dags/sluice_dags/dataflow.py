"""Airflow's own operator for Dataflow. Imported only where it is looked at or run: launch.py says why."""

from typing import Any

from airflow.providers.google.cloud.operators.dataflow import DataflowStartFlexTemplateOperator
from googleapiclient.errors import HttpError


class LaunchJob(DataflowStartFlexTemplateOperator):
    """
    Starts the job under the very name that `prepare` answered, and waits for its end in the triggerer. One that runs
    under it already (the task's process died behind the launch) is left to run: `publish` waits for what it reports.
    """

    def execute(self, context: Any) -> Any:
        try:
            return super().execute(context)
        except HttpError as error:
            if error.resp.status != 409:
                raise
            self.log.warning("it runs already: %s", error.reason)
            return None
