"""What came of a drop, before it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from host.report_shapes import Milliseconds
from host.shapes import Cause, Differences, LocalFile, Measurement, PartitionRows, Refusal, Sample


@dataclass(frozen=True)
class SplitRows:
    """`entered` = `good` + `quarantined`."""

    entered: int
    good: int
    quarantined: int
    duplicates: int


@dataclass(frozen=True)
class SplitDrop:
    """The drop was read to its last row."""

    units: int
    rows: SplitRows
    differences: Differences
    failures: Mapping[str, int]
    samples: Mapping[str, list[Sample]]
    causes: Mapping[str, list[Cause]]
    partitions: Sequence[PartitionRows]
    newest_micros: str | None
    # Of the checks with a statement; one that is absent was left out for the drop's size.
    checks: Mapping[str, Measurement]
    # Exact duplicates were not looked for, for the drop's size.
    duplicates_unknown: bool
    # Empty when the drop is passed through.
    good: Sequence[LocalFile]
    quarantined: Sequence[LocalFile]
    # The drop itself is the one good file.
    passed_through: bool


@dataclass(frozen=True)
class RefusedDrop:
    """The drop could not be read: no rows, no files, a reason."""

    refusal: Refusal


DropResult: TypeAlias = SplitDrop | RefusedDrop


@dataclass(frozen=True)
class Timed:
    """A result and the time that it took."""

    result: DropResult
    milliseconds: Milliseconds
