"""Buttons of a task that lead to BigQuery's jobs."""

from typing import Any

from sluice_dags.compat import AIRFLOW, BaseOperatorLink

# A publication has about three: look, load or copy, merge.
COUNT = 4


class JobLink(BaseOperatorLink):
    """The n-th job of the newest publication that the task has seen."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def name(self) -> str:
        return f"BigQuery job {self.number}"

    @property
    def xcom_key(self) -> str:
        return f"_link_bigquery_job_{self.number}"

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """Airflow asks in the task's own process, when it has ended."""
        return dict(enumerate(operator.job_links, 1)).get(self.number, "")


# Airflow 2 shows only links that a plugin has registered: there they are in the task's log.
JOB_LINKS = [JobLink(number) for number in range(1, COUNT + 1)] if AIRFLOW > 2 else []
