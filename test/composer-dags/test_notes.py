"""Notes: their form, their names, and that they disturb nothing."""

import re
from dataclasses import replace

import pytest


@pytest.fixture
def notes(environment):
    from sluice_dags.notes import Notes

    return Notes(environment, "flights")


def test_a_failed_task_is_told_once(notes, google, context):
    for tries in (3, 4):
        context["task_instance"].try_number = tries
        notes.task_failed({**context, "exception": ValueError("503 by ann@example.com, Bearer abcdefghijk")})
    [(name, note)] = google.objects.items()
    assert re.fullmatch(r"acme-test-test-outbox/from-dags/flights/[0-9a-f]{24}\.json", name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", note.pop("at"))
    assert note == {
        "format": "sluice/dag-note/1",
        "kind": "task",
        "dataset": "flights",
        "dag": "sluice_flights",
        "run": "manual__1",
        "task": "publish",
        "tries": 3,
        "message": "503 by (e-mail removed), Bearer (secret removed)",
        "link": "https://airflow.example.com/log",
    }


def test_names_are_apart_by_dag_run_task_and_kind(notes, context):
    from sluice_dags.notes import note_name

    note = notes.note("task", context, "", task=True)
    others = [{**note, part: "other"} for part in ("dag", "run", "task", "kind", "dataset")]
    assert len({note_name(one) for one in [note, *others]}) == 6
    assert note_name({**note, "message": "other", "tries": 9, "at": "other"}) == note_name(note)
    assert note_name({**note, "dataset": None}).startswith("from-dags/all-datasets/")


def test_a_run_that_took_too_long(notes, google, context):
    notes.run_failed({**context, "reason": "task_failure"})
    assert google.objects == {}
    notes.run_failed({**context, "reason": "timed_out"})
    [note] = google.objects.values()
    assert [note["kind"], note["task"], note["run"]] == ["deadline", None, "manual__1"]


def test_a_plan_that_is_broken_is_told_as_such(notes, google, context):
    replace(notes, kind="import").task_failed({**context, "exception": "x" * 5000})
    [note] = google.objects.values()
    assert [note["kind"], len(note["message"])] == ["import", 2000]


def test_a_note_that_cannot_be_laid_fails_nothing(notes, google, context, caplog):
    google.storage_fails = 403
    notes.task_failed({**context, "exception": "password=hunter2 is wrong"})
    assert google.objects == {}
    assert "this was not told: password=(secret removed) is wrong" in caplog.text
