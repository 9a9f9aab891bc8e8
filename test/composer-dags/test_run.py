"""One whole run: Airflow's real operators, functions in processes of their own, fakes at Google's own addresses."""

import json
import os
from pathlib import Path

import pytest

from offline import run_inside, why_not

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    if reason := why_not():
        pytest.skip(f"the whole run is left out: {reason}")
    from sluice_dags.compat import AIRFLOW

    if AIRFLOW < 3:
        pytest.skip("Airflow 2 runs no task in the process of a test")
    folder = tmp_path_factory.mktemp("run")
    env = os.environ | {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder}/airflow.db",
        "AIRFLOW_CONN_GOOGLE_CLOUD_DEFAULT": "google-cloud-platform://",
    }
    done = run_inside(HERE / "whole_run.py", str(folder), "sluice_sales", env=env)
    assert done.returncode == 0, f"{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    return json.loads(done.stdout.splitlines()[-1])


def test_a_small_and_a_large_drop_reach_the_table(run):
    first, _ = run["runs"]
    assert first == dict.fromkeys(["run", "pending", "prepare", "launch", "publish"], "success")
    assert run["states"] == [
        ["sales/dt=2026-03-10/large.parquet", "COMMITTED"],
        ["sales/dt=2026-03-10/small.parquet", "COMMITTED"],
    ]
    assert run["notes"] == []


def test_the_job_ran_under_the_answered_name_as_airflows_account(run):
    [job] = run["jobs"]
    assert job["state"] == "JOB_STATE_DONE"
    assert job["account"] == "sluice-test-airflow@acme-test.iam.gserviceaccount.com"
    assert run["manifests"] == [job["name"]]


def test_rows_are_conserved(run):
    assert [[one[part] for part in ("in", "good", "quarantined")] for one in run["reports"]] == [
        [5000, 5000, 0],
        [10, 9, 1],
    ]
    published = [one["counts"] for one in run["publications"]]
    assert {one["state"] for one in run["publications"]} == {"DONE"}
    assert sum(one["loaded"] for one in published) == run["rows"] == 5009
    for one in published:
        assert one["good"] == one["loaded"] + one["duplicates"]


def test_a_second_run_finds_nothing_to_do(run):
    """It asks once more and ends: no other job, no other row."""
    _, second = run["runs"]
    assert second == {
        "run": "success",
        "pending": "success",
        "prepare": "skipped",
        "launch": "skipped",
        "publish": "success",
    }
