"""
Installs Airflow by the machine's own recipe and runs its units' commands: python run_units.py [FOLDER], as root on
Debian 12. Takes some minutes, by what uv has to fetch; in a FOLDER, which is kept, less the second time. Says what it
measured; ends with 1 where something is not as it must be.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from asked import api, count, databases, health, send
from fake_bucket import FakeBucket
from machine import DATA, Running, make_machine, run, why_not
from units import SYSTEMD, read_units

from node import deploy_dags

PARTS = ["api-server", "scheduler", "dag-processor", "triggerer"]
SCRIPTS = Path("/usr/local/lib/sluice")
AIRFLOW = "/usr/local/sbin/sluice-airflow"
TABLES = ["dag", "dag_run", "task_instance", "slot_pool", "serialized_dag"]
JSON = {"Content-Type": "application/json"}
PROBE_RUN = ("POST", "/dags/probe/dagRuns", {"logical_date": None})
# Tasks that run at once, as many as the machine takes, and hold their memory for a while.
PROBE = """
import time
from airflow.sdk import dag, task

@dag(dag_id="probe", schedule=None)
def probe():
    @task
    def hold(number):
        time.sleep(10)

    hold.expand(number=[1, 2, 3, 4])

probe()
"""


def main(*arguments: str) -> None:
    why = why_not()
    if why:
        tell("left out", why)
        return
    match arguments:
        case ["in-mounts", folder]:
            make_machine(Path(folder))
            install()
            enter("--net", "in-network", Path(folder))
        case ["in-network", folder]:
            run("ip", "link", "set", "lo", "up")
            Units(Path(folder)).run()
        case [kept]:
            Path(kept).mkdir(exist_ok=True)
            enter("--mount", "in-mounts", emptied(Path(kept)))
        case _:
            folder = Path(tempfile.mkdtemp(prefix="sluice-vm-"))
            folder.chmod(0o755)
            try:
                enter("--mount", "in-mounts", folder)
            finally:
                shutil.rmtree(folder, ignore_errors=True)


def emptied(folder: Path) -> Path:
    """But for what uv has built."""
    for one in folder.iterdir():
        if one.name != "opt":
            shutil.rmtree(one)
    return folder


def enter(what: str, stage: str, folder: Path) -> None:
    command = ["unshare", what, sys.executable, __file__, stage, str(folder)]
    code = subprocess.run(command, check=False).returncode
    if code != 0:
        sys.exit(code)


def install() -> None:
    """Twice: the second time there is nothing to do."""
    deploy_dags(DATA / "dags", "contracts")
    env = os.environ | {"SLUICE_ENVIRONMENT": "test", "SYSTEMD_OFFLINE": "1"}
    env.setdefault("UV_CACHE_DIR", str(Path.home() / ".cache/uv"))
    first = timed(lambda: run("bash", str(DATA / "dags/vm/install.sh"), env=env))
    keys = (DATA / "keys.env").read_text()
    second = timed(lambda: run("bash", str(DATA / "dags/vm/install.sh"), env=env))
    must((DATA / "keys.env").read_text() == keys, "keys are made once")
    tell("install.sh", f"{first:.0f} s; again {second:.1f} s")
    files = sorted(str(Path("/etc/systemd/system") / file.name) for file in SYSTEMD.iterdir() if file.is_file())
    said = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", "--man=no", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    must(said.returncode == 0 and said.stderr == "", f"systemd takes the units: {said.stderr}")
    wanted = sorted(path.name for path in Path("/etc/systemd/system/sluice.target.wants").iterdir())
    tell("started with the machine", ", ".join(wanted))


class Units:
    def __init__(self, folder: Path) -> None:
        self.logs = folder / "logs"
        self.logs.mkdir(exist_ok=True)
        self.units = read_units()
        self.bucket = FakeBucket().start()
        self.running: dict[str, Running] = {}

    def run(self) -> None:
        try:
            self.start()
            self.dags_are_there()
            self.no_other_page_may_write()
            self.tasks_run()
            self.one_dies()
            self.backup()
            self.stop()
        except BaseException:
            for running in self.running.values():
                sys.stderr.write(f"--- {running.unit.name}\n{running.tail()}\n")
            raise
        finally:
            for running in self.running.values():
                with suppress(ProcessLookupError):
                    os.killpg(running.process.pid, signal.SIGKILL)

    def start(self) -> None:
        tell("sluice-postgres", f"{self.seconds_of('sluice-postgres'):.0f} s")
        began = time.monotonic()
        self.unit("sluice-airflow-prepare")
        tell("sluice-airflow-prepare", f"{time.monotonic() - began:.0f} s")
        self.bucket.put_folder(DATA / "dags")
        self.bucket.put("probe.py", PROBE.encode())
        began = time.monotonic()
        said = self.unit("sluice-sync").tail()
        must("before none" in said, f"the sync takes the bucket's DAGs: {said}")
        tell(
            "sluice-sync",
            f"{time.monotonic() - began:.0f} s with new DAGs, {self.seconds_of('sluice-sync'):.1f} s without",
        )
        began = time.monotonic()
        for part in PARTS:
            self.unit(f"sluice-airflow-{part}")
        self.until("all parts are healthy", lambda: set(health().values()) == {"healthy"}, 300)
        tell("from start to healthy", f"{time.monotonic() - began:.0f} s")
        must(self.unit("sluice-health").log.read_text() == "", "the health check has nothing to say")

    def dags_are_there(self) -> None:
        expected = {f"sluice_{file.stem}" for file in (DATA / "live/dags/plans").glob("*.json")}
        expected |= {"sluice_maintenance", "probe"}
        self.until("all DAGs are there", lambda: expected <= set(api("/dags", "dags", "dag_id")), 180)
        must(api("/importErrors", "import_errors", "filename") == [], "no DAG is broken")
        must("sluice_dataflow" in api("/pools", "pools", "name"), "the pool of launches is there")
        listed = run(AIRFLOW, "dags", "list", "--output", "plain")
        must(all(name in listed for name in expected), f"sluice-airflow lists them: {listed}")
        tell("DAGs", ", ".join(sorted(expected)))
        # Of their tasks, which find no network here and try again, some would always run.
        send("PATCH", "/dags?dag_id_pattern=sluice_%25", {"is_paused": True}, JSON)

    def no_other_page_may_write(self) -> None:
        """Who comes needs no password: a page of somebody else, in the same browser, must not do what they may."""
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            with self.refused(kind):
                send(*PROBE_RUN, {"Content-Type": kind, "Origin": "https://elsewhere.example"})

    @contextmanager
    def refused(self, kind: str) -> Iterator[None]:
        try:
            yield
        except HTTPError as error:
            tell(f"a run asked for as {kind}", f"refused ({error.code})")
            return
        raise AssertionError(f"a page of somebody else can start a run as {kind}")

    def tasks_run(self) -> None:
        send(*PROBE_RUN, JSON)
        idle = busy = self.memories()
        ends = time.monotonic() + 300
        while (states := api("/dags/probe/dagRuns", "dag_runs", "state")) not in (["success"], ["failed"]):
            now = self.memories()
            idle = {name: min(idle[name], now[name]) for name in now}
            busy = {name: max(busy[name], now[name]) for name in now}
            must(time.monotonic() < ends, f"the probe ends: {states}")
            time.sleep(1)
        must(states == ["success"], "four tasks run")
        for name, mib in busy.items():
            limit = self.units[f"{name}.service"].memory
            tell(f"memory of {name}", f"{idle[name]} MiB, {mib} MiB with four tasks, at most {limit} MiB")
            must(mib < 0.85 * limit, f"{name} fits its limit")
        tell("memory of all", f"{sum(idle.values())} MiB, {sum(busy.values())} MiB with four tasks")
        logs = list((DATA / "logs").glob("dag_id=probe/**/*.log"))
        must(len(logs) == 4, f"tasks write their logs: {logs}")

    def one_dies(self) -> None:
        """Restarts are systemd's: here it is started again."""
        name = "sluice-airflow-scheduler"
        self.stop_one(name)
        self.until("others see it", lambda: health()["scheduler"] != "healthy", 120)
        self.unit(name)
        self.until("it is back", lambda: health()["scheduler"] == "healthy", 120)

    def backup(self) -> None:
        self.unit("sluice-backup")
        dumps = list((DATA / "backups").glob("*.dump"))
        must(len(dumps) == 1, "there is a backup")
        run(str(SCRIPTS / "restore.sh"), str(dumps[0]), "restored")
        counts = {name: [count(name, table) for table in TABLES] for name in ("airflow", "restored")}
        must(
            counts["restored"][0] > 0 and counts["restored"][0] == counts["airflow"][0], f"it can be restored: {counts}"
        )
        tell("backup", f"{dumps[0].stat().st_size} bytes; rows of {', '.join(TABLES)}: {counts['restored']}")

    def stop(self) -> None:
        database, *parts = self.running
        for name in reversed(parts):
            self.stop_one(name)
        self.restore()
        self.stop_one(database)

    def restore(self) -> None:
        """In the place of what is there; systemd's part is left out."""
        dump = next((DATA / "backups").glob("*.dump"))
        broken = DATA / "broken.dump"
        broken.write_bytes(dump.read_bytes()[:-50_000])
        with suppress(RuntimeError):
            run(str(SCRIPTS / "restore.sh"), str(broken), env=os.environ | {"SYSTEMD_OFFLINE": "1"})
            raise AssertionError("a broken dump is refused")
        must(databases() == ["airflow", "restored"], "a broken dump changes nothing")
        run(str(SCRIPTS / "restore.sh"), str(dump), env=os.environ | {"SYSTEMD_OFFLINE": "1"})
        before = [name for name in databases() if name.startswith("airflow_before_")]
        must(
            len(before) == 1 and count("airflow", "dag") == count(before[0], "dag"), f"it is swapped in: {databases()}"
        )

    def stop_one(self, name: str) -> None:
        """A scheduler waits for its tasks."""
        path = "/dags/~/dagRuns/~/taskInstances?state=running"
        if name == "sluice-airflow-scheduler":
            self.until("no task runs", lambda: api(path, "task_instances", "task_id") == [], 300)
        code, seconds = self.running[name].stop()
        del self.running[name]
        tell(f"{name} stops", f"in {seconds:.0f} s, with {code}")
        must(code in (0, -signal.SIGTERM), f"{name} ends by itself")

    def unit(self, name: str) -> Running:
        unit = self.units[f"{name}.service"]
        extra = self.bucket.env if name == "sluice-sync" else {}
        running = Running(unit, self.logs / f"{name}.log", extra)
        if unit.one("Type") != "oneshot":
            self.running[name] = running
        return running

    def seconds_of(self, name: str) -> float:
        return timed(lambda: self.unit(name))

    def memories(self) -> dict[str, int]:
        return {name: running.memory() for name, running in self.running.items()}

    def until(self, what: str, holds: object, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while True:
            for name, running in self.running.items():
                must(running.process.poll() is None, f"{name} goes on")
            with suppress(OSError):
                if holds():  # type: ignore[operator]
                    return
            must(time.monotonic() < ends, what)
            time.sleep(1)


def timed(work: object) -> float:
    began = time.monotonic()
    work()  # type: ignore[operator]
    return time.monotonic() - began


def tell(what: str, value: str) -> None:
    sys.stdout.write(f"{what}: {value}\n")
    sys.stdout.flush()


def must(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


if __name__ == "__main__":
    main(*sys.argv[1:])
