"""What is said of changed columns."""

from host.shapes import Differences, Plan, Reason


def column_reasons(plan: Plan, differences: Differences) -> list[Reason]:
    """Of policy `alert`. What `fail` refused did not come here; what `quarantine` kept back is told by its rule."""
    policies = plan["policies"]
    reasons: list[Reason] = []
    if policies["retyped"] == "alert" and differences["retyped"]:
        retyped = ", ".join(f"{one['name']} is {one['from']} instead of {one['to']}" for one in differences["retyped"])
        cure = "declare the new type, or have the old one written again"
        reasons.append({"code": "COLUMNS_RETYPED", "message": retyped, "cure": cure})
    if policies["missing"] == "alert" and differences["missing"]:
        renamed = ", ".join(f"{one['from']} looks renamed to {one['to']}" for one in differences["renamed"])
        missing = f"the drop lacks {', '.join(differences['missing'])}{f'; {renamed}' if renamed else ''}"
        cure = "have them written again, or set physicalName"
        reasons.append({"code": "COLUMNS_MISSING", "message": missing, "cure": cure})
    if policies["unknown"] == "alert" and differences["unknown"]:
        unknown = ", ".join(f"{one['name']} ({one['type']})" for one in differences["unknown"])
        cure = "add them to the contract; until then they are not loaded"
        reasons.append({"code": "COLUMNS_ADDED", "message": f"the contract does not know {unknown}", "cure": cure})
    return reasons
