"""The project's own Node, which makes what the Python host is held against."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent.parent


def node() -> str:
    for found in sorted(PROJECT.glob("node_modules/node-linux-*/bin/node")):
        return str(found)
    installed = shutil.which("node")
    assert installed, "the tests need Node 24"
    return installed


def run_node(script: str, *arguments: str) -> Any:
    """What a script of this folder prints, which is JSON."""
    command = [node(), str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
