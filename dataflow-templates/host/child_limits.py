"""What a child may take, and what is said of one that took more."""

import sys
from dataclasses import dataclass
from typing import Final

from host.child.refused import CURE
from host.shapes import Refusal


@dataclass(frozen=True)
class ChildLimits:
    # Of one request.
    timeout_seconds: int
    # A child with more resident memory is killed.
    rss_mb: int
    # Isolated: neither the environment nor the folder that it is started in can put a module before ours.
    command: tuple[str, ...] = (sys.executable, "-I", "-m", "host.child")


DEFAULT_LIMITS: Final = ChildLimits(timeout_seconds=300, rss_mb=1024)


class CalledOffError(Exception):
    """Nobody wants the answer any more. It says nothing of the drop, and must never become a verdict."""

    def __init__(self) -> None:
        super().__init__("the work was called off")


def timed_out(limits: ChildLimits) -> Refusal:
    return {
        "code": "TIMED_OUT",
        "message": f"reading the drop took longer than {limits.timeout_seconds} s",
        "cure": "split the file, write larger row groups and flatter columns, or allow more time",
    }


def out_of_memory(limits: ChildLimits) -> Refusal:
    return {
        "code": "OUT_OF_MEMORY",
        "message": f"reading the drop took more than {limits.rss_mb} MiB",
        "cure": "write smaller row groups (at most 128 MiB) and shorter values",
    }


def crashed(how: str) -> Refusal:
    return {"code": "CRASHED", "message": f"the file brought its reader down ({how})", "cure": CURE.OTHER_WRITER}
