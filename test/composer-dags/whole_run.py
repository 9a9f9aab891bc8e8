"""Runs a DAG twice over the fakes: `whole_run.py FOLDER DAG`, on offline.py's machine. Says what became of it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from offline import Served, trusting


def main(folder: Path, dag_id: str) -> dict[str, Any]:
    with Served(folder) as served:
        from airflow.utils import db

        db.initdb()
        where = served.where()
        # Google's libraries read these when they are imported, which DAGs do.
        os.environ |= trusting(folder) | {"GCE_METADATA_HOST": where["metadata"], "GCE_METADATA_IP": where["metadata"]}
        dag = quick(dag_of(folder / "dags", dag_id))
        runs = [states_of(dag.test(run_conf={"from": where["day"]})) for _ in range(2)]
        return {"runs": runs, **served.outcome()}


def dag_of(folder: Path, dag_id: str) -> Any:
    from airflow.dag_processing.dagbag import BundleDagBag

    return BundleDagBag(str(folder), bundle_path=str(folder), bundle_name="dags-folder").dags[dag_id]  # type: ignore[arg-type]


def quick(dag: Any) -> Any:
    """Nobody waits a minute for the next look, and nothing that fails is tried again."""
    for task in dag.tasks:
        if hasattr(task, "partial_kwargs"):
            task.partial_kwargs |= {"poll_sleep": 1, "retries": 0}
        else:
            task.retries = 0
            task.poke_interval = 1
    return dag


def states_of(run: Any) -> dict[str, str]:
    tasks = {ti.task_id: str(ti.state) for ti in run.get_task_instances()}
    return {"run": str(run.state), **tasks}


print(f"\n{json.dumps(main(Path(sys.argv[1]), sys.argv[2]))}")  # noqa: T201
