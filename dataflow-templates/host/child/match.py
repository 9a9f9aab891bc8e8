"""Holds the drop's columns against the plan's."""

import re
from collections.abc import Sequence
from typing import Final

from host.child.check_schema import fold_name
from host.child.match_nested import NestedMatch, match_nested
from host.child.origin import ORIGIN_NAMES
from host.child.refused import refuse
from host.child.similar import looks_alike
from host.shapes import Column, Differences, Matched, MatchedColumn, Policies, RawColumn, Renamed, Retyped

NULL_TYPE: Final = '"NULL"'
"""Of a column that a writer marked as all NULL: it fits every type."""

# As lakehouse/plan/added-columns.ts names what a split adds.
_ADDED: Final = ("sluice_drop", "sluice_arrived", "sluice_row")
_RESERVED: Final = frozenset({*ORIGIN_NAMES, *_ADDED, "file_row_number"})
_PLAIN_NAME: Final = re.compile(r'"([A-Za-z_][A-Za-z0-9_]*)"')


def match(columns: Sequence[Column], policies: Policies, raw: list[RawColumn]) -> Matched:
    """Refuses what no policy can bridge."""
    _refuse_reserved(raw)
    by_name = {fold_name(column["name"]): column for column in raw}
    found = [by_name.get(fold_name(column["physical"])) for column in columns]
    nested = [_nested_of(column, one) for column, one in zip(columns, found, strict=True)]
    matched = [_match_column(*each) for each in zip(columns, found, nested, strict=True)]
    known = {fold_name(column["physical"]) for column in columns}
    unknown = [column for column in raw if fold_name(column["name"]) not in known]
    absent = [column for column, one in zip(columns, matched, strict=True) if one["physical"] is None]
    parts = [each for each in nested if each]
    differences: Differences = {
        "unknown": [*unknown, *(column for each in parts for column in each.unknown)],
        "missing": [*(column["physical"] for column in absent), *(name for each in parts for name in each.missing)],
        "retyped": [
            difference
            for column, one, each in zip(columns, matched, nested, strict=True)
            for difference in (each.retyped if each else _retyped(column, one))
        ],
        "renamed": _renamed(absent, unknown),
    }
    _refuse_absent(absent, policies, differences)
    _refuse_unknown(policies, differences)
    unreadable = [
        column["physical"]
        for column, one, each in zip(columns, matched, nested, strict=True)
        if (not each.readable if each else _is_unreadable(column, one))
    ]
    _refuse_retyped(unreadable, policies, differences)
    quarantine_all = _quarantines_all(policies, differences)
    return {"columns": matched, "raw": raw, "differences": differences, "quarantineAll": quarantine_all}


def _refuse_reserved(raw: Sequence[RawColumn]) -> None:
    taken = [column["name"] for column in raw if fold_name(column["name"]) in _RESERVED]
    if taken:
        message = f"Sluice uses the names {', '.join(taken)} itself"
        refuse("RESERVED_COLUMN", message, "rename these columns in the drop and in the contract")


def _match_column(column: Column, raw: RawColumn | None, nested: NestedMatch | None) -> MatchedColumn:
    """The first conversion whose `from` is the whole type wins, also where the types agree: it may check more than the
    type. Only a cast of a type to itself is left out: it costs, and can find nothing."""
    name = column["name"]
    if not raw:
        return {"name": name, "physical": None, "from": None, "conversion": None, "kept": None}
    physical, from_ = raw["name"], raw["type"]
    if from_ == NULL_TYPE or (nested and not nested.readable):
        return {"name": name, "physical": physical, "from": from_, "conversion": None, "kept": None}
    kept = nested.kept if nested else from_
    return {"name": name, "physical": physical, "from": from_, "conversion": _conversion_of(column, raw), "kept": kept}


def _nested_of(column: Column, raw: RawColumn | None) -> NestedMatch | None:
    if not raw or raw["type"] == NULL_TYPE or not column["leaves"]:
        return None
    return match_nested(column, raw["type"])


def _conversion_of(column: Column, raw: RawColumn) -> int | None:
    tried = f"TRY_CAST({{column}} AS {column['type']})"
    for index, conversion in enumerate(column["conversions"]):
        if re.fullmatch(conversion["from"], raw["type"], re.DOTALL | re.ASCII):
            casts = conversion["value"] in (tried, f"TRY({tried})")
            return None if casts and same_type(raw["type"], column["type"]) else index
    return None


def same_type(a: str, b: str) -> bool:
    """DuckDB prints member names of a struct with quotes only where it must; a plan always has them."""
    return _PLAIN_NAME.sub(r"\1", a) == _PLAIN_NAME.sub(r"\1", b)


def _retyped(column: Column, found: MatchedColumn) -> list[Retyped]:
    from_, index = found["from"], found["conversion"]
    if from_ is None or from_ == NULL_TYPE or same_type(from_, column["type"]):
        return []
    if index is not None and not column["conversions"][index]["retyped"]:
        return []
    return [{"name": column["physical"], "from": from_, "to": column["type"]}]


def _renamed(absent: Sequence[Column], unknown: Sequence[RawColumn]) -> list[Renamed]:
    """Each name is used once, so that two missing columns do not both claim the same new one."""
    free = [column["name"] for column in unknown]
    pairs: list[Renamed] = []
    for column in absent:
        taken = next((name for name in free if looks_alike(column["physical"], name)), None)
        if taken is not None:
            free.remove(taken)
            pairs.append({"from": column["physical"], "to": taken})
    return pairs


def _refuse_absent(absent: Sequence[Column], policies: Policies, differences: Differences) -> None:
    needed = [column["physical"] for column in absent if column["required"]]
    fatal = differences["missing"] if policies["missing"] == "fail" else needed
    if not fatal:
        return
    hints = [
        f"{pair['from']} looks renamed to {pair['to']}" for pair in differences["renamed"] if pair["from"] in fatal
    ]
    cure = (
        f"{', '.join(hints)}: keep the old name, or set physicalName in the contract"
        if hints
        else "write these columns again, or make them optional in the contract"
    )
    refuse("COLUMN_MISSING", f"the drop lacks {', '.join(fatal)}", cure)


def _refuse_unknown(policies: Policies, differences: Differences) -> None:
    names = ", ".join(column["name"] for column in differences["unknown"])
    if policies["unknown"] == "fail" and differences["unknown"]:
        cure = "add these columns to the contract, or stop writing them"
        refuse("COLUMN_UNKNOWN", f"the contract does not know {names}", cure)


def _refuse_retyped(unreadable: Sequence[str], policies: Policies, differences: Differences) -> None:
    """Quarantine keeps the values as they are, so it needs no way to read them."""
    policy = policies["retyped"]
    fatal = [
        change
        for change in differences["retyped"]
        if policy == "fail" or (policy != "quarantine" and _column_of(change["name"]) in unreadable)
    ]
    if fatal:
        listed = ", ".join(f"{change['name']} is {change['from']} and should be {change['to']}" for change in fatal)
        refuse("COLUMN_RETYPED", listed, "write the type that the contract declares, or declare the new one")


def _column_of(path: str) -> str:
    """`place.lat` and `tags[]` belong to the columns `place` and `tags`."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _is_unreadable(column: Column, found: MatchedColumn) -> bool:
    from_ = found["from"]
    if from_ is None or from_ == NULL_TYPE or found["conversion"] is not None:
        return False
    return not same_type(from_, column["type"])


def _quarantines_all(policies: Policies, differences: Differences) -> bool:
    return (
        (policies["unknown"] == "quarantine" and differences["unknown"] != [])
        or (policies["missing"] == "quarantine" and differences["missing"] != [])
        or (policies["retyped"] == "quarantine" and differences["retyped"] != [])
    )
