"""What both packages' tests share lies beside the host's."""

import shutil
import sys
from functools import cached_property
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent / "host"), str(Path(__file__).parent)]

from corpus import Reports, big_drops, committed_drops, reports_in  # noqa: E402
from node import ask_node  # noqa: E402


class Corpus:
    """Its drops are made once, and split once by the Node host."""

    # Those of big drops first.
    manifests: list[str]

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = folder / "made"
        self.manifests = ask_node("lake.ts", "make", str(self._made), [*big_drops(folder), *committed_drops()])

    def lake(self, name: str | Path) -> tuple[Path, list[str]]:
        """A lake of its own with these drops, and its manifests."""
        lake = self._folder / name
        shutil.copytree(self._made, lake)  # with its times, which are the generations
        return lake, self.manifests

    @cached_property
    def expected(self) -> Reports:
        lake, manifests = self.lake("node")
        ask_node("lake.ts", "run", str(lake), manifests)
        return reports_in(lake)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return Corpus(tmp_path_factory.mktemp("corpus"))
