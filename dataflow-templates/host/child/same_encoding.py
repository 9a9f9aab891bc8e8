"""Whether a clean drop can be loaded as it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from host.child.footer import FooterLimits, SchemaElement, read_footer
from host.child.quote import quote_name, quote_text
from host.child.sandbox import Sandbox
from host.child.tail import read_tail
from host.shapes import Matched, Plan

_Shape: TypeAlias = list[tuple[str, object]]

# What our writer gives for a plan, by plan hash: the same for every drop.
_written: dict[str, _Shape] = {}


def has_same_encoding(
    sandbox: Sandbox, hash_: str, plan: Plan, matched: Matched, schema: Sequence[SchemaElement]
) -> bool:
    """True where the drop's columns, order, names, types and Parquet encodings are what a rewrite would give. Asked of
    the writer itself (an empty file), not of a table of types."""
    names = [column["name"] for column in plan["columns"]]
    if names != [column["name"] for column in matched["raw"]] or matched["quarantineAll"]:
        return False
    if hash_ not in _written:
        _written[hash_] = _write_nothing(sandbox, plan)
    return _shape_of(schema) == _written[hash_]


def _write_nothing(sandbox: Sandbox, plan: Plan) -> _Shape:
    path = Path(sandbox.folder, "shape.parquet")
    columns = plan["columns"]
    typed = ", ".join(f"CAST(NULL AS {column['type']}) AS {quote_name(column['name'])}" for column in columns)
    output = ", ".join(f"{column['output']} AS {quote_name(column['name'])}" for column in columns)
    empty = f"SELECT {output} FROM (SELECT {typed}) WHERE false"
    sandbox.db.run(f"COPY ({empty}) TO {quote_text(str(path))} (FORMAT parquet)")
    tail = read_tail(path, None)
    schema = read_footer(tail.footer, FooterLimits(elements=None, row_groups=1)).schema
    path.unlink()
    return _shape_of(schema)


def _shape_of(schema: Sequence[SchemaElement]) -> _Shape:
    """The root is the writer's signature and means nothing."""
    return [(element.name, element.encoding) for element in schema[1:]]
