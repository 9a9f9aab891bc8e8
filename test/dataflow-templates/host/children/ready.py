"""Children that behave badly, each in the way its file's name says. Plain programs, as the engine's child."""

import json
import sys
from collections.abc import Callable


def say(message: object) -> None:
    sys.stdout.write(f"{json.dumps(message)}\n")
    sys.stdout.flush()


def answer(number: int, value: object) -> None:
    say({"id": number, "answer": {"ok": True, "value": value, "milliseconds": 1}})


def on_request(handle: Callable[[int], object]) -> None:
    """Plans are learned without a word."""
    say({"ready": True})
    for line in sys.stdin:
        message = json.loads(line)
        if message["request"]["kind"] == "learn":
            answer(message["id"], None)
        else:
            handle(message["id"])
