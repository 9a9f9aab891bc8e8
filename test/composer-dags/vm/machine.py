"""
A plain Debian machine out of this one, as root: this process's own mounts, where what the recipe writes goes into a
folder that is thrown away, and a network of its own without a way out. Units are started as systemd would, but for
control groups and filters of system calls.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from units import Unit, read_environment

WRITTEN = ["etc", "opt", "run", "srv", "usr/local", "var"]
DATA = Path("/srv/sluice")
NEEDED = [Path("/usr/lib/postgresql/15/bin/postgres"), Path("/usr/bin/python3"), Path("/usr/bin/systemctl")]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def why_not() -> str | None:
    """None: this machine can play the part."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux can make a machine of its own"
    if 'VERSION_ID="12"' not in Path("/etc/os-release").read_text():
        return "this is not Debian 12"
    missing = [str(path) for path in NEEDED if not path.exists()]
    if missing:
        return f"{', '.join(missing)} is missing: apt-get install postgresql python3-venv systemd"
    entered = subprocess.run(["unshare", "--mount", "--net", "true"], capture_output=True, text=True, check=False)
    return None if entered.returncode == 0 else f"this machine forbids namespaces: {entered.stderr.strip()}"


def run(*command: str, **options: object) -> str:
    """What it says; raises with all of it where it fails."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    if ran.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ends with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def make_machine(folder: Path) -> None:
    """In mounts of one's own."""
    for name in WRITTEN:
        upper, work = folder / name / "upper", folder / name / "work"
        upper.mkdir(parents=True, exist_ok=True)
        work.mkdir(exist_ok=True)
        options = f"lowerdir=/{name},upperdir={upper},workdir={work}"
        run("mount", "-t", "overlay", "overlay", "-o", options, f"/{name}")
    disk = folder / "disk"
    disk.mkdir()
    disk.chmod(0o755)
    DATA.mkdir(parents=True)
    run("mount", "--bind", str(disk), str(DATA))


class Running:
    """A unit's own process, in mounts where it may write what its file says alone."""

    def __init__(self, unit: Unit, log: Path, extra: dict[str, str]) -> None:
        self.unit = unit
        self.log = log
        self.env = environment_of(unit, extra)
        self.began = time.monotonic()
        make_runtime_folder(unit)
        for command in unit.commands("ExecStartPre"):
            self.finish(command)
        if unit.one("Type") == "oneshot":
            for command in unit.commands():
                self.finish(command)
            return
        ready = Notified() if unit.one("Type") == "notify" else None
        self.process = self.spawn(unit.commands()[0], ready.env if ready else {})
        if ready:
            ready.wait(self)
        for command in unit.commands("ExecStartPost"):
            self.finish(command)

    def spawn(self, command: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
        written = [
            *self.unit.words("ReadWritePaths"),
            *[f"/run/{name}" for name in self.unit.words("RuntimeDirectory")],
        ]
        user, group = self.unit.user, self.unit.one("Group", self.unit.user)
        script = f"""
          for path in {" ".join(written)}; do mount --bind "$path" "$path"; done
          for path in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $path; done
          for path in / {" ".join("/" + name for name in WRITTEN)} {DATA}; do mount -o remount,bind,ro $path; done
          cd {self.unit.one("WorkingDirectory", "/")}
          exec setpriv --reuid={user} --regid={group} --init-groups --no-new-privs --bounding-set=-all \\
            --inh-caps=-all -- "$@"
        """
        with self.log.open("ab") as log:
            whole = ["unshare", "--mount", "sh", "-euc", script, "sh", *command]
            return subprocess.Popen(
                whole, env={**self.env, **env}, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def finish(self, command: list[str]) -> None:
        code = self.spawn(command, {}).wait()
        if code != 0:
            raise RuntimeError(f"{self.unit.name}: {' '.join(command)} ends with {code}:\n{self.tail()}")

    def stop(self) -> tuple[int, float]:
        """By the unit's own signal: with what it ends, and after how many seconds."""
        began = time.monotonic()
        number = getattr(signal, self.unit.one("KillSignal", "SIGTERM"))
        if self.unit.one("KillMode") == "mixed":
            self.process.send_signal(number)
        else:
            os.killpg(self.process.pid, number)
        code = self.process.wait(timeout=float(self.unit.one("TimeoutStopSec", "90")))
        return code, time.monotonic() - began

    def memory(self) -> int:
        """Of it and its children, in MiB; what several share is counted once."""
        return sum(proportional(pid) for pid in family(self.process.pid)) // 1024

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])


class Notified:
    """What systemd waits for where a unit says that it will tell."""

    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(f"\0sluice-{os.getpid()}-{id(self)}")
        self.env = {"NOTIFY_SOCKET": "@" + self.socket.getsockname()[1:].decode()}

    def wait(self, running: Running) -> None:
        self.socket.settimeout(1)
        for _ in range(int(running.unit.one("TimeoutStartSec", "90"))):
            with suppress(TimeoutError):
                if b"READY=1" in self.socket.recv(4096):
                    return
            if running.process.poll() is not None:
                break
        raise RuntimeError(f"{running.unit.name} does not come up:\n{running.tail()}")


def environment_of(unit: Unit, extra: dict[str, str]) -> dict[str, str]:
    files = [read_environment(Path(name)) for name in unit.all("EnvironmentFile")]
    user = pwd.getpwnam(unit.user)
    env = {"PATH": PATH, "LANG": "C.UTF-8", "USER": user.pw_name, "LOGNAME": user.pw_name, "HOME": user.pw_dir}
    for file in files:
        env |= file
    return env | extra


def make_runtime_folder(unit: Unit) -> None:
    for name in unit.words("RuntimeDirectory"):
        folder = Path("/run") / name
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, unit.user, unit.user)


def family(first: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, at = [first], 0
    while at < len(found):
        found += parents.get(found[at], [])
        at += 1
    return found


def proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
