"""Runs the plan's checks over the drop's good rows."""

import math
import re

from host.child.database import Database
from host.child.good_rows import view_good
from host.child.refusal import text_of, words_of
from host.child.sandbox import Sandbox
from host.shapes import CheckRequest, Measurement, Plan


def check(sandbox: Sandbox, plan: Plan, request: CheckRequest) -> dict[str, Measurement]:
    """A check that fails to run is a measurement without a number."""
    view_good(sandbox, plan, request["box"]["input"], request["good"])
    results: dict[str, Measurement] = {}
    for check_id in request["checks"]:
        statement = next((each["statement"] for each in plan["checks"] if each["id"] == check_id), None)
        if statement is None:
            raise ValueError(f"the plan has no statement for check {check_id}")
        results[check_id] = _measure(sandbox.db, statement)
    return results


def _measure(db: Database, statement: str) -> Measurement:
    try:
        rows = db.table(statement)
    except Exception as error:
        text = text_of(error)
        # After these the instance answers nothing any more; the child must not go on with it.
        if re.match(r"FATAL|INTERNAL|Out of Memory", text):
            raise
        return _not_measured(words_of(text))
    if len(rows) != 1 or len(rows[0]) != 1:
        return _not_measured("the query gave not one row of one value")
    value = rows[0][0]
    if value is None:
        return _not_measured("the query gave NULL")
    # True is 1, false is 0, a decimal's text is its number; the linter lets no other types pass.
    measured = float(value) if isinstance(value, bool | int | float | str) else math.nan
    if not math.isfinite(measured):
        return _not_measured("the query gave no finite number")
    whole = measured.is_integer() and abs(measured) <= 2**53
    return {"measured": int(measured) if whole else measured, "note": None}


def _not_measured(note: str) -> Measurement:
    return {"measured": None, "note": note}
