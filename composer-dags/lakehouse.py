"""The one file of this folder that Airflow parses: a DAG for each plan in plans/ (docs/airflow.md)."""

from pathlib import Path

from sluice_dags.compat import DAG, get_parsing_context
from sluice_dags.dag import broken_dag, dataset_dag
from sluice_dags.environment import Environment, read_environment
from sluice_dags.maintenance import MAINTENANCE, maintenance_dag
from sluice_dags.plans import dag_id, read_plan

FOLDER = Path(__file__).parent


def make_dags(wanted: str | None) -> list[DAG]:
    """All, or the one that a task's process asks for: each of these reads this file again."""
    environment = read_environment(FOLDER / "environment.json")
    files = [file for file in sorted(FOLDER.glob("plans/*.json")) if wanted in (None, dag_id(file.stem))]
    dags = [make_dag(file, environment) for file in files]
    return [maintenance_dag(environment), *dags] if wanted in (None, MAINTENANCE) else dags


def make_dag(file: Path, environment: Environment) -> DAG:
    """A plan that cannot be used becomes a DAG too, which fails with the reason: it hides no other."""
    try:
        return dataset_dag(read_plan(file), environment)
    except Exception as error:  # whatever is wrong with it
        return broken_dag(file, error, environment)


globals().update({dag.dag_id: dag for dag in make_dags(get_parsing_context().dag_id)})
