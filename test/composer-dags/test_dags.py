"""What Airflow itself makes of the folder: every DAG is there, whole, and as its golden says."""

import json
import os
from pathlib import Path

import pytest

from bag import read_bag, structure_of
from node import deploy_dags

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture(scope="module")
def bag(seeds):
    return read_bag(seeds)


def test_every_plan_is_a_dag(bag, seeds):
    assert bag.import_errors == {}
    datasets = [file.stem for file in seeds.glob("plans/*.json")]
    assert sorted(bag.dags) == sorted(["sluice_maintenance", *(f"sluice_{dataset}" for dataset in datasets)])


def test_dags_are_as_their_goldens(bag):
    found = {}
    for dag in bag.dags.values():
        found[f"{dag.dag_id}.json"] = json.dumps(structure_of(dag), indent=2) + "\n"
        found[f"{dag.dag_id}.md"] = dag.doc_md
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        for file in GOLDENS.iterdir():
            file.unlink()
        for name, content in found.items():
            (GOLDENS / name).write_text(content, "utf-8")
    goldens = {file.name: file.read_text("utf-8") for file in GOLDENS.iterdir()}
    assert found == goldens, "UPDATE_GOLDENS=1 renews them"


def test_where_nobody_makes_pools_no_task_waits_for_one(bag, tmp_path):
    composer = read_bag(deploy_dags(tmp_path / "dags", "contracts", "composer"))
    for dag_id, dag in bag.dags.items():
        one, other = structure_of(dag), structure_of(composer.dags[dag_id])
        pools = [one["tasks"].get("launch", {}).pop("pool", None), other["tasks"].get("launch", {}).pop("pool", None)]
        assert pools in (["sluice_dataflow", "default_pool"], [None, None])
        assert one == other


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"format":', "JSONDecodeError"),
        ("[]", "AttributeError"),
        ('{"format": "sluice/plan/2"}', "format 'sluice/plan/2' is not sluice/plan/1"),
        ('{"format": "sluice/plan/1", "dataset": "other"}', "it is the plan of 'other'"),
        ('{"format": "sluice/plan/1", "dataset": "rides"}', "KeyError: 'sla'"),
    ],
)
def test_a_broken_plan_hides_no_other_and_shows_itself(seeds, content, reason):
    from sluice_dags.compat import AirflowFailException

    broken = seeds / "plans/rides.json"
    broken.write_text(content)
    try:
        bag = read_bag(seeds)
    finally:
        broken.unlink()
    assert bag.import_errors == {}
    assert {"sluice_flights", "sluice_rides"} <= set(bag.dags)
    dag = bag.dags["sluice_rides"]
    assert reason in dag.doc_md
    with pytest.raises(AirflowFailException, match=r"plans/rides\.json cannot be used"):
        dag.get_task("broken").execute({})


def test_a_process_of_one_task_reads_only_what_it_runs(seeds):
    """As Airflow tells it: without the operator that costs more than all else, unless that is the task."""
    for task_id, operator in (("publish", "StandIn"), ("launch", "LaunchJob")):
        os.environ |= {"_AIRFLOW_PARSING_CONTEXT_DAG_ID": "sluice_flights", "_AIRFLOW_PARSING_CONTEXT_TASK_ID": task_id}
        try:
            bag = read_bag(seeds)
        finally:
            del os.environ["_AIRFLOW_PARSING_CONTEXT_DAG_ID"], os.environ["_AIRFLOW_PARSING_CONTEXT_TASK_ID"]
        assert list(bag.dags) == ["sluice_flights"]
        assert structure_of(bag.dags["sluice_flights"])["tasks"]["launch"]["operator"] == operator
