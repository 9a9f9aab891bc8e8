"""The project's own Node, which makes what the Python host is held against."""

import atexit
import json
import shutil
import subprocess
from functools import cache
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


class Node:
    """One process, which answers by the scripts of this folder."""

    def __init__(self) -> None:
        command = [node(), str(HERE / "serve.ts")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def tell(self, script: str, *given: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps({'script': script, 'given': given})}\n".encode())
        self._process.stdin.flush()

    def hear(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "Node has ended, and said why on stderr"
        return json.loads(line)

    def close(self) -> None:
        self._process.communicate()


@cache
def _shared() -> Node:
    started = Node()
    atexit.register(started.close)
    return started


def ask_node(script: str, *given: object) -> Any:
    """Of a process that all tests share: most of its time is its start."""
    _shared().tell(script, *given)
    return _shared().hear()
