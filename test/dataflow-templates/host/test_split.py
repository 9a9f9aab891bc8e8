"""A plan of two hundred rules over a real file, in this process."""

import json
from pathlib import Path
from typing import Any, cast

import duckdb

from host.child.check import check
from host.child.deduplicate import deduplicate
from host.child.match import match
from host.child.sandbox import make_instance, open_sandbox
from host.child.settle import settle
from host.child.split import split
from host.shapes import LocalFile, Plan, RoundFacts, SettleRequest, SplitRequest, UnitResult

GOLDENS = Path(__file__).parent.parent.parent / "plan" / "goldens"
ROWS = 1000
DROP: RoundFacts = {
    "key": "0123456789abcdef01234567",
    "bucket": "landing",
    "name": "flights/2001-06-15.parquet",
    "generation": "1",
    "arrived": "2001-06-15T06:00:00.000Z",
    "arrivalDay": "2001-06-15",
    "replay": False,
    "lifts": {"window": False, "holds": False},
}
TYPES = {
    "date": "TIMESTAMP",
    "delay": "BIGINT",
    "distance": "BIGINT",
    "origin": "VARCHAR",
    "destination": "VARCHAR",
}


def plan_of(rules: list[tuple[str, str, str]]) -> Plan:
    plan: Any = json.loads((GOLDENS / "flights.plan.json").read_text())
    template = next(rule for rule in plan["rules"] if rule["kind"] == "row")
    plan["rules"] = [
        {**template, "id": rule_id, "fails": fails, "disposition": disposition, "shown": "CAST(distance AS VARCHAR)"}
        for rule_id, fails, disposition in rules
    ]
    return cast("Plan", plan)


class Work:
    """A box with a drop of a thousand flights, whose distances are their numbers."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.plan = plan
        self.box: Any = {"folder": str(folder), "input": "drop.parquet", "memoryMb": 256}
        duckdb.sql(f"""COPY (SELECT TIMESTAMP '2001-06-15 00:00:00' AS date, 5::BIGINT AS delay,
            i::BIGINT AS distance, 'ABC' AS origin, 'DEF' AS destination FROM range({ROWS}) t(i))
            TO '{folder}/drop.parquet'""")
        self.sandbox = open_sandbox(make_instance(), self.box, plan["session"])
        raw = [{"name": name, "type": kind} for name, kind in TYPES.items()]
        self.matched = match(plan["columns"], plan["policies"], cast("Any", raw))

    def split(self, write: bool = True) -> UnitResult:
        request: SplitRequest = {
            "kind": "split",
            "box": self.box,
            "plan": "",
            "drop": DROP,
            "matched": self.matched,
            "unit": {"index": 0, "rows": None, "count": ROWS},
            "write": write,
            "passClean": False,
        }
        return split(self.sandbox, self.plan, request)

    def settle(self, doubtful: LocalFile, exceeded: list[str]) -> Any:
        request: SettleRequest = {
            "kind": "settle",
            "box": self.box,
            "plan": "",
            "drop": DROP,
            "matched": self.matched,
            "doubtful": [doubtful],
            "exceeded": exceeded,
        }
        return settle(self.sandbox, self.plan, request)

    def reasons(self, file: LocalFile | None) -> list[tuple[Any, ...]]:
        path = Path(self.sandbox.folder, file["file"]) if file else Path("/")
        return self.sandbox.db.table(  # type: ignore[return-value]
            f"SELECT _row, list_transform(_reasons, lambda reason: reason.rule) FROM '{path}' ORDER BY _row"
        )


def test_two_hundred_rules_fill_four_words(tmp_path: Path) -> None:
    rules = [(f"r{index}", f"distance % {ROWS} = {index} OR distance = 999", "quarantine") for index in range(200)]
    work = Work(tmp_path, plan_of(rules))
    result = work.split()
    assert (result["rows"], result["goodRows"], result["quarantinedRows"]) == (1000, 799, 201)
    assert result["failures"] == {f"r{index}": 2 for index in range(200)}
    bad = work.reasons(result["quarantined"])
    assert [list(row) for row in bad[:200]] == [[str(index), [f"r{index}"]] for index in range(200)]
    assert list(bad[200]) == ["999", [f"r{index}" for index in range(200)]]
    assert result["samples"]["r130"] == [
        {"row": 130, "path": "departed_at", "value": "130"},
        {"row": 999, "path": "departed_at", "value": "999"},
    ]
    counted = work.split(write=False)
    assert counted["failures"] == result["failures"]
    assert counted["partitions"] == result["partitions"]


def test_doubtful_rows_are_decided_over_later(tmp_path: Path) -> None:
    rules = [
        ("few", "distance < 10", "escalate"),
        ("odd", "distance = 5", "quarantine"),
        ("far", "distance > 990", "escalate"),
    ]
    work = Work(tmp_path, plan_of(rules))
    result = work.split()
    doubtful = result["doubtful"]
    assert (result["goodRows"], result["doubtfulRows"], result["quarantinedRows"]) == (981, 18, 1)
    assert doubtful is not None
    settled = work.settle(doubtful, ["far"])
    assert (settled["rows"], settled["good"]["rows"], settled["quarantined"]["rows"]) == (18, 9, 9)
    assert work.reasons(settled["quarantined"])[0][1] == ["far"]
    assert work.settle(doubtful, [])["quarantined"] is None


def test_duplicates_and_checks_read_the_good_files(tmp_path: Path) -> None:
    plan = plan_of([("far", "distance >= 500", "quarantine")])
    plan["columns"] = [
        {**column, "output": "7::BIGINT"} if column["name"] == "distance" else column for column in plan["columns"]
    ]
    plan["checks"] = [
        cast("Any", {"id": "rows", "statement": "SELECT count(*) FROM good"}),
        cast("Any", {"id": "share", "statement": "SELECT 0.25::DECIMAL(3,2)"}),
        cast("Any", {"id": "none", "statement": "SELECT NULL::BIGINT"}),
        cast("Any", {"id": "two", "statement": "SELECT 1 FROM range(2)"}),
        cast("Any", {"id": "nan", "statement": "SELECT 'nan'::DOUBLE"}),
        cast("Any", {"id": "broken", "statement": "SELECT 'secret'::INTEGER FROM good"}),
    ]
    work = Work(tmp_path, plan)
    good = work.split()["good"]
    assert good is not None
    files: Any = {"kind": "files", "files": [good]}
    request: Any = {"kind": "deduplicate", "box": work.box, "plan": "", "good": files, "write": True}
    assert deduplicate(work.sandbox, plan, request) == {
        "duplicates": 499,
        "good": [{"file": "distinct-good-0.parquet", "rows": 1}],
        "partitions": [{"id": "20010615", "rows": 1}],
        "newestMicros": "992563200000000",
    }
    asked = [each["id"] for each in plan["checks"]]
    measured = check(work.sandbox, plan, cast("Any", {"box": work.box, "good": files, "checks": asked}))
    assert measured == {
        "rows": {"measured": 500, "note": None},
        "share": {"measured": 0.25, "note": None},
        "none": {"measured": None, "note": "the query gave NULL"},
        "two": {"measured": None, "note": "the query gave not one row of one value"},
        "nan": {"measured": None, "note": "the query gave no finite number"},
        "broken": {"measured": None, "note": "Conversion Error: Could not convert string … to INT32"},
    }
