"""A big drop becomes units, each with the bytes that a worker needs of it."""

from collections.abc import Sequence

from host.box import DropBox
from host.drop import preflight_drop
from host.footer.ranges import UnitRange, unit_ranges
from host.store import ByteRange
from host.take import Take, may_pass
from split.elements import Drop, UnitTask
from split.worker import Worker

_HEAD = 4  # PAR1
_SUFFIX = 8  # the footer's length, PAR1


def cut_drop(worker: Worker, drop: Drop) -> list[UnitTask]:
    """Empty: one worker has to read it whole, because it is one unit, or strange in its footer. Raises `Refused`, but
    its bytes were not held against their checksum yet."""
    take = Take(drop.facts["replay"])
    with worker.box() as box:
        footer = fetch_tail(worker, drop, box)
        run = worker.run_in(box, drop)
        preflight = preflight_drop(run, bare=False)
        ranges = unit_ranges(footer_in(drop, footer, box), drop.bytes, preflight["units"])
        if ranges is None or len(ranges) < 2:
            return []
        units, pass_clean = preflight["units"], may_pass(run.plan, preflight)
        return [
            UnitTask(drop, take, unit, len(units), pages, segment, footer, pass_clean)
            for unit, pages, segment in zip(units, ranges, _segments(ranges, drop.bytes), strict=True)
        ]


def _segments(ranges: Sequence[UnitRange], size: int) -> list[tuple[int, int]]:
    """From the end of one unit's pages to the end of the next one's; the first and the last take what is around."""
    ends = [*(pages.end for pages in ranges[:-1]), size]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def fetch_tail(worker: Worker, drop: Drop, box: DropBox) -> int:
    """Puts the object's first and last bytes in place; gives where its footer begins. What is no Parquet, or has a
    footer beyond all limits, the preflight refuses by these bytes alone."""
    raw = drop.facts["raw"]
    if drop.bytes < _HEAD + _SUFFIX:
        worker.store.fetch(raw["uri"], raw["generation"], box.input)
        return drop.bytes
    head, tail = ByteRange(0, _HEAD), ByteRange(drop.bytes - _SUFFIX, drop.bytes)
    worker.store.fetch_ranges(raw["uri"], raw["generation"], box.input, [head, tail])
    length = int.from_bytes(read_at(box, tail.start, 4), "little")
    footer = tail.start - length
    if footer >= head.end and length <= worker.plan_of(drop)["limits"]["footerBytes"]:
        box.input.unlink()
        worker.store.fetch_ranges(raw["uri"], raw["generation"], box.input, [head, ByteRange(footer, drop.bytes)])
    return footer


def footer_in(drop: Drop, footer: int, box: DropBox) -> bytes:
    return read_at(box, footer, drop.bytes - _SUFFIX - footer)


def read_at(box: DropBox, start: int, length: int) -> bytes:
    with box.input.open("rb") as file:
        file.seek(start)
        return file.read(length)
