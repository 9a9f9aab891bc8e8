"""The report of a big drop, once all its units are split: what only the whole can tell, and the files that count."""

import time
from collections.abc import Mapping, Sequence

from host.box import DropBox
from host.child.refused import Refused
from host.drop import DropRun, preflight_drop
from host.finish import check_drop, divide_drop
from host.judge import judge
from host.names import Zone, output_name
from host.numbers import round_half_up
from host.report_shapes import Milliseconds, Report
from host.result import RefusedDrop, SplitDrop, Timed
from host.shapes import LocalFile, OutputFile, Refusal, UnitResult
from host.split_round import Attempt, named, pass_through
from split.cut import fetch_tail
from split.elements import Drop, Piece
from split.gather import Finish
from split.worker import Worker


def reject(worker: Worker, drop: Drop, refusal: Refusal) -> Report:
    timed = Timed(RefusedDrop(refusal), _times(0, 0))
    judged = judge(worker.attempt_of(drop).case(worker.now()), timed)
    return worker.keep_report({**judged, "files": {"good": [], "quarantined": []}})


def finish(worker: Worker, step: Finish) -> Report:
    known = worker.report_of(step.drop)
    if known:
        return known
    try:
        return _finish(worker, step)
    except Refused as refused:
        return reject(worker, step.drop, refused.refusal)


def _finish(worker: Worker, step: Finish) -> Report:
    started, begun = worker.now(), time.monotonic()
    with worker.box() as box:
        fetch_tail(worker, step.drop, box)
        run = worker.run_in(box, step.drop)
        preflight = preflight_drop(run, bare=step.take.bare)
        supply = _Supply(worker, step, box, run)
        divided = divide_drop(run, preflight, _results(step.pieces), supply)
        split = check_drop(run, preflight, divided, supply)
        given = worker.attempt_of(step.drop)
        good, quarantined = _keep(worker, given, box, split, supply.uploads)
        spent = sum(piece.seconds for piece in step.pieces)
        timed = Timed(split, _times(spent, time.monotonic() - begun))
        judged = judge(given.case(started), timed)
        return worker.keep_report({**judged, "files": {"good": good, "quarantined": quarantined}})


class _Supply:
    """Fetches what other workers wrote."""

    def __init__(self, worker: Worker, step: Finish, box: DropBox, run: DropRun) -> None:
        self._worker, self._step, self._box, self._run = worker, step, box, run
        self.uploads: Mapping[str, OutputFile] = {
            name: file for piece in step.pieces for name, file in piece.uploads.items()
        }

    def has_room(self, files: Sequence[LocalFile], /) -> bool:
        wanted = sum(int(self.uploads[file["file"]]["bytes"]) for file in files if file["file"] in self.uploads)
        return self._worker.has_room_for(wanted if files else self._step.drop.bytes)

    def files(self, files: Sequence[LocalFile], /) -> None:
        for file in files:
            path = self._box.folder / file["file"]
            if not path.exists():
                upload = self.uploads[file["file"]]
                self._worker.store.fetch(upload["uri"], upload["generation"], path)

    def input(self) -> None:
        """In the place of what was only its footer."""
        raw = self._step.drop.facts["raw"]
        self._worker.release(self._box)  # whoever has opened what lay there may remember its holes
        self._box.input.unlink()
        self._worker.store.fetch(raw["uri"], raw["generation"], self._box.input)
        preflight_drop(self._run, bare=self._step.take.bare)


def _results(pieces: Sequence[Piece]) -> list[UnitResult]:
    return [piece.outcome.given for piece in pieces if piece.outcome and "code" not in piece.outcome.given]


def _keep(
    worker: Worker, given: Attempt, box: DropBox, split: SplitDrop, uploads: Mapping[str, OutputFile]
) -> tuple[list[OutputFile], list[OutputFile]]:
    """Files of units are there already; what was written here, over all units, is not."""

    def keep(zone: Zone, files: Sequence[LocalFile]) -> list[OutputFile]:
        folder = given.folder(zone)
        return [
            uploads[file["file"]]
            if file["file"] in uploads
            else named(worker.store.create(output_name(folder, unit), box.path_of(file["file"])), file["rows"])
            for unit, file in enumerate(files)
        ]

    good = [pass_through(worker.store, given, split.rows.good)] if split.passed_through else keep("staging", split.good)
    return good, keep("quarantine", split.quarantined)


def _times(units: float, rest: float) -> Milliseconds:
    """Of the units all workers' time together."""
    split, checks = round_half_up(units * 1000), round_half_up(rest * 1000)
    return {"preflight": 0, "split": split, "checks": checks, "total": split + checks}
