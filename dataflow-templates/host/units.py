"""The units of a drop: whole row groups, as many as fit."""

from collections.abc import Sequence
from typing import Final

from host.shapes import Unit

# More would be more than a publication may load, and more than one worker could bring together in good time.
MOST_UNITS: Final = 4_000


def fewer_units(units: Sequence[Unit], most_rows: int) -> list[Unit]:
    """The same units, or neighbours put together until there are few enough; `most_rows` is what each was cut to."""
    found = list(units)
    while len(found) > MOST_UNITS:
        most_rows *= 2
        found = _joined(units, most_rows)
    return found


def _joined(units: Sequence[Unit], most_rows: int) -> list[Unit]:
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if last and last["rows"] and unit["rows"] and last["count"] + unit["count"] <= most_rows:
            rows = [last["rows"][0], unit["rows"][1]]
            joined[-1] = {"index": last["index"], "rows": rows, "count": last["count"] + unit["count"]}
        else:
            joined.append({"index": len(joined), "rows": unit["rows"], "count": unit["count"]})
    return joined
