"""The drops that both hosts, and the pipeline, are held equal over; and what is compared of their reports."""

import json
from pathlib import Path
from typing import Any

from node import PROJECT
from pings import DISTINCT, PASS, contract, parquet

from host.ledger_text import ledger_text

DROPS = PROJECT / "test" / "fixtures" / "drops"

# One of each way through the host: passed through, split, bare, refused before and while it is read, held, and so on.
NAMES = (
    "all-null",
    "bit-rot",
    "breaker",
    "codec-snappy",
    "column-added",
    "column-added-quarantine",
    "column-renamed",
    "csv",
    "deep-lists",
    "int96",
    "key-null",
    "late",
    "one-row-groups",
    "repeat-rows",
    "slack-used-up",
    "stamps-milli-over",
    "text-hostile",
    "too-many-partitions",
    "too-many-to-count",
    "utf8-invalid",
)


def big_drops(folder: Path) -> list[dict[str, Any]]:
    """Each in three units: first, last and one between."""
    tag = "['a', 'b', 'c'][1 + i % 3]"
    bad_lat = "CASE WHEN i % 100 = 7 THEN 95.5 ELSE 1.5 END"
    drops = {
        "dirty": parquet(folder / "dirty.parquet", bad_lat, f"CASE WHEN i % 100 = 9 THEN 'x' ELSE {tag} END"),
        "exceeded": parquet(folder / "exceeded.parquet", bad_lat, f"CASE WHEN i % 20 = 9 THEN 'x' ELSE {tag} END"),
        "nothing good": parquet(folder / "bad.parquet", "-91", tag),
        "empty": parquet(folder / "empty.parquet", "1", tag, "range(0) t(i)"),
    }
    passing = {
        "clean": parquet(folder / "clean.parquet", "1.5", tag),
        "one bad row": parquet(folder / "one.parquet", "CASE WHEN i = 9999 THEN 99 ELSE 1.5 END", tag),
    }
    twice = "(SELECT i % 9000 AS i FROM range(10000) r(i)) t"
    distinct = {"duplicates": parquet(folder / "twice.parquet", "1.5", tag, twice)}
    return [
        {
            "contract": contract(folder, custom, name),
            "limits": {"unitRows": 5000},
            "drops": [{"path": str(path), "name": drop} for drop, path in found.items()],
        }
        for name, custom, found in [("split", "", drops), ("pass", PASS, passing), ("distinct", DISTINCT, distinct)]
    ]


def committed_drops() -> list[dict[str, Any]]:
    by_contract: dict[str, list[dict[str, str]]] = {}
    for name in NAMES:
        expected = json.loads((DROPS / f"{name}.expect.json").read_text())
        drop = {"path": str(DROPS / f"{name}.parquet"), "name": expected.get("object", name)}
        by_contract.setdefault(expected["contract"], []).append(drop)
    return [{"contract": str(DROPS / each), "drops": drops} for each, drops in by_contract.items()]


Reports = dict[str, dict[str, Any]]


def reports_in(lake: Path) -> Reports:
    found: Reports = {}
    for path in sorted(lake.glob("ledger/*/reports/*/1.json")):
        report = json.loads(path.read_text("utf-8"))
        assert ledger_text(report) == path.read_text("utf-8")
        for file in [*report["files"]["good"], *report["files"]["quarantined"]]:
            assert_stored(lake, file)
        found[report["drop"]["name"]] = report
    return found


def assert_stored(lake: Path, file: dict[str, Any]) -> None:
    stored = (lake / file["uri"]).stat()
    assert [str(stored.st_size), str(stored.st_mtime_ns // 1000)] == [file["bytes"], file["generation"]]


def told(report: dict[str, Any]) -> dict[str, Any]:
    """But for the host's own: who it is, how long it took, what it calls its files."""
    files = {
        kind: [(Path(file["uri"]).parent, file["crc32c"], file["rows"]) for file in found]
        for kind, found in report["files"].items()
    }
    run = {**report["run"], "host": "", "started": "", "milliseconds": {}}
    return {**report, "files": files, "run": run}
