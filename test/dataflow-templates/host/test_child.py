"""The child as a process: what it inherits, how it ends, and that its lines are lines."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

PLAN: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent.parent / "plan" / "goldens" / "flights.plan.json").read_text()
)

Child = subprocess.Popen[bytes]


@pytest.fixture
def child() -> Iterator[Child]:
    command = [sys.executable, "-I", "-m", "host.child"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env={}, stdin=pipe, stdout=pipe, start_new_session=True) as started:
        yield started
        started.kill()


def ask(child: Child, number: int, request: object) -> None:
    assert child.stdin
    child.stdin.write(json.dumps({"id": number, "request": request}, ensure_ascii=False).encode() + b"\n")
    child.stdin.flush()


def hear(child: Child) -> Any:
    assert child.stdout
    return json.loads(child.stdout.readline())


def test_it_says_that_it_is_ready_and_answers_in_order(child: Child) -> None:
    assert hear(child) == {"ready": True}
    ask(child, 1, {"kind": "learn", "hash": "\u2028é😀", "plan": PLAN})
    ask(child, 2, {"kind": "close"})
    for number in (1, 2):
        answer = hear(child)
        assert isinstance(answer["answer"].pop("milliseconds"), int)
        assert answer == {"id": number, "answer": {"ok": True, "value": None}}


def test_a_request_that_makes_no_sense_is_a_bug_and_not_the_end(child: Child, tmp_path: Path) -> None:
    hear(child)
    box = {"folder": str(tmp_path), "input": "drop.parquet", "memoryMb": 256}
    ask(
        child, 1, {"kind": "check", "box": box, "plan": "unknown", "good": {"kind": "files", "files": []}, "checks": []}
    )
    assert "plan unknown was not sent" in hear(child)["answer"]["bug"]
    ask(child, 2, {"kind": "close"})
    assert hear(child)["answer"]["ok"]


def test_it_ends_with_its_stdin_in_the_middle_of_a_statement(child: Child, tmp_path: Path) -> None:
    hear(child)
    statement = "SELECT count(*) FROM range(1000000000000000) t(i) WHERE hash(i) = 0"
    endless = {"id": "endless", "statement": statement}
    plan = {**PLAN, "checks": [endless]}
    ask(child, 1, {"kind": "learn", "hash": "h", "plan": plan})
    hear(child)
    box = {"folder": str(tmp_path), "input": "drop.parquet", "memoryMb": 256}
    duckdb.sql(f"COPY (SELECT 1 AS n) TO '{tmp_path}/good.parquet'")
    good = {"kind": "files", "files": [{"file": "good.parquet", "rows": 1}]}
    ask(child, 2, {"kind": "check", "box": box, "plan": "h", "good": good, "checks": ["endless"]})
    wait_until_busy(child.pid)
    assert child.stdin
    child.stdin.close()
    assert child.wait(timeout=30) == 0


def wait_until_busy(pid: int) -> None:
    """Until it has worked for a fifth of a second of the processor's time since it was asked."""
    start, patience = worked(pid), time.monotonic() + 60
    while worked(pid) < start + 0.2:
        assert time.monotonic() < patience
        time.sleep(0.05)


def worked(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_it_loads_duckdb_and_nothing_else_from_outside() -> None:
    loaded = modules_after("import host.child.__main__") - modules_after("")
    outside = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    assert outside == {"host", "duckdb", "_duckdb"}


def modules_after(imports: str) -> set[str]:
    code = f"{imports}\nimport sys, json; print(json.dumps(list(sys.modules)))"
    return set(json.loads(subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True).stdout))
