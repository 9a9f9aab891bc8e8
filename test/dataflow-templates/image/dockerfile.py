"""The Dockerfile, as far as tests ask: its instructions, with the build arguments' defaults filled in."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "dataflow-templates"
DOCKERFILE = FOLDER / "Dockerfile"


def instructions() -> Iterator[tuple[str, str]]:
    """Word and rest, as written."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text("utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.partition(" ")
            yield word, rest


def arguments() -> dict[str, str]:
    return dict(rest.split("=", 1) for word, rest in instructions() if word == "ARG")


def every(wanted: str) -> list[str]:
    """The rests of all instructions of a kind, filled in."""
    return [_filled(rest) for word, rest in instructions() if word == wanted]


def environment() -> dict[str, str]:
    """What ENV sets."""
    return dict(pair.split("=", 1) for rest in every("ENV") for pair in shlex.split(rest))


def _filled(text: str) -> str:
    known = arguments()
    return re.sub(r"\$\{(\w+)\}", lambda match: known[match[1]], text)
