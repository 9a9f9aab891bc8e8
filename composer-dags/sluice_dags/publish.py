"""Has publications go on, and waits until the run's days are done."""

from typing import Any

from sluice_dags.compat import AirflowFailException, BaseSensorOperator, PokeReturnValue
from sluice_dags.environment import Environment
from sluice_dags.functions import Unavailable
from sluice_dags.links import JOB_LINKS
from sluice_dags.notes import Notes
from sluice_dags.plans import Plan
from sluice_dags.schedule import days_of, late_after, now
from sluice_dags.step import ask_step


class Publish(BaseSensorOperator):
    """
    Ends when all drops of the days have ended. Of some that wait for a person (`held`) Sluice has told by mail: they
    may wait for days, so that the run ends without them. A publication that is stuck fails it at once.
    """

    ui_color = "#e8f7ee"
    operator_extra_links = tuple(JOB_LINKS)

    def __init__(self, *, plan: Plan, environment: Environment, **kwargs: Any) -> None:
        super().__init__(mode="reschedule", **kwargs)
        self.plan = plan
        self.environment = environment
        self.job_links: list[str] = []

    def poke(self, context: Any) -> PokeReturnValue | bool:
        try:
            answer = ask_step(self.environment, "publish", self.plan, days_of(self.plan, context))
        except Unavailable as error:
            self.log.warning("asked again: %s", error)
            return False
        self.show(answer)
        state, on = answer["state"], reason_of(answer)
        if state == "stuck":
            raise AirflowFailException(f"{self.plan.dataset} is stuck: {on}")
        if state in ("working", "waiting"):
            self.log.info("%s: %s", state, on)
            self.tell_late(context, f"{self.plan.dataset} is later than its contract says: {state}: {on}")
            return False
        if state == "held":
            self.log.warning("the run ends, though drops wait for a person: %s", on)
        found = {part: answer[part] for part in ("state", "drops", "publications")}
        return PokeReturnValue(is_done=True, xcom_value=found)

    def show(self, answer: dict[str, Any]) -> None:
        for one in answer["publications"]:
            links = [job["link"] for job in one["jobs"]]
            self.log.info("publication %s, %s: %s", one["number"], one["state"], one["rows"] or "not counted yet")
            for link in links:
                self.log.info("  %s", link)
            self.job_links = links or self.job_links

    def tell_late(self, context: Any, message: str) -> None:
        """It goes on all the same: late rows are better than none."""
        late = late_after(self.plan, context)
        if late is not None and now() > late:
            Notes(self.environment, self.plan.dataset).tell("deadline", context, message)


def reason_of(answer: dict[str, Any]) -> str:
    on = answer["on"]
    if on is None:
        return "nothing in particular"
    return f"{on['code']}: {on['message']}" + (f" → {on['cure']}" if on["cure"] else "")
