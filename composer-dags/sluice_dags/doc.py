"""What Airflow shows of a DAG: its contract in words."""

from typing import Any

from sluice_dags.environment import Environment
from sluice_dags.plans import Plan

CONSOLE = "https://console.cloud.google.com"


def doc_of(plan: Plan, environment: Environment) -> str:
    contract = plan.contract
    parts = [
        f"# {contract['title']}",
        contract["description"] or "",
        "\n".join(f"- **{name}**: {value}" for name, value in facts_of(plan, environment)),
        table("Rules", ["rule", "on", "severity", "meaning"], [rule_row(rule) for rule in plan.rules]),
        table("Checks", ["check", "severity", "holds if", "meaning"], [check_row(check) for check in plan.checks]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def facts_of(plan: Plan, environment: Environment) -> list[tuple[str, str]]:
    contract, project = plan.contract, environment.project
    runbook = contract["runbookUrl"]
    facts = [
        ("dataset", f"`{plan.dataset}`, environment `{environment.id}`, contract {contract['version']}"),
        ("owner", contract["owner"] or "nobody is named"),
        ("derived from", ", ".join(f"`{one}`" for one in plan.inputs)),
        (
            "a drop is promised",
            plan.schedule and f"`{plan.schedule}` UTC, by {plan.expected_by or 'the end of the day'}",
        ),
        ("in the table within", plan.latency_hours is not None and f"{plan.latency_hours:g} hours"),
        ("kept for", plan.retention_days is not None and f"{plan.retention_days:g} days"),
        ("runbook", runbook and f"[{runbook}]({runbook})"),
        ("dashboards", f"[Monitoring]({CONSOLE}/monitoring/dashboards?project={project})"),
        ("by hand", "*Trigger* with `from` and `before`; what waits and what to type: `sluice status`"),
    ]
    return [(name, str(value)) for name, value in facts if value]


def promise_of(plan: Plan) -> str:
    return f"`{plan.schedule}` UTC, by {plan.expected_by or 'the end of the day'}"


def rule_row(rule: dict[str, Any]) -> list[str]:
    return [f"`{rule['id']}`", f"`{rule['path']}`" if rule["path"] else "row", rule["severity"], rule["description"]]


def check_row(check: dict[str, Any]) -> list[str]:
    return [f"`{check['id']}`", check["severity"], limit_of(check["threshold"]), check["description"]]


def limit_of(threshold: dict[str, Any]) -> str:
    values = " and ".join(f"{value:g}" for value in threshold["values"])
    return f"{threshold['operator']} {values} {threshold['unit']}"


def table(title: str, head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return f"## {title}\n\n" + "\n".join(f"| {' | '.join(cell(text) for text in line)} |" for line in lines)


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def broken_doc(reason: str) -> str:
    return f"# A plan that cannot be used\n\n```\n{reason}\n```\n"
