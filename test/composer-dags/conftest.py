"""What Airflow and Google's libraries read when they are imported stands before all imports of them."""

import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "composer-dags")]

from fake_google import Google
from node import deploy_dags

GOOGLE = Google().start()
HOME = Path(tempfile.mkdtemp(prefix="sluice-airflow-"))
os.environ |= {
    "AIRFLOW_HOME": str(HOME),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{HOME}/airflow.db",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    "GCE_METADATA_HOST": GOOGLE.url.removeprefix("http://"),
    "GCE_METADATA_IP": GOOGLE.url.removeprefix("http://"),
}


@pytest.fixture
def google():
    GOOGLE.reset()
    return GOOGLE


@pytest.fixture(scope="session")
def seeds(tmp_path_factory):
    """DAGs of the contracts of this project."""
    return deploy_dags(tmp_path_factory.mktemp("seeds") / "dags", "contracts")


@pytest.fixture(scope="session")
def plan(seeds):
    from sluice_dags.plans import read_plan

    return read_plan(seeds / "plans/flights.json")


@pytest.fixture
def environment(google):
    from sluice_dags.environment import Environment

    url = google.url
    return Environment("test", "acme-test", f"{url}/step", f"{url}/maintain", "acme-test-test-outbox", url, None)


@pytest.fixture
def context():
    """Of a task of a run that somebody started by hand."""
    return {
        "dag": SimpleNamespace(dag_id="sluice_flights"),
        "dag_run": SimpleNamespace(run_id="manual__1", run_type="manual"),
        "params": {"from": None, "before": None},
        "task_instance": SimpleNamespace(task_id="publish", try_number=4, log_url="https://airflow.example.com/log"),
    }
