"""What a quarantine file says of where its rows came from."""

from collections.abc import Sequence
from typing import Final

from host.child.refused import refuse
from host.shapes import RawColumn

# What `statements.quarantine` of a plan adds to the drop's own columns, as DESCRIBE prints the types.
_ADDED: Final[Sequence[RawColumn]] = (
    {"name": "_reasons", "type": 'STRUCT("rule" VARCHAR, path VARCHAR)[]'},
    {"name": "_object", "type": "VARCHAR"},
    {"name": "_generation", "type": "VARCHAR"},
    {"name": "_row", "type": "BIGINT"},
)

ORIGIN_NAMES: Final = tuple(column["name"] for column in _ADDED)


def without_origin(columns: Sequence[RawColumn]) -> list[RawColumn]:
    """The drop's own columns of a quarantine file; refuses a file that is none."""
    lacking = [column for column in _ADDED if column not in columns]
    if lacking:
        listed = ", ".join(f"{column['name']} ({column['type']})" for column in lacking)
        cure = "replay a file that a report names as quarantined"
        refuse("COLUMN_MISSING", f"the file is no quarantine file: it lacks {listed}", cure)
    return [column for column in columns if column["name"] not in ORIGIN_NAMES]
