"""Unit files of composer-dags/vm/systemd as systemd reads them: with the drop-ins of all prefixes of their names."""

from dataclasses import dataclass
from pathlib import Path

RECIPE = Path(__file__).parents[3] / "composer-dags/vm"
SYSTEMD = RECIPE / "systemd"
MIB = {"M": 1, "G": 1024}


@dataclass(frozen=True)
class Unit:
    name: str
    # (section, key) → values, in their order; an empty one takes away those before it.
    settings: dict[tuple[str, str], list[str]]

    def all(self, key: str, section: str = "Service") -> list[str]:
        return self.settings.get((section, key), [])

    def words(self, key: str, section: str = "Service") -> list[str]:
        return [word for value in self.all(key, section) for word in value.split()]

    def one(self, key: str, default: str = "", section: str = "Service") -> str:
        return [default, *self.all(key, section)][-1]

    @property
    def user(self) -> str:
        return self.one("User", "root")

    @property
    def memory(self) -> int:
        """At most, in MiB."""
        limit = self.one("MemoryMax")
        return int(limit[:-1]) * MIB[limit[-1]]

    def commands(self, key: str = "ExecStart") -> list[list[str]]:
        return [value.split() for value in self.all(key)]


def read_units(folder: Path = SYSTEMD) -> dict[str, Unit]:
    files = [file for file in sorted(folder.iterdir()) if file.is_file()]
    return {file.name: read_unit(file) for file in files}


def read_unit(file: Path) -> Unit:
    stem, kind = file.name.rsplit(".", 1)
    parts = stem.split("-")
    prefixes = ["-".join(parts[:count]) + "-" for count in range(1, len(parts))]
    drop_ins = [found for prefix in prefixes for found in sorted((file.parent / f"{prefix}.{kind}.d").glob("*.conf"))]
    settings: dict[tuple[str, str], list[str]] = {}
    # What all have stands behind what one has of its own: lists grow, and of the rest no two may say something else.
    for one in [file, *drop_ins]:
        section = ""
        for line in one.read_text().splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                key, _, value = line.partition("=")
                settings.setdefault((section, key), []).append(value)
    return Unit(file.name, settings)


def read_environment(file: Path) -> dict[str, str]:
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


UNITS_OF_AIRFLOW = {
    name for name, unit in read_units().items() if name.endswith(".service") and unit.one("Restart") == "always"
}
