"""A task for what cannot be made a DAG of."""

from typing import Any

from sluice_dags.compat import AirflowFailException, BaseOperator


class Broken(BaseOperator):
    """Fails, and says why."""

    ui_color = "#fdecea"

    def __init__(self, *, reason: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reason = reason

    def execute(self, context: Any) -> None:
        raise AirflowFailException(self.reason)
