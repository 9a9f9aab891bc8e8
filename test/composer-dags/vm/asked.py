"""What Airflow's page and its database answer, on the machine that `machine.py` makes."""

import json
from urllib.request import Request, urlopen

from machine import run

PAGE = "http://127.0.0.1:8080"


def health() -> dict[str, str]:
    with urlopen(f"{PAGE}/api/v2/monitor/health", timeout=20) as answer:
        return {part: said["status"] for part, said in json.load(answer).items()}


def api(path: str, field: str, key: str) -> list[str]:
    """As somebody who has come by the tunnel: without a password."""
    with urlopen(Request(f"{PAGE}/api/v2{path}"), timeout=60) as answer:
        return [one[key] for one in json.load(answer)[field]]


def send(method: str, path: str, body: object, headers: dict[str, str]) -> None:
    with urlopen(Request(f"{PAGE}/api/v2{path}", json.dumps(body).encode(), headers, method=method), timeout=60):
        pass


def count(database: str, table: str) -> int:
    return int(query(database, f"SELECT count(*) FROM {table}"))


def databases() -> list[str]:
    told = query("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'")
    return sorted(told.split())


def query(database: str, sql: str) -> str:
    command = ["psql", "-h", "/run/sluice-postgres", "-d", database, "-Atc", sql]
    return run("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command, cwd="/")
