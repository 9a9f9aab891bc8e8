"""The good rows of a drop as the view `good`, and their partitions."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from host.child.arrival_day import set_arrival_day
from host.child.quote import quote_text
from host.child.sandbox import Sandbox
from host.child.statements import Statements
from host.shapes import GoodInput, GoodRows, LocalFile, PartitionRows, Plan, Rule
from host.split_statements import split_statements_of


def view_good(sandbox: Sandbox, plan: Plan, input_file: str, good: GoodRows) -> None:
    """Makes the view `good`, which checks, duplicates and partitions are asked of."""
    if good["kind"] == "files":
        good_files(sandbox, good["files"])
    else:
        _good_input(sandbox, plan, input_file, good)


def good_files(sandbox: Sandbox, files: Sequence[LocalFile]) -> None:
    paths = ", ".join(quote_text(str(Path(sandbox.folder, file["file"]))) for file in files)
    sandbox.db.run(
        f"CREATE OR REPLACE TEMP VIEW good AS SELECT * FROM read_parquet([{paths}], hive_partitioning = false)"
    )


def _good_input(sandbox: Sandbox, plan: Plan, input_file: str, good: GoodInput) -> None:
    """No file holds these rows and no table of failed ones is left: the rules are evaluated again. OFFSET 0 keeps the
    conditions of whoever reads the view from the Parquet reader, which would believe the drop's statistics."""
    texts = Statements(plan, good["matched"], good["drop"], Path(sandbox.folder, input_file), None)

    def is_bad(rule: Rule) -> bool:
        return rule["disposition"] == "quarantine" or rule["id"] in good["exceeded"]

    fails = "false" if good["clean"] else texts.parts.fails_where(is_bad)
    set_arrival_day(sandbox.db, good["drop"])
    sandbox.db.run(f"""CREATE OR REPLACE TEMP VIEW good AS
SELECT {texts.parts.output_columns}, sluice_row FROM ({texts.typed_input} OFFSET 0) WHERE ({fails}) IS NOT TRUE""")


class Partitions(NamedTuple):
    rows: int
    partitions: list[PartitionRows]
    newest_micros: str | None


NO_PARTITIONS = Partitions(0, [], None)


class _Counted(TypedDict):
    id: str | None
    rows: str
    newest: str | None
    total: str


def count_partitions(sandbox: Sandbox, plan: Plan) -> Partitions:
    """Over the view `good`. A drop with one row for each of a million days is held anyway; the list stays bounded."""
    counts = split_statements_of(plan)["partitions"]
    found = cast(
        "list[_Counted]",
        sandbox.db.rows(
            f'SELECT *, sum("rows") OVER ()::BIGINT AS total FROM ({counts}) '
            f"ORDER BY newest DESC NULLS LAST LIMIT {plan['limits']['partitions'] + 1}"
        ),
    )
    if not found:
        return NO_PARTITIONS
    partitions: list[PartitionRows] = [
        {"id": "__NULL__" if row["id"] is None else row["id"], "rows": int(row["rows"])} for row in found
    ]
    partitions.sort(key=lambda partition: partition["id"])
    return Partitions(int(found[0]["total"]), partitions, found[0]["newest"])
