"""What travels between the steps of a job: descriptions, never rows."""

from dataclasses import dataclass

from host.footer.ranges import UnitRange
from host.shapes import ManifestDrop, OutputFile, Unit
from host.take import Outcome, Take


@dataclass(frozen=True)
class Drop:
    """A drop of the manifest, and by what it is split."""

    dataset: str
    plan_hash: str
    facts: ManifestDrop

    @property
    def key(self) -> str:
        return f"{self.facts['key']}/{self.facts['round']}"

    @property
    def bytes(self) -> int:
        return int(self.facts["bytes"])


@dataclass(frozen=True)
class Pack:
    """Small drops that one worker splits whole, one after the other."""

    drops: tuple[Drop, ...]


@dataclass(frozen=True)
class UnitTask:
    """One unit of a big drop. The segments of all its units make up the object, each byte in one of them."""

    drop: Drop
    take: Take
    unit: Unit
    # How many units the drop has.
    units: int
    # None: to be found out from the footer again; a drop's units come together without them.
    pages: UnitRange | None
    # From, up to and without.
    segment: tuple[int, int]
    # Where the footer begins.
    footer: int
    pass_clean: bool


@dataclass(frozen=True)
class Piece:
    """What came of a unit."""

    task: UnitTask
    # None: its pages lie elsewhere than the footer says, so that the drop has to be read whole; or there was a fault.
    outcome: Outcome | None
    # CRC32C of the segment.
    crc: int
    # By the names that the result calls its files.
    uploads: dict[str, OutputFile]
    seconds: float
    # A bug of ours: the drop gets no report from this job.
    fault: bool = False
