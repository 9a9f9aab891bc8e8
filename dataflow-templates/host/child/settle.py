"""Decides over the doubtful rows of a drop."""

from pathlib import Path

from host.child.arrival_day import set_arrival_day
from host.child.good_rows import NO_PARTITIONS, count_partitions, good_files
from host.child.sandbox import Sandbox
from host.child.split import file_of
from host.child.statements import Statements
from host.child.type_notes import note_types
from host.shapes import Plan, SettledRows, SettleRequest

_BAD = "quarantined-settled.parquet"
_GOOD = "good-settled.parquet"


def settle(sandbox: Sandbox, plan: Plan, request: SettleRequest) -> SettledRows:
    """Once the whole drop's counts are known: rows that an exceeded rule fails are quarantined, the others are good.
    Their masks were kept, so no rule is evaluated again."""
    db, folder, exceeded = sandbox.db, sandbox.folder, request["exceeded"]
    texts = Statements(plan, request["matched"], request["drop"], Path(folder, request["box"]["input"]), None)
    files = ", ".join(texts.path(file["file"]) for file in request["doubtful"])
    source = texts.typed_over(f"SELECT * FROM read_parquet([{files}], hive_partitioning = false)")
    over = texts.parts.failed_where(lambda rule: rule["id"] in exceeded)
    set_arrival_day(db, request["drop"])
    every = {active.rule["id"] for active in texts.parts.rules}
    bad = db.run(texts.quarantine(source, over, every, _BAD)) if exceeded else 0
    kept = db.run(texts.good(source, f"WHERE NOT ({over})", _GOOD))
    quarantined = file_of(folder, _BAD, bad)
    if quarantined:
        note_types(Path(folder, _BAD), request["matched"]["raw"])
    good = file_of(folder, _GOOD, kept)
    if good:
        good_files(sandbox, [good])
    partitions = count_partitions(sandbox, plan) if good else NO_PARTITIONS
    return {
        "rows": bad + kept,
        "good": good,
        "quarantined": quarantined,
        "partitions": partitions.partitions,
        "newestMicros": partitions.newest_micros,
    }
