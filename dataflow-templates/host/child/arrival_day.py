"""The day that rules compare with."""

import re

from host.child.database import Database
from host.shapes import RoundFacts


def set_arrival_day(db: Database, drop: RoundFacts) -> None:
    """Rules compare with the variable `arrival_day`; a locked instance still lets variables be set. NULL is before no
    day and after none: without a window every row passes."""
    day = drop["arrivalDay"]
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        raise ValueError(f"not a day: {day}")
    value = "NULL::DATE" if drop["lifts"]["window"] else f"DATE '{day}'"
    db.run(f"SET VARIABLE arrival_day = {value}")
