"""Splits one unit of a drop."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from host.child.arrival_day import set_arrival_day
from host.child.assemble import ActiveRule
from host.child.database import Database
from host.child.good_rows import NO_PARTITIONS, count_partitions, good_files
from host.child.sandbox import Sandbox
from host.child.statements import Statements
from host.child.type_notes import note_types
from host.shapes import Cause, LocalFile, Plan, Sample, SplitRequest, UnitResult


def split(sandbox: Sandbox, plan: Plan, request: SplitRequest) -> UnitResult:
    """Order matters: rules are evaluated once, into table `failed`; everything after that reads the table or leaves its
    rows out by number."""
    db, unit = sandbox.db, request["unit"]
    texts = Statements(plan, request["matched"], request["drop"], Path(sandbox.folder, request["box"]["input"]), unit)
    set_arrival_day(db, request["drop"])
    failing = db.run(texts.failed)
    tally = _NOTHING_FAILED if failing == 0 else _read_tally(db, texts)
    samples, causes = _tell(db, texts, tally)
    clean = request["passClean"] and not tally.failing
    write = request["write"] and not clean
    files = _write_files(sandbox, texts, tally, unit["index"], write)
    if files.quarantined:
        note_types(Path(sandbox.folder, files.quarantined["file"]), request["matched"]["raw"])
    if files.good:
        good_files(sandbox, [files.good])
    else:
        db.run(f"CREATE OR REPLACE TEMP VIEW good AS {_kept_rows(texts, tally)}")
    # Counted from decoded rows in each case: the footer's own count proves nothing.
    partitions = NO_PARTITIONS if write and not files.good else count_partitions(sandbox, plan)
    good_rows = files.good["rows"] if files.good else partitions.rows
    db.run("DROP TABLE failed")
    return {
        "unit": unit["index"],
        "rows": good_rows + tally.doubtful + tally.quarantined,
        "goodRows": good_rows,
        "quarantinedRows": tally.quarantined,
        "doubtfulRows": tally.doubtful,
        "clean": clean,
        "quarantined": files.quarantined,
        "doubtful": files.doubtful,
        "good": files.good,
        "failures": {active.rule["id"]: rows for active, rows in tally.failing},
        "samples": samples,
        "causes": causes,
        "partitions": partitions.partitions,
        "newestMicros": partitions.newest_micros,
    }


class _Tally(NamedTuple):
    quarantined: int
    doubtful: int
    failing: list[tuple[ActiveRule, int]]


_NOTHING_FAILED = _Tally(0, 0, [])


class _Counted(TypedDict):
    quarantined: str
    doubtful: str
    failures: list[str]


def _read_tally(db: Database, texts: Statements) -> _Tally:
    row = cast("_Counted", db.row(texts.tally))
    counts = zip(texts.parts.rules, map(int, row["failures"]), strict=True)
    return _Tally(
        int(row["quarantined"]), int(row["doubtful"]), [(active, rows) for active, rows in counts if rows > 0]
    )


class _Shown(TypedDict):
    row: str
    path: str | None
    value: str | None


class _Frequent(TypedDict):
    value: str | None
    rows: str


def _tell(db: Database, texts: Statements, tally: _Tally) -> tuple[dict[str, list[Sample]], dict[str, list[Cause]]]:
    """What a person will want to see of each failing rule."""
    samples: dict[str, list[Sample]] = {}
    causes: dict[str, list[Cause]] = {}
    for active, _ in tally.failing:
        rule = active.rule
        shown = cast("list[_Shown]", db.rows(texts.samples(active)))
        samples[rule["id"]] = [
            {"row": int(each["row"]), "path": each["path"] or "", "value": each["value"]} for each in shown
        ]
        if rule["masked"]:
            continue  # how often one person's value occurs is personal too
        frequent = cast("list[_Frequent]", db.rows(texts.causes(active)))
        causes[rule["id"]] = [{"value": each["value"], "rows": int(each["rows"])} for each in frequent]
    return samples, causes


class _Files(NamedTuple):
    quarantined: LocalFile | None
    doubtful: LocalFile | None
    good: LocalFile | None


def _write_files(sandbox: Sandbox, texts: Statements, tally: _Tally, unit: int, write: bool) -> _Files:
    """Doubtful rows are kept even where nothing is to be written: what becomes of them is not known yet."""

    def put(kind: str, sql: Callable[[str], str]) -> LocalFile | None:
        file = f"{kind}-{unit}.parquet"
        return file_of(sandbox.folder, file, sandbox.db.run(sql(file)))

    failed = {active.rule["id"] for active, _ in tally.failing}
    kept = _leave_out(texts, tally)
    quarantines = texts.parts.quarantines
    quarantined = write and tally.quarantined > 0
    return _Files(
        put("quarantined", lambda file: texts.quarantine(texts.typed_failed, quarantines, failed, file))
        if quarantined
        else None,
        put("doubtful", texts.doubtful) if tally.doubtful > 0 else None,
        put("good", lambda file: texts.good(texts.typed_input, kept, file)) if write else None,
    )


def _leave_out(texts: Statements, tally: _Tally) -> str:
    if tally.quarantined + tally.doubtful == 0:
        return ""
    bad = f"({texts.parts.quarantines}) OR ({texts.parts.escalates})"
    return f"ANTI JOIN (SELECT sluice_row FROM failed WHERE {bad}) AS bad USING (sluice_row)"


def _kept_rows(texts: Statements, tally: _Tally) -> str:
    """The good rows, where no file holds them."""
    return f"SELECT {texts.parts.output_columns}, sluice_row FROM ({texts.typed_input}) {_leave_out(texts, tally)}"


def file_of(folder: str, file: str, rows: int) -> LocalFile | None:
    """An empty file would only be loaded for nothing."""
    if rows > 0:
        return {"file": file, "rows": rows}
    Path(folder, file).unlink(missing_ok=True)
    return None
