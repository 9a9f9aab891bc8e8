"""Looks what waits; where the contract promises a drop for the run's day, until it has come or is late."""

from typing import Any

from sluice_dags.compat import BaseSensorOperator, PokeReturnValue
from sluice_dags.environment import Environment
from sluice_dags.functions import Unavailable
from sluice_dags.plans import Plan
from sluice_dags.schedule import days_of, days_to_prepare, expected_until, now
from sluice_dags.step import ask_step


class Pending(BaseSensorOperator):
    """Returns the step's answer. A drop that does not come ends it too: that is told by Sluice's own mail."""

    ui_color = "#e8f1fb"

    def __init__(self, *, plan: Plan, environment: Environment, **kwargs: Any) -> None:
        super().__init__(mode="reschedule", **kwargs)
        self.plan = plan
        self.environment = environment

    def poke(self, context: Any) -> PokeReturnValue | bool:
        try:
            answer = ask_step(self.environment, "pending", self.plan, days_to_prepare(self.plan, context))
            if answer["idle"] and self.expects(context):
                self.log.info("the drop of this day has not come yet")
                return False
        except Unavailable as error:
            self.log.warning("asked again: %s", error)
            return False
        return PokeReturnValue(is_done=True, xcom_value=answer)

    def expects(self, context: Any) -> bool:
        """The drop may still come. What the event path has published already waits nowhere, so that is looked for."""
        until = expected_until(self.plan, context)
        if until is None or now() >= until:
            return False
        return not ask_step(self.environment, "publish", self.plan, days_of(self.plan, context))["drops"]
