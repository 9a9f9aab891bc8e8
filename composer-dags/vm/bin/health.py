"""
Whether Airflow works, every minute. A part without a sign of life is started again; what that does not mend is an error
in the journal, which Google's agent carries to Cloud Logging, where an alert counts it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HEALTH = "http://127.0.0.1:8080/api/v2/monitor/health"
STATE = Path("/run/sluice-health/silent.json")
LOOKED = Path("/srv/sluice/live/looked")
BACKUPS = Path("/srv/sluice/backups")
UPTIME = Path("/proc/uptime")
# Units by the names that Airflow gives its parts.
UNITS = {
    "api_server": "sluice-airflow-api-server.service",
    "metadatabase": "sluice-postgres.service",
    "scheduler": "sluice-airflow-scheduler.service",
    "dag_processor": "sluice-airflow-dag-processor.service",
    "triggerer": "sluice-airflow-triggerer.service",
}
# In minutes: a start takes one or two of them.
RESTARTED_AFTER, TOLD_AFTER = 5, 15
# In seconds.
SYNC_MAY_LAST, BACKUP_MAY_LAST = 1_800, 3 * 86_400
WARNING, ERROR = "<4>", "<3>"


def main() -> int:
    before = read_state()
    silent = {part: before.get(part, 0) + 1 for part in parts_without_sign(ask())}
    STATE.write_text(json.dumps(silent))
    for part, minutes in silent.items():
        mend(part, minutes)
    for late in what_is_late(time.time()):
        say(ERROR, late)
    return 0


def ask() -> dict[str, Any] | None:
    """None: the page itself does not answer."""
    try:
        with urlopen(HEALTH, timeout=20) as answer:  # noqa: S310
            return json.load(answer)
    except (OSError, ValueError):
        return None


def parts_without_sign(health: dict[str, Any] | None) -> list[str]:
    """Of those who know of each other by the database nothing is known without it."""
    if health is None:
        return ["api_server"]
    if health["metadatabase"]["status"] != "healthy":
        return ["metadatabase"]
    return [part for part, said in health.items() if part in UNITS and said["status"] != "healthy"]


def mend(part: str, minutes: int) -> None:
    if minutes >= TOLD_AFTER:
        say(ERROR, f"{UNITS[part]} has given no sign of life for {minutes} minutes, and a restart did not help")
    if minutes % RESTARTED_AFTER == 0:
        say(WARNING, f"{UNITS[part]} has given no sign of life for {minutes} minutes: it is started again")
        subprocess.run(["/usr/bin/systemctl", "restart", "--no-block", UNITS[part]], check=False)  # noqa: S603


def what_is_late(now: float) -> list[str]:
    """Not of a machine that has just been started."""
    up = float(UPTIME.read_text().split()[0])
    late: list[str] = []
    if up > SYNC_MAY_LAST and now - written_at(LOOKED) > SYNC_MAY_LAST:
        late.append("no look into the bucket of DAGs has succeeded for half an hour: journalctl -u sluice-sync")
    newest = max((written_at(file) for file in BACKUPS.glob("*.dump")), default=0)
    if up > BACKUP_MAY_LAST and now - newest > BACKUP_MAY_LAST:
        late.append("the database has had no backup for three days: journalctl -u sluice-backup")
    return late


def written_at(file: Path) -> float:
    return file.stat().st_mtime if file.exists() else 0


def read_state() -> dict[str, int]:
    try:
        return json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}


def say(priority: str, text: str) -> None:
    sys.stdout.write(f"{priority}{text}\n")


if __name__ == "__main__":
    sys.exit(main())
