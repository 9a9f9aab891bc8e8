"""What tasks make of the steps' answers; a whole run is in test_run.py."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from sluice_dags import pending, publish
from sluice_dags.compat import AirflowException, AirflowFailException, AirflowSkipException
from sluice_dags.maintenance import Maintain
from sluice_dags.prepare import Prepare

DUE = datetime(2026, 3, 10, 5, tzinfo=UTC)
BEFORE = DUE + timedelta(minutes=30)
AFTER = DUE + timedelta(minutes=61)
DAY = {"from": "2026-03-10", "before": "2026-03-11"}
TI: Any = None
LAUNCH = {"projectId": "acme-test", "location": "europe-west1", "launchParameter": {"jobName": "sluice-flights-1"}}


def step(**answer):
    return (200, {"format": "sluice/step/1", **answer})


def published(state, *, code="JOB", jobs=(), drops=None, cure="wait"):
    on = None if state == "done" else {"code": code, "message": "a job runs", "cure": cure}
    publications = [{"number": 1, "state": "DONE", "rows": None, "jobs": [{"id": one, "link": one} for one in jobs]}]
    return step(state=state, on=on, drops=drops or {}, publications=publications)


def scheduled(context, run_type="scheduled"):
    run = SimpleNamespace(run_id=f"{run_type}__1", run_type=run_type)
    return {**context, "dag_run": run, "data_interval_start": DUE, "data_interval_end": DUE}


@pytest.fixture
def at(monkeypatch):
    def set_now(moment):
        for module in (pending, publish):
            monkeypatch.setattr(module, "now", lambda: moment)

    return set_now


def poke(kind, plan, environment, context) -> Any:
    task = kind(task_id="task", plan=plan, environment=environment)
    return task, task.poke(context)


@pytest.mark.parametrize(
    ("run_type", "prepares", "publishes"),
    [("scheduled", None, DAY), ("backfill", DAY, DAY), ("manual", None, None), ("asset_triggered", None, None)],
)
def test_days_of_a_run(plan, context, run_type, prepares, publishes):
    from sluice_dags.schedule import days_of, days_to_prepare

    run = scheduled(context, run_type)
    assert [days_to_prepare(plan, run), days_of(plan, run)] == [prepares, publishes]


def test_days_by_hand(plan, context):
    from sluice_dags.schedule import days_of

    typed = {**context, "params": {"from": "2026-03-10", "before": None}}
    assert days_of(plan, typed) == DAY
    typed["params"]["before"] = "2026-03-14"
    assert days_of(plan, typed) == {"from": "2026-03-10", "before": "2026-03-14"}


def test_without_a_promise_a_run_is_about_all_days(plan, context):
    from sluice_dags.schedule import days_of, expected_until

    hourly = replace(plan, schedule=None, expected_by=None)
    assert days_of(hourly, scheduled(context)) is None
    assert expected_until(hourly, scheduled(context)) is None


class TestPending:
    def test_a_promised_drop_is_waited_for_until_it_is_late(self, google, plan, environment, context, at):
        google.answers = [step(idle=True), published("done")]
        at(BEFORE)
        _, found = poke(pending.Pending, plan, environment, scheduled(context))
        assert found is False
        assert [one.body["action"] for one in google.asked] == ["pending", "publish"]
        assert google.asked[1].body["days"] == DAY
        google.answers = [step(idle=True)]
        at(AFTER)
        _, found = poke(pending.Pending, plan, environment, scheduled(context))
        assert found.is_done
        assert found.xcom_value["idle"]

    def test_one_that_the_event_path_has_published_is_not(self, google, plan, environment, context, at):
        google.answers = [step(idle=True), published("done", drops={"COMMITTED": 1})]
        at(BEFORE)
        _, found = poke(pending.Pending, plan, environment, scheduled(context))
        assert found.is_done

    @pytest.mark.parametrize("run_type", ["manual", "backfill"])
    def test_who_asks_by_hand_waits_for_none(self, google, plan, environment, context, at, run_type):
        google.answers = [step(idle=True)]
        at(BEFORE)
        _, found = poke(pending.Pending, plan, environment, scheduled(context, run_type))
        assert found.is_done

    def test_a_function_that_does_not_answer_is_asked_again(self, google, plan, environment, context):
        google.answers = [(503, {})]
        assert poke(pending.Pending, plan, environment, context)[1] is False


class TestPrepare:
    def run(self, plan, environment, context, idle=False):
        ti = SimpleNamespace(xcom_pull=lambda task_ids: {"idle": idle})
        return Prepare(task_id="prepare", plan=plan, environment=environment).execute({**context, "ti": ti})

    def test_nothing_waits(self, google, plan, environment, context):
        with pytest.raises(AirflowSkipException):
            self.run(plan, environment, context, idle=True)
        assert google.asked == []

    def test_jobs_become_arguments_of_the_operator(self, google, plan, environment, context):
        job = {"name": "sluice-flights-1", "drops": 1, "bytes": "9", "link": "https://example.com", "launch": LAUNCH}
        google.answers = [step(jobs=[job], faults=["another drop is behind"])]
        body = {"launchParameter": {"jobName": "sluice-flights-1"}}
        assert self.run(plan, environment, context) == [
            {"project_id": "acme-test", "location": "europe-west1", "body": body}
        ]

    def test_only_faults_are_tried_again(self, google, plan, environment, context):
        google.answers = [step(jobs=[], faults=["there is no image yet"])]
        with pytest.raises(AirflowException, match="there is no image yet") as raised:
            self.run(plan, environment, context)
        assert not isinstance(raised.value, AirflowFailException)


class TestPublish:
    @pytest.mark.parametrize("state", ["working", "waiting"])
    def test_goes_on(self, google, plan, environment, context, state):
        google.answers = [published(state)]
        assert poke(publish.Publish, plan, environment, context)[1] is False

    @pytest.mark.parametrize("state", ["done", "held"])
    def test_ends_with_what_became_of_the_drops(self, google, plan, environment, context, state):
        google.answers = [published(state, jobs=["https://a", "https://b"], drops={"COMMITTED": 2})]
        task, found = poke(publish.Publish, plan, environment, context)
        assert found.is_done
        assert [found.xcom_value[part] for part in ("state", "drops")] == [state, {"COMMITTED": 2}]
        links = {one.name: one.get_link(task, ti_key=TI) for one in task.operator_extra_links}
        wanted = {"BigQuery job 1": "https://a", "BigQuery job 2": "https://b", "BigQuery job 3": ""}
        assert not links or wanted.items() <= links.items()

    def test_what_is_stuck_fails_at_once_and_says_the_cure(self, google, plan, environment, context):
        google.answers = [published("stuck", code="GAVE_UP", cure="sluice ledger resume flights")]
        with pytest.raises(AirflowFailException, match="GAVE_UP: a job runs → sluice ledger resume flights"):
            poke(publish.Publish, plan, environment, context)

    def test_a_function_that_does_not_answer_is_asked_again(self, google, plan, environment, context):
        google.answers = [(0, None)]
        assert poke(publish.Publish, plan, environment, context)[1] is False

    def test_later_than_the_contract_says_is_told_once_and_goes_on(self, google, plan, environment, context, at):
        slow = replace(plan, latency_hours=2.0)
        google.answers = [published("working")]
        run = {**scheduled(context), "run_id": "scheduled__1"}
        at(DUE + timedelta(hours=3))  # the drop may come until 06:00, and be in the table two hours later
        poke(publish.Publish, slow, environment, run)
        assert google.objects == {}
        at(DUE + timedelta(hours=3, minutes=1))
        for _ in range(2):
            assert poke(publish.Publish, slow, environment, run)[1] is False
        [note] = google.objects.values()
        assert [note["kind"], note["run"], note["task"]] == ["deadline", "scheduled__1", "publish"]
        assert note["message"] == "flights is later than its contract says: working: JOB: a job runs → wait"


class TestMaintain:
    def run(self, environment):
        return Maintain(task_id="history", work="history", environment=environment).execute({})

    def test_asks_for_its_work(self, google, environment):
        answer = {"format": "sluice/maintain/1", "faults": [], "left": []}
        google.answers = [(200, answer)]
        assert self.run(environment) == answer
        assert [one.body for one in google.asked] == [{"task": "history"}]

    @pytest.mark.parametrize("undone", [{"faults": ["no right"]}, {"faults": [], "left": ["flights"]}])
    def test_what_is_left_is_tried_again(self, google, environment, undone):
        google.answers = [(200, {"format": "sluice/maintain/1", **undone})]
        with pytest.raises(AirflowException, match=r"history: not done: (no right|flights: time was up)"):
            self.run(environment)
