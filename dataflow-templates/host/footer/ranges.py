"""Which bytes of a big drop a unit needs, so that a worker reads no others."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from host.footer.chunks import Chunk, GroupChunks, read_chunks
from host.footer.thrift_reader import MalformedThrift
from host.shapes import Unit

_HEAD: Final = 4  # PAR1
_SUFFIX: Final = 8  # the footer's length, PAR1


class UnitRange(NamedTuple):
    """Bytes of a file, from `start`, up to and without `end`.

    They are what the footer claims. Before a unit is split over them alone, `pages_stay_inside` has to say that its
    pages keep to them: DuckDB does not stop at the end of a chunk, and behind the range there is nothing but zeros.
    """

    start: int
    end: int
    chunks: list[Chunk]


def unit_ranges(footer: bytes, file_bytes: int, units: Sequence[Unit]) -> list[UnitRange] | None:
    """One for each unit, in their order, none overlapping another; None: the file cannot be cut, one worker reads it
    whole. `units` are a preflight's over the same footer."""
    try:
        groups = read_chunks(footer)
    except MalformedThrift:
        return None
    ranges: list[UnitRange] = []
    free = _HEAD
    for chunks in _chunks_by_unit(groups, units):
        if not chunks:
            return None
        start = min(chunk.start for chunk in chunks)
        end = max(chunk.end for chunk in chunks)
        if start < free or any(chunk.end < chunk.start for chunk in chunks):
            return None
        ranges.append(UnitRange(start, end, chunks))
        free = end
    return ranges if len(ranges) == len(units) and free <= file_bytes - _SUFFIX - len(footer) else None


def _chunks_by_unit(groups: Sequence[GroupChunks], units: Sequence[Unit]) -> list[list[Chunk]]:
    """Empty where a unit is no range of whole row groups."""
    by_unit: list[list[Chunk]] = []
    rest = iter(groups)
    first = 0
    for unit in units:
        chunks: list[Chunk] = []
        if unit["rows"] is None or unit["rows"][0] != first:
            return []
        behind = unit["rows"][1] + 1
        while first < behind:
            group = next(rest, None)
            if group is None or group.rows < 0 or first + group.rows > behind:
                return []
            first += group.rows
            # Of a group without rows DuckDB reads nothing, wherever its chunks claim to be.
            chunks += group.chunks if group.rows > 0 else []
        by_unit.append(chunks)
    return by_unit if all(group.rows == 0 for group in rest) else []
