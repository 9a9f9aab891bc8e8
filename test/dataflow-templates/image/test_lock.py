"""requirements.lock is what the image installs: all of it pinned, and nothing but what uv.lock says."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from dockerfile import FOLDER, arguments, every
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import parse_wheel_filename

from host.version import DUCKDB_VERSION

EXPORT = ["export", "--frozen", "--no-dev", "--extra", "beam", "--no-emit-project", "--no-header"]
OWN_UV = FOLDER / ".uv" / "bin" / "uv"
UV = str(OWN_UV) if OWN_UV.exists() else shutil.which("uv")
# Debian 12's C library is 2.36.
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(36, 4, -1)] + ["manylinux2014_x86_64"]


def requirements(text: str) -> dict[str, list[str]]:
    """Hashes of each requirement, without the comments that uv's versions write differently."""
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return {line.split("--hash=")[0].strip(): re.findall(r"--hash=(\S+)", line) for line in lines if line.strip()}


LOCK = requirements((FOLDER / "requirements.lock").read_text("utf-8"))


def in_the_image() -> dict[str, str]:
    """Version of each package that Linux and the image's Python take."""
    place = {"python_version": arguments()["PYTHON"], "python_full_version": f"{arguments()['PYTHON']}.9"}
    place |= {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}
    place |= {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    wanted = [Requirement(text) for text in LOCK]
    return {
        each.name: str(each.specifier).removeprefix("==")
        for each in wanted
        if each.marker is None or each.marker.evaluate(dict(place))
    }


@pytest.mark.skipif(UV is None, reason="no uv on this machine")
def test_it_is_what_uv_exports() -> None:
    assert UV is not None
    exported = subprocess.run([UV, *EXPORT], cwd=FOLDER, capture_output=True, text=True, check=True).stdout
    cure = f"run `uv {' '.join(EXPORT)} > requirements.lock` in dataflow-templates"
    assert requirements(exported) == LOCK, cure


def test_every_package_is_pinned_by_version_and_hash() -> None:
    assert len(LOCK) > 50
    for requirement, hashes in LOCK.items():
        assert re.match(r"[a-z0-9._-]+==[\w.+!]+( ; |$)", requirement)
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes)


def test_beam_and_duckdb_are_those_that_the_rest_means() -> None:
    installed = in_the_image()
    engine = (FOLDER.parent / "lakehouse" / "engine" / "version.ts").read_text("utf-8")
    named = re.search(r'DUCKDB_VERSION = "(.+)"', engine)
    assert named is not None
    assert installed["apache-beam"] == arguments()["BEAM"]
    assert installed["duckdb"] == DUCKDB_VERSION == named[1]


def test_only_what_the_dockerfile_says_is_built_from_source() -> None:
    """A package without a wheel for the image's Python would end the build, which is seen nowhere else."""
    minor = (3, int(arguments()["PYTHON"].split(".")[1]))
    fitting = {*cpython_tags(minor, platforms=PLATFORMS), *compatible_tags(minor, platforms=PLATFORMS)}
    installed = in_the_image()
    locked = tomllib.loads((FOLDER / "uv.lock").read_text("utf-8"))["package"]
    built = [
        each["name"] for each in locked if installed.get(each["name"]) == each["version"] and not fits(each, fitting)
    ]
    (install,) = [rest for rest in every("RUN") if rest.startswith("pip install")]
    assert re.findall(r"--no-binary (\S+)", install) == built == ["google-apitools"]
    assert {"--require-hashes", "--no-build-isolation"} <= set(install.split())


def fits(package: dict[str, Any], tags: set[Tag]) -> bool:
    files = [Path(wheel["url"]).name for wheel in package.get("wheels", [])]
    return any(not tags.isdisjoint(parse_wheel_filename(file)[3]) for file in files)
