"""Where the DAGs work: `environment.json` beside them, which `pulumi up` writes (lakehouse/plan/cloud/airflow.ts)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "sluice/airflow/1"


@dataclass(frozen=True)
class Environment:
    id: str
    project: str
    # Addresses of the functions `step` and `maintain`.
    step: str
    maintain: str
    # Name of the bucket that takes notes.
    outbox: str
    # Where Cloud Storage answers.
    storage: str
    # Of launches; none where nobody makes pools: a task that waits for a pool that is not there waits for ever.
    pool: str | None


def read_environment(file: Path) -> Environment:
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if found.get("format") != FORMAT:
        raise ValueError(f"{file.name}: format {found.get('format')!r} is not {FORMAT} → deploy with `pulumi up`")
    return Environment(
        id=found["environment"]["id"],
        project=found["environment"]["project"],
        step=found["functions"]["step"],
        maintain=found["functions"]["maintain"],
        outbox=found["outbox"],
        storage=found["endpoints"].get("storage", "https://storage.googleapis.com"),
        pool="sluice_dataflow" if found["orchestrator"] == "airflow-vm" else None,
    )
