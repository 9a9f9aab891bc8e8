"""Jobs on Beam's own local runner, and drops that are added to what they are to split."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from node import PROJECT

from split.pipeline import build
from split.worker import Settings

TEMPLATES = PROJECT / "dataflow-templates"
LOCAL = ("--runner=FnApiRunner", "--direct_num_workers=2", "--direct_running_mode=multi_threading")


def settings_in(lake: Path) -> Settings:
    return Settings(str(lake), children=2, unit_timeout_seconds=600, child_memory_mb=512)


def run_job(lake: Path, manifests: Sequence[str], *more: str, cut_above: int = 0) -> None:
    """One for all the manifests: Beam takes most of its time to start. Without `cut_above` every drop is cut that has
    more units than one."""
    told = [*LOCAL, f"--lake={lake}", f"--manifest={manifests[0]}", *more]
    pipeline = beam.Pipeline(options=PipelineOptions(told))
    build(pipeline, manifests, settings_in(lake), cut_above)
    pipeline.run()


def start_job(
    lake: Path, manifest: str, *program: str, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """In a process of its own."""
    command = [sys.executable, *program, *LOCAL, f"--lake={lake}", f"--manifest={manifest}", "--cut_above_bytes=0"]
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


Drops = dict[str, dict[str, Any]]


def drops_in(lake: Path, manifest: str) -> Drops:
    return {drop["name"]: drop for drop in json.loads((lake / manifest).read_text())["drops"]}


def add_drop(lake: Path, manifest: str, name: str, of: dict[str, Any]) -> dict[str, Any]:
    """As another one, and of its bytes."""
    content = json.loads((lake / manifest).read_text())
    drop = {**of, "name": name, "key": hashlib.sha256(name.encode()).hexdigest()[:24]}
    content["drops"].append(drop)
    (lake / manifest).write_text(json.dumps(content))
    return drop


def add_damaged(lake: Path, manifest: str, name: str, of: dict[str, Any]) -> None:
    """With one byte in the middle that is another than when the store counted its checksum."""
    raw = lake / of["raw"]["uri"]
    content = bytearray(raw.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path = raw.with_name(f"damaged-{raw.name}")
    path.write_bytes(content)
    kept = {"uri": str(path.relative_to(lake)), "generation": str(path.stat().st_mtime_ns // 1000)}
    add_drop(lake, manifest, name, {**of, "raw": kept})
