"""The project's own Node, for what TypeScript lays for the tests."""

import os
import platform
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def node() -> str:
    """Who starts pytest by hand need not say which."""
    arch = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), "x64")
    packaged = PROJECT / f"node_modules/node-linux-{arch}/bin/node"
    return os.environ.get("SLUICE_NODE") or (str(packaged) if packaged.exists() else "node")


def deploy_dags(folder: Path, contracts: str, orchestrator: str = "airflow-vm") -> Path:
    """Files, plans and environment.json, as `pulumi up` lays them."""
    command = [node(), "--disable-warning=ExperimentalWarning", "test/composer-dags/deploy.ts"]
    subprocess.run([*command, str(folder), contracts, orchestrator], cwd=PROJECT, check=True)
    return folder
