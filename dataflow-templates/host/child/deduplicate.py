"""Leaves out rows that are equal in every column to an earlier row of the drop."""

from pathlib import Path
from typing import cast

from host.child.good_rows import count_partitions, view_good
from host.child.quote import quote_text, splice
from host.child.sandbox import Sandbox
from host.child.split import file_of
from host.shapes import Deduplicated, DeduplicateRequest, LocalFile, Plan
from host.split_statements import split_statements_of


def deduplicate(sandbox: Sandbox, plan: Plan, request: DeduplicateRequest) -> Deduplicated:
    """Only files that hold such a row are rewritten."""
    db, texts = sandbox.db, split_statements_of(plan)
    if texts["duplicates"] is None or texts["withoutDuplicates"] is None:
        raise ValueError("the plan keeps exact duplicates")
    view_good(sandbox, plan, request["box"]["input"], request["good"])
    db.run(texts["duplicates"])
    extra = _count(sandbox, "SELECT count(*) AS n FROM extra")
    files = request["good"]["files"] if request["good"]["kind"] == "files" else []
    rewritten = [_rewrite(sandbox, texts["withoutDuplicates"], file) for file in files]
    # Counted anew without the copies. The view is renamed first: a view cannot be replaced by one that reads it.
    db.run("ALTER VIEW good RENAME TO all_good")
    db.run("CREATE TEMP VIEW good AS SELECT * FROM all_good ANTI JOIN extra USING (sluice_row)")
    partitions = count_partitions(sandbox, plan)
    db.run("DROP VIEW good; DROP VIEW all_good; DROP TABLE extra")
    return {
        "duplicates": extra,
        "good": [file for file in rewritten if file],
        "partitions": partitions.partitions,
        "newestMicros": partitions.newest_micros,
    }


def _rewrite(sandbox: Sandbox, without_duplicates: str, file: LocalFile) -> LocalFile | None:
    """The file itself where it holds no copy; None where it holds nothing else."""
    path = quote_text(str(Path(sandbox.folder, file["file"])))
    if _count(sandbox, f"SELECT count(*) AS n FROM read_parquet({path}) SEMI JOIN extra USING (sluice_row)") == 0:
        return file
    fewer = f"distinct-{file['file']}"
    output = quote_text(str(Path(sandbox.folder, fewer)))
    written = sandbox.db.run(splice(without_duplicates, {"input": path, "output": output}))
    return file_of(sandbox.folder, fewer, written)


def _count(sandbox: Sandbox, sql: str) -> int:
    return int(cast("str", sandbox.db.row(sql)["n"]))
