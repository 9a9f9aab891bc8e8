"""One connection of a locked instance, and the JSON form of its values."""

import math
import re
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import duckdb

if TYPE_CHECKING:
    from decimal import Decimal

    from duckdb.sqltypes import DuckDBPyType

Json: TypeAlias = "bool | int | float | str | list[Json] | None"
Row: TypeAlias = dict[str, Json]

# A JSON number holds no 64 bits, so these are texts.
_AS_TEXT: Final = frozenset({"bigint", "ubigint", "hugeint", "uhugeint"})
_AS_IT_IS: Final = frozenset(
    {"boolean", "tinyint", "smallint", "integer", "utinyint", "usmallint", "uinteger", "varchar"}
)

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Database:
    """Values come as JSON, the same as the Node host's driver gives them: 64-bit numbers and decimals are texts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def run(self, sql: str) -> int:
        """Runs a statement for its effect; gives the number of rows it wrote, if it wrote any."""
        names, rows = self._read(sql)
        return int(cast("str", rows[0][0])) if names[0] == "Count" and rows else 0

    def rows(self, sql: str) -> list[Row]:
        names, rows = self._read(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def row(self, sql: str) -> Row:
        """The only row of a statement that always gives one."""
        found = self.rows(sql)
        if not found:
            raise ValueError(f"no row from: {sql[:120]}")
        return found[0]

    def table(self, sql: str) -> list[list[Json]]:
        return self._read(sql)[1]

    def _read(self, sql: str) -> tuple[list[str], list[list[Json]]]:
        # No UTF-8 holds half of a surrogate pair, which an object's name may be: replaced, as in the Node host.
        self._connection.execute(_LONE_SURROGATE.sub("\ufffd", sql))
        columns = [(name, kind) for name, kind, *_ in self._connection.description]
        types = [kind for _, kind in columns]
        rows = self._connection.fetchall()
        return [name for name, _ in columns], [list(map(_json_of, row, types)) for row in rows]


def _json_of(value: object, kind: "DuckDBPyType") -> Json:
    name = kind.id
    if value is None:
        return None
    if name in _AS_IT_IS:
        return cast("bool | int | str", value)
    if name in _AS_TEXT:
        return str(value)
    if name == "decimal":
        return f"{cast('Decimal', value):f}"
    if name in {"double", "float"}:
        return _number_of(cast("float", value))
    if name in {"list", "array"}:
        item = cast("DuckDBPyType", kind.children[0][1])
        return [_json_of(each, item) for each in cast("list[object]", value)]
    raise TypeError(f"no statement of ours gives a {kind}")


def _number_of(value: float) -> float | str:
    """JSON has no numbers for these three."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
