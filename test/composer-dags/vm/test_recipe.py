"""The machine's recipe, read: what its files name is there, and all of it fits. `run_units.py` runs it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from units import RECIPE, SYSTEMD, read_environment, read_units

UNITS = read_units()
SERVICES = {name: unit for name, unit in UNITS.items() if name.endswith(".service")}
INSTALL = (RECIPE / "install.sh").read_text()
SCRIPTS = sorted(RECIPE.rglob("*.sh"))
# In MiB, of the smallest machine's 4 GB: Debian, Google's agent and files that are read need the rest.
ALL_AT_ONCE = 3584
# What Debian 12 has with the packages that start-up.sh installs.
DEBIANS = {"/usr/bin/python3", "/usr/lib/postgresql/15/bin/postgres"}
# What systemd adds up over a unit and its drop-ins; of anything else the last one counts.
LISTS = {
    "EnvironmentFile", "ExecStart", "ReadWritePaths", "Requires", "After", "Wants", "PartOf", "IPAddressAllow",
}  # fmt: skip


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_bash(script):
    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert script.read_text().splitlines()[0] == "#!/bin/bash"
    assert "set -euo pipefail" in script.read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_unit_runs_is_there(name):
    unit = SERVICES[name]
    for command in [
        command for key in ("ExecStartPre", "ExecStart", "ExecStartPost") for command in unit.commands(key)
    ]:
        for word in [word for word in command if word.startswith("/")]:
            place = Path(word)
            if place.is_relative_to("/usr/local/lib/sluice"):
                assert (RECIPE / "bin" / place.name).is_file(), word
            elif place.is_relative_to("/etc/sluice"):
                assert (RECIPE / "etc" / place.name).is_file(), word
            else:
                assert word in DEBIANS | {"/opt/sluice/airflow/bin/airflow", "/srv/sluice/postgres"}, word


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_unit_may_write_is_made_by_the_recipe(name):
    unit = SERVICES[name]
    assert unit.one("ProtectSystem") == "strict"
    for path in unit.words("ReadWritePaths"):
        assert f"$DATA/{Path(path).relative_to('/srv/sluice')}" in INSTALL
    for path in unit.all("EnvironmentFile"):
        assert Path(path).name in INSTALL
    assert unit.user in {"airflow", "postgres", "root"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_unit_is_hardened_and_started_again(name):
    unit = SERVICES[name]
    assert unit.one("NoNewPrivileges") == "yes"
    assert unit.all("CapabilityBoundingSet") == [""]
    assert unit.one("AssertPathIsMountPoint", section="Unit") == "/srv/sluice"
    assert unit.one("StartLimitIntervalSec", section="Unit") == "0"
    if unit.one("Type") == "oneshot":
        assert name.replace(".service", ".timer") in UNITS or unit.one("Restart") == "on-failure"
    else:
        assert unit.one("Restart") == "always"
        assert unit.words("WantedBy", "Install") == ["sluice.target"]


@pytest.mark.parametrize("name", UNITS)
def test_no_drop_in_takes_back_what_a_unit_says(name):
    twice = {key for (_, key), values in UNITS[name].settings.items() if len(values) > 1}
    assert twice <= LISTS


def test_units_know_each_other():
    known = {*UNITS, "network-online.target", "multi-user.target"}
    for unit in UNITS.values():
        for key in ("Requires", "After", "Wants", "PartOf"):
            assert set(unit.words(key, "Unit")) <= known, unit.name
        assert set(unit.words("WantedBy", "Install")) <= known


def test_parts_of_airflow_wait_for_disk_database_and_tables():
    for part in ("api-server", "scheduler", "dag-processor", "triggerer"):
        unit = UNITS[f"sluice-airflow-{part}.service"]
        assert {"sluice-postgres.service", "sluice-airflow-prepare.service"} <= set(unit.words("Requires", "Unit"))
        assert set(unit.words("Requires", "Unit")) <= set(unit.words("After", "Unit"))
        assert unit.words("RequiresMountsFor", "Unit") == ["/srv/sluice"]
        assert unit.user == "airflow"


def test_the_limits_fit_the_smallest_machine():
    # The tables are prepared before anything else runs.
    at_once = {name: unit.memory for name, unit in SERVICES.items() if name != "sluice-airflow-prepare.service"}
    assert sum(at_once.values()) <= ALL_AT_ONCE, at_once


def test_only_tasks_and_the_sync_reach_the_machines_account():
    reach = {name for name, unit in SERVICES.items() if "any" not in unit.words("IPAddressDeny")}
    assert reach == {
        "sluice-airflow-scheduler.service",
        "sluice-airflow-triggerer.service",
        "sluice-sync.service",
    }


def test_the_page_is_for_those_whom_the_firewall_lets_in():
    firewall = (RECIPE.parents[1] / "infra/network/firewall.ts").read_text()
    iap, port = (re.search(rf'{name} = "(.*)"', firewall) for name in ("IAP_RANGE", "AIRFLOW_PORT"))
    assert iap and port
    assert UNITS["sluice-airflow-api-server.service"].words("IPAddressAllow") == ["localhost", iap[1]]
    assert read_environment(RECIPE / "etc/airflow.env")["AIRFLOW__API__PORT"] == port[1]


def test_every_package_is_pinned_by_its_hash():
    for lock in sorted((RECIPE / "locks").iterdir()):
        lines = [line for line in lock.read_text().splitlines() if not line.startswith("#")]
        assert all(re.match(r"\S+==\S+ \\$|    --hash=sha256:[0-9a-f]{64}", line) for line in lines), lock
    assert INSTALL.count("--require-hashes") == len(list((RECIPE / "locks").iterdir()))
    assert "--frozen" in INSTALL


def test_the_lock_is_for_the_machines_python():
    # Debian 12 has 3.11.
    assert 'requires-python = ">=3.11' in (RECIPE.parent / "pyproject.toml").read_text()
    uv = re.search(r"^uv==(\S+)", (RECIPE / "locks/uv.txt").read_text(), re.M)
    setup = re.search(r'UV_VERSION = "(.*)"', (RECIPE.parents[1] / "scripts/python.mjs").read_text())
    assert uv and setup and uv[1] == setup[1]


def test_no_password_or_key_is_in_the_recipe():
    texts = [file.read_text() for file in RECIPE.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert not any(re.search(r"(_KEY|_SECRET|PASSWORD)=\S", text, re.I) for text in texts)


def test_settings_are_airflows():
    from airflow.configuration import conf

    known = {(section, key) for section, keys in conf.configuration_description.items() for key in keys["options"]}
    settings = read_environment(RECIPE / "etc/airflow.env")
    keys = re.search(r"KEYS=\((.*)\)", INSTALL)
    assert keys
    for name in [*settings, *keys[1].split(), "AIRFLOW__API__INSTANCE_NAME"]:
        if name.startswith("AIRFLOW__"):
            section, key = name.removeprefix("AIRFLOW__").lower().split("__")
            assert (section, key) in known, name


def test_there_is_one_version_of_the_database():
    texts = [file.read_text() for file in [*RECIPE.rglob("*.sh"), *SYSTEMD.glob("*.service")]]
    versions = {found for text in texts for found in re.findall(r"/postgresql/(\d+)|VERSION=(\d+)", text)}
    assert {version for pair in versions for version in pair if version} == {"15"}


def test_launches_have_their_pool():
    launches = re.search(r'pool="(\w+)"', (RECIPE.parent / "sluice_dags/environment.py").read_text())
    assert launches and f'"{launches[1]}"' in (RECIPE / "etc/pools.json").read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze on this machine")
def test_systemd_takes_the_units(tmp_path):
    """In a root of its own, where programs and folders are there by name alone."""
    units = tmp_path / "etc/systemd/system"
    shutil.copytree(SYSTEMD, units)
    for unit in SERVICES.values():
        for command in [
            command for key in ("ExecStartPre", "ExecStart", "ExecStartPost") for command in unit.commands(key)
        ]:
            program = tmp_path / command[0].lstrip("/")
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text("")
            program.chmod(0o755)
    files = [str(units / name) for name in UNITS]
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", f"--root={tmp_path}", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Of a root that is not a whole system it misses systemd's own units.
    ours = [line for line in checked.stderr.splitlines() if "sluice" in line and "not found" not in line]
    assert ours == []
