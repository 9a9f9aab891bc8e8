"""What is built, and what would run of it. No image is built here: docs/unproven.md."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile import DOCKERFILE, FOLDER, arguments, environment, every

HADOLINT = Path(sys.executable).parent / "hadolint"


@pytest.mark.skipif(not HADOLINT.exists(), reason="hadolint has no program for this machine")
def test_linted() -> None:
    done = subprocess.run(
        [HADOLINT, "--no-color", "--failure-threshold=style", DOCKERFILE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_bases_are_named_by_a_version_and_perhaps_a_digest() -> None:
    bases = [rest.split(" ")[0] for rest in every("FROM")]
    assert len(bases) == 3
    for base in bases:
        assert re.fullmatch(r"[a-z0-9./_-]+:(?!latest)[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?", base)


def test_launcher_worker_and_base_are_of_one_python() -> None:
    launcher, beam, base = every("FROM")
    version = arguments()["PYTHON"]
    assert f"/python{version.replace('.', '')}-template-launcher-base:" in launcher
    assert f"/beam_python{version}_sdk:{arguments()['BEAM']}" in beam
    assert base.startswith(f"python:{version}-slim")


def test_both_programs_are_where_dataflow_starts_them() -> None:
    for place in ("/opt/apache/beam", "/opt/google/dataflow/python_template_launcher"):
        assert any(re.fullmatch(rf"--from=\w+ {place} {place}", rest) for rest in every("COPY"))
    assert [json.loads(rest) for rest in every("ENTRYPOINT")] == [["/opt/apache/beam/boot"]]


def test_nothing_is_installed_at_run_time() -> None:
    assert environment() == {
        "FLEX_TEMPLATE_PYTHON_PY_FILE": "/template/split/main.py",
        "RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT": "1",
    }


def test_what_is_copied_exists_and_the_main_file_is_among_it() -> None:
    copied = [rest.split(" ") for rest in every("COPY") if not rest.startswith("--from=")]
    assert every("WORKDIR") == ["/template"]
    assert copied == [["requirements.lock", "./"], ["host", "host"], ["split", "split"]]
    assert all((FOLDER / source).exists() for source, _ in copied)
    assert (FOLDER / environment()["FLEX_TEMPLATE_PYTHON_PY_FILE"].removeprefix("/template/")).is_file()


def test_what_is_made_on_this_machine_is_not_sent() -> None:
    ignored = (FOLDER / ".dockerignore").read_text("utf-8").split()
    made = {entry.name for entry in FOLDER.iterdir() if entry.name.startswith(".") and entry.is_dir()}
    assert {".venv", "**/__pycache__", *made} <= set(ignored)
