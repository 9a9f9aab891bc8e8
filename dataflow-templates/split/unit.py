"""One unit of a big drop, over its own bytes alone."""

import time
from dataclasses import replace

from host.box import DropBox
from host.checksum import crc_of_range
from host.child.refused import Refused
from host.drop import DropRun, preflight_drop, split_unit
from host.footer.pages import pages_stay_inside
from host.footer.ranges import UnitRange, unit_ranges
from host.names import Zone, attempt_folder, output_name
from host.shapes import LocalFile, OutputFile, UnitResult
from host.split_round import named
from host.store import ByteRange
from host.take import Outcome
from split.cut import footer_in
from split.elements import Piece, UnitTask
from split.worker import Worker


def split_piece(worker: Worker, task: UnitTask) -> Piece:
    started = time.monotonic()
    with worker.box() as box:
        _fetch(worker, task, box)
        crc = crc_of_range(box.input, *task.segment)
        outcome: Outcome | None = None
        uploads: dict[str, OutputFile] = {}
        if pages_stay_inside(box.input, _pages_of(worker, task, box).chunks):
            outcome, uploads = _split(worker, task, box)
    return Piece(replace(task, pages=None), outcome, crc, uploads, time.monotonic() - started)


def _pages_of(worker: Worker, task: UnitTask, box: DropBox) -> UnitRange:
    if task.pages:
        return task.pages
    preflight = preflight_drop(worker.run_in(box, task.drop), bare=task.take.bare)
    ranges = unit_ranges(footer_in(task.drop, task.footer, box), task.drop.bytes, preflight["units"])
    if ranges is None:
        raise RuntimeError(f"{task.drop.key} was cut, and now cannot be")
    return ranges[task.unit["index"]]


def _fetch(worker: Worker, task: UnitTask, box: DropBox) -> None:
    raw, (start, end) = task.drop.facts["raw"], task.segment
    ranges = [ByteRange(0, 4)] if start > 0 else []
    ranges.append(ByteRange(max(0, start), end))
    if end < task.drop.bytes:
        ranges.append(ByteRange(max(end, task.footer), task.drop.bytes))
    worker.store.fetch_ranges(raw["uri"], raw["generation"], box.input, ranges)


def _split(worker: Worker, task: UnitTask, box: DropBox) -> tuple[Outcome, dict[str, OutputFile]]:
    index = task.unit["index"]
    try:
        result = _ask(worker.run_in(box, task.drop), task)
    except Refused as refused:
        return Outcome(index, refused.refusal), {}
    return Outcome(index, result), _keep(worker, task, box, result)


def _ask(run: DropRun, task: UnitTask) -> UnitResult:
    preflight = preflight_drop(run, bare=task.take.bare)
    unit = preflight["units"][task.unit["index"]]
    if unit["rows"] is None or task.unit["rows"] is None or tuple(unit["rows"]) != tuple(task.unit["rows"]):
        raise RuntimeError(f"the units of {task.drop.key} are others than when it was cut")
    return split_unit(run, preflight, unit, pass_clean=task.pass_clean)


def _keep(worker: Worker, task: UnitTask, box: DropBox, result: UnitResult) -> dict[str, OutputFile]:
    """Doubtful rows too: what becomes of them is decided elsewhere."""
    facts = task.drop.facts
    written: list[tuple[Zone, LocalFile | None]] = [
        ("staging", result["good"]),
        ("staging", result["doubtful"]),
        ("quarantine", result["quarantined"]),
    ]
    uploads: dict[str, OutputFile] = {}
    for zone, file in written:
        if file is not None:
            folder = attempt_folder(zone, task.drop.dataset, facts, facts["round"], facts["attempt"])
            name = output_name(folder, task.unit["index"])
            uploads[file["file"]] = named(worker.store.create(name, box.path_of(file["file"])), file["rows"])
    return uploads
