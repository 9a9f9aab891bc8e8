"""The texts of a split."""

from host.shapes import Plan, Statements


def split_statements_of(plan: Plan) -> Statements:
    """Raises on the plan of a derived table, which takes no drops."""
    if plan["statements"] is None:
        raise ValueError(f"{plan['dataset']} is a derived table: no drop of it is split")
    return plan["statements"]
