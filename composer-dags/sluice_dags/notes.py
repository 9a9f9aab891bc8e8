"""Notes: what went wrong in Airflow itself, laid into the outbox, from where Sluice mails it (docs/airflow.md)."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from sluice_dags.environment import Environment
from sluice_dags.redact import redact

MOST_CHARACTERS = 2000
TIMEOUT_S = 30
Kind = Literal["task", "deadline", "import"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notes:
    """Of the DAG of a dataset; none: of one for all of them."""

    environment: Environment
    dataset: str | None
    # What a failure of a task is told as.
    kind: Kind = "task"

    def task_failed(self, context: Any) -> None:
        """For `on_failure_callback` of a task: after its last try."""
        self.tell(self.kind, context, str(context.get("exception") or "the task's process ended"))

    def run_failed(self, context: Any) -> None:
        """For `on_failure_callback` of a DAG: it is only told here that a run took too long."""
        if context.get("reason") == "timed_out":
            self.tell("deadline", context, "the run took too long, and was ended", task=False)

    def tell(self, kind: Kind, context: Any, message: str, *, task: bool = True) -> None:
        """Once for a run, its task and the kind. A note that cannot be laid is in the task's log, and fails nothing."""
        try:
            note = self.note(kind, context, message, task=task)
            lay(self.environment, note_name(note), note)
        except Exception:
            log.exception("this was not told: %s", redact(message))

    def note(self, kind: Kind, context: Any, message: str, *, task: bool) -> dict[str, Any]:
        ti = context.get("task_instance") if task else None
        return {
            "format": "sluice/dag-note/1",
            "kind": kind,
            "dataset": self.dataset,
            "dag": context["dag"].dag_id,
            "run": getattr(context.get("dag_run"), "run_id", None) or context.get("run_id"),
            "task": ti.task_id if ti else None,
            "tries": ti.try_number if ti else 1,
            "at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "message": redact(message)[:MOST_CHARACTERS],
            "link": getattr(ti, "log_url", None),
        }


def note_name(note: dict[str, Any]) -> str:
    """The same for what is the same: one that is there already is not laid again."""
    identity = "|".join(note[part] or "" for part in ("dag", "run", "task", "kind"))
    return f"from-dags/{note['dataset'] or 'all-datasets'}/{sha256(identity.encode()).hexdigest()[:24]}.json"


def lay(environment: Environment, name: str, note: dict[str, Any]) -> None:
    import google.auth
    import requests
    from google.auth.transport.requests import Request

    # The account may create objects there, and nothing else: no client that would look at the bucket first.
    credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/devstorage.read_write"])
    credentials.refresh(Request())
    response = requests.post(
        f"{environment.storage}/upload/storage/v1/b/{environment.outbox}/o",
        params={"uploadType": "media", "ifGenerationMatch": "0", "name": name},
        data=json.dumps(note, ensure_ascii=False).encode(),
        headers={"authorization": f"Bearer {credentials.token}", "content-type": "application/json"},
        timeout=TIMEOUT_S,
        allow_redirects=False,
    )
    if response.status_code not in (200, 412):
        raise RuntimeError(f"{environment.outbox}/{name}: {response.status_code} {response.text[:300]}")
