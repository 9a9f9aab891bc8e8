"""The function `step` as tasks ask it."""

from typing import Any, Literal

from sluice_dags.environment import Environment
from sluice_dags.functions import call
from sluice_dags.plans import Plan

Action = Literal["pending", "prepare", "publish"]


def ask_step(environment: Environment, action: Action, plan: Plan, days: dict[str, str] | None) -> dict[str, Any]:
    asked = {"action": action, "dataset": plan.dataset, **({"days": days} if days else {})}
    return call(environment.step, asked, "sluice/step/1")
