"""A part that is silent is started again, and what that does not mend is told."""

import pytest
from script import load
from units import UNITS_OF_AIRFLOW

health = load("health")
WELL = {part: {"status": "healthy"} for part in ("metadatabase", "scheduler", "triggerer", "dag_processor")}


@pytest.fixture
def minutes(tmp_path, monkeypatch, capsys):
    restarted: list[str] = []
    monkeypatch.setattr(health, "STATE", tmp_path / "silent.json")
    monkeypatch.setattr(health, "what_is_late", lambda now: [])
    monkeypatch.setattr(health.subprocess, "run", lambda command, check: restarted.append(command[-1]))

    def run(count, told):
        restarted.clear()
        monkeypatch.setattr(health, "ask", lambda: told)
        for _ in range(count):
            health.main()
        return restarted.copy(), capsys.readouterr().out.splitlines()

    return run


def silent(*parts):
    return WELL | {part: {"status": "unhealthy"} for part in parts}


def test_who_is_well_is_left_alone(minutes):
    assert minutes(20, WELL) == ([], [])


def test_a_part_that_comes_back_by_itself_is_left_alone(minutes):
    assert minutes(4, silent("scheduler")) == ([], [])
    assert minutes(1, WELL) == ([], [])
    assert minutes(4, silent("scheduler")) == ([], [])


def test_a_silent_part_is_started_again(minutes):
    restarted, said = minutes(5, silent("triggerer"))
    assert restarted == ["sluice-airflow-triggerer.service"]
    assert [line[:3] for line in said] == ["<4>"]


def test_what_a_restart_does_not_mend_is_an_error(minutes):
    restarted, said = minutes(15, silent("dag_processor"))
    assert restarted == ["sluice-airflow-dag-processor.service"] * 3
    assert [line for line in said if line.startswith("<3>")] == [
        "<3>sluice-airflow-dag-processor.service has given no sign of life for 15 minutes, and a restart did not help"
    ]


def test_without_the_page_nothing_is_known_of_the_others(minutes):
    assert minutes(5, None)[0] == ["sluice-airflow-api-server.service"]


def test_without_the_database_nothing_is_known_of_the_others(minutes):
    assert minutes(5, silent("metadatabase", "scheduler"))[0] == ["sluice-postgres.service"]


def test_it_knows_every_part_that_airflow_tells_of():
    from airflow.api_fastapi.core_api.datamodels.monitor import HealthInfoResponse

    assert set(HealthInfoResponse.model_fields) <= set(health.UNITS)
    assert set(health.UNITS.values()) == UNITS_OF_AIRFLOW


@pytest.mark.parametrize(("up", "expected"), [(60, 0), (2_000, 1), (400_000, 2)])
def test_a_sync_or_backup_that_lags_is_told_unless_the_machine_has_just_started(up, expected, tmp_path, monkeypatch):
    for name, file in {"LOOKED": "looked", "BACKUPS": "backups", "UPTIME": "uptime"}.items():
        monkeypatch.setattr(health, name, tmp_path / file)
    (tmp_path / "uptime").write_text(f"{up}.00 0.00\n")
    assert len(health.what_is_late(10_000_000.0)) == expected
