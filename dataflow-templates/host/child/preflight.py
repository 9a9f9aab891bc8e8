"""Looks at a drop without decoding it."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from host.child.check_footer import check_footer
from host.child.footer import Footer, SchemaElement
from host.child.match import NULL_TYPE, match
from host.child.origin import ORIGIN_NAMES, without_origin
from host.child.quote import quote_text
from host.child.readable import make_readable
from host.child.refused import Refused
from host.child.same_encoding import has_same_encoding
from host.child.sandbox import Sandbox
from host.child.tail import Tail, read_tail
from host.child.type_notes import with_noted_types
from host.shapes import Limits, Plan, Preflight, PreflightRequest, RawColumn, Unit


def preflight(sandbox: Sandbox, hash_: str, plan: Plan, request: PreflightRequest) -> Preflight:
    """Each step may be fooled only in what an earlier step has bounded."""
    box, replay, bare = request["box"], request["replay"], request["bare"]
    limits, folder = plan["limits"], sandbox.folder
    tail, footer = _look_at_footer(Path(folder, box["input"]), _with_room_for_origin(limits) if replay else limits)
    input_, types = make_readable(folder, box["input"], footer, bare=bare, footer_bytes=limits["footerBytes"])
    top_level = _top_level(footer)
    columns: list[RawColumn] = []
    for index, column in enumerate(_describe(sandbox, Path(folder, input_))):
        is_null = index < len(top_level) and top_level[index].is_null
        type_ = NULL_TYPE if is_null else types.get(column["name"], column["type"])
        columns.append({"name": column["name"], "type": type_})
    if replay:
        columns = without_origin(with_noted_types(columns, tail.footer))
    matched = match(plan["columns"], plan["policies"], columns)
    same_encoding = (
        plan["policies"]["passThrough"]
        and not replay
        and input_ == box["input"]
        and has_same_encoding(sandbox, hash_, plan, matched, footer.schema)
    )
    units = cut_units([group.rows for group in footer.groups], limits["unitRows"])
    return {"input": input_, "rows": footer.rows, "units": units, "matched": matched, "sameEncoding": same_encoding}


def _look_at_footer(path: Path, limits: Limits) -> tuple[Tail, Footer]:
    try:
        tail = read_tail(path, limits["footerBytes"])
        return tail, check_footer(tail.footer, tail.bytes, limits)
    except Refused as refused:
        raise Refused(refused.refusal, undecoded=True) from refused


def _with_room_for_origin(limits: Limits) -> Limits:
    """What a quarantine file has beside a drop's own columns, as wide as any: `_reasons` alone has two leaves."""
    return {**limits, "leafColumns": limits["leafColumns"] + len(ORIGIN_NAMES) + 1}


def _top_level(footer: Footer) -> list[SchemaElement]:
    """DESCRIBE gives only columns, so they meet by position: the elements right below the root."""
    found: list[SchemaElement] = []
    inner = 0
    for element in footer.schema[1:]:
        top = inner == 0
        inner += element.children - (0 if top else 1)
        if top:
            found.append(element)
    return found


def _describe(sandbox: Sandbox, path: Path) -> list[RawColumn]:
    source = f"read_parquet({quote_text(str(path))}, hive_partitioning = false, union_by_name = false)"
    columns = sandbox.db.rows(f"DESCRIBE SELECT * FROM {source}")
    return [{"name": cast("str", one["column_name"]), "type": cast("str", one["column_type"])} for one in columns]


def cut_units(groups: Sequence[int], most: int) -> list[Unit]:
    """Whole row groups, as many as fit: a unit never decodes a row group that another unit decodes too."""
    rows = sum(groups)
    if rows <= most or len(groups) < 2:
        return [{"index": 0, "rows": None, "count": rows}]
    units: list[Unit] = []
    first = 0
    following = 0
    for group in groups:
        if following > first and following + group - first > most:
            units.append({"index": len(units), "rows": [first, following - 1], "count": following - first})
            first = following
        following += group
    units.append({"index": len(units), "rows": [first, following - 1], "count": following - first})
    return units
