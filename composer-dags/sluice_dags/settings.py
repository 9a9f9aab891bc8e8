"""What all DAGs have in common."""

from datetime import timedelta
from typing import Any

from sluice_dags.compat import BACKOFF
from sluice_dags.notes import Notes
from sluice_dags.schedule import START

# A function answers in nine minutes; a sensor's looks are counted one by one.
TASK_TIMEOUT = timedelta(minutes=12)
RUN_TIMEOUT = timedelta(hours=36)


def settings_of(notes: Notes, owner: str | None) -> dict[str, Any]:
    return {
        "start_date": START,
        "catchup": False,
        "max_active_runs": 1,
        "dagrun_timeout": RUN_TIMEOUT,
        "on_failure_callback": notes.run_failed,
        "default_args": {
            "owner": owner or "sluice",
            "retries": 3,
            "retry_delay": timedelta(minutes=1),
            "retry_exponential_backoff": BACKOFF,
            "max_retry_delay": timedelta(minutes=15),
            "execution_timeout": TASK_TIMEOUT,
            "on_failure_callback": notes.task_failed,
        },
    }
