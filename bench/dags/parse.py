"""
What a process pays for a folder of DAGs: `parse.py FOLDER import|dags|task`. `import`: Airflow and the provider's
operator; `dags`: what the folder's DAGs cost beyond these; `task`: the same in the process of one task, which has
Airflow and imports no provider. The last line is JSON.
"""

import json
import os
import sys
import time
from pathlib import Path


def import_airflow() -> None:
    import airflow.dag_processing.dagbag
    import airflow.providers.standard
    import airflow.timetables.trigger  # noqa: F401
    from airflow.sdk import DAG, Asset, BaseSensorOperator, Param  # noqa: F401


def import_provider() -> None:
    import airflow.providers.google.cloud.operators.dataflow  # noqa: F401


def parse(folder: Path, wanted: int) -> None:
    from airflow.dag_processing.dagbag import BundleDagBag

    bag = BundleDagBag(str(folder), bundle_path=folder, bundle_name="dags-folder")
    if bag.import_errors or len(bag.dags) != wanted:
        raise SystemExit(f"{len(bag.dags)} DAGs, {bag.import_errors}")


def timed(work, *arguments) -> float:  # noqa: ANN001, ANN002
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def main(folder: Path, mode: str) -> float:
    imports = timed(import_airflow)
    if mode == "task":
        plan = min(folder.glob("plans/*.json")).stem
        os.environ["_AIRFLOW_PARSING_CONTEXT_DAG_ID"] = f"sluice_{plan}"
        os.environ["_AIRFLOW_PARSING_CONTEXT_TASK_ID"] = "publish"
        return timed(parse, folder, 1)
    imports += timed(import_provider)
    if mode == "import":
        return imports
    return timed(parse, folder, 1 + len(list(folder.glob("plans/*.json"))))


print(json.dumps({"seconds": main(Path(sys.argv[1]), sys.argv[2])}))  # noqa: T201
