"""The steps of a drop on many machines, as a pipeline takes them: each unit in a box of its own that is gone
afterwards, files by way of the store. What comes of it is what one process finds."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from node import PROJECT, node

from conftest import Corpus
from host.box import make_box, open_box
from host.child.refused import Refused
from host.child_limits import ChildLimits
from host.drop import DropRun, preflight_drop, split_unit
from host.engine import Engine, EngineOptions, FetchedDrop
from host.finish import check_drop, divide_drop
from host.manifest import attempt_of, manifest_named, plan_hashed
from host.names import output_name
from host.result import RefusedDrop, SplitDrop
from host.shapes import LocalFile, OutputFile, Preflight, Refusal, UnitResult
from host.split_round import Attempt
from host.store import ByteRange
from host.store.files import FileStore
from host.take import Done, Outcome, ReadBare, Refuse, Take, WriteClean, after_refusal, all_written, may_pass, next_step


class Machines:
    """Each step in a new box, whose folder is removed when it is done."""

    def __init__(self, engine: Engine, store: FileStore, scratch: Path, given: Attempt) -> None:
        self.engine, self.store, self.scratch, self.given = engine, store, scratch, given
        self.uploads: dict[str, OutputFile] = {}

    def split(self) -> SplitDrop | RefusedDrop:
        take = Take(self.given.facts["replay"])
        while True:
            step = self.take(take)
            if isinstance(step, ReadBare):
                take = step.take
            else:
                return RefusedDrop(step.refusal) if isinstance(step, Refuse) else step

    def take(self, take: Take) -> SplitDrop | ReadBare | Refuse:
        try:
            preflight = self.preflight(take)
        except Refused as refused:
            return after_refusal(take, refused.refusal)
        passing = may_pass(self.given.plan, preflight)
        indexes = [unit["index"] for unit in preflight["units"]]
        outcomes = {index: self.unit(preflight, index, take, passing) for index in reversed(indexes)}
        step = next_step(take, list(outcomes.values()))
        if isinstance(step, WriteClean):
            outcomes |= {index: self.unit(preflight, index, take, False) for index in step.units}
            step = all_written(take, list(outcomes.values()))
        return self.finish(preflight, step.units, take) if isinstance(step, Done) else step

    def preflight(self, take: Take) -> Preflight:
        original = self.given.original
        fetch = partial(self.store.fetch, original.name, original.generation)
        box = open_box(self.scratch, fetch, original.crc32c)
        try:
            return preflight_drop(self.run_in(box), bare=take.bare)
        finally:
            self.close(box)

    def unit(self, preflight: Preflight, index: int, take: Take, passing: bool) -> Outcome:
        original = self.given.original
        box = make_box(self.scratch)
        self.store.fetch_ranges(original.name, original.generation, box.input, [ByteRange(0, int(original.bytes))])
        run = self.run_in(box)
        try:
            assert preflight_drop(run, bare=take.bare) == preflight
            result = split_unit(run, preflight, preflight["units"][index], pass_clean=passing)
            for file in (result["good"], result["doubtful"], result["quarantined"]):
                if file:
                    self.upload(box.path_of(file["file"]), file)
            # What crosses machines is JSON.
            return Outcome(index, json.loads(json.dumps(result)))
        except Refused as refused:
            return Outcome(index, refused.refusal)
        finally:
            self.close(box)

    def upload(self, path: Path, file: LocalFile) -> None:
        meta = self.store.create(output_name(self.given.folder("staging"), len(self.uploads)), path)
        self.uploads[file["file"]] = {
            "uri": meta.name,
            "generation": meta.generation,
            "crc32c": meta.crc32c,
            "bytes": meta.bytes,
            "rows": file["rows"],
        }

    def finish(self, preflight: Preflight, units: Sequence[UnitResult], take: Take) -> SplitDrop:
        box = make_box(self.scratch)
        run = self.run_in(box)
        supply = Supply(self, run, preflight, take)
        try:
            divided = divide_drop(run, preflight, units, supply)
            return check_drop(run, preflight, divided, supply)
        finally:
            self.close(box)

    def run_in(self, box: Any) -> DropRun:
        return self.engine.steps(self.given.plan, self.given.plan_hash, self.given.facts, box)

    def close(self, box: Any) -> None:
        self.engine.release(box)
        box.remove()


class Supply:
    def __init__(self, machines: Machines, run: DropRun, preflight: Preflight, take: Take) -> None:
        self.machines, self.run, self.preflight, self.bare = machines, run, preflight, take.bare

    def has_room(self, files: Sequence[LocalFile], /) -> bool:
        del files
        return True

    def files(self, files: Sequence[LocalFile], /) -> None:
        for file in files:
            path = Path(self.run.box["folder"], file["file"])
            upload = self.machines.uploads.get(file["file"])
            if upload and not path.exists():
                self.machines.store.fetch(upload["uri"], upload["generation"], path)

    def input(self) -> None:
        original = self.machines.given.original
        path = Path(self.run.box["folder"], self.run.box["input"])
        self.machines.store.fetch(original.name, original.generation, path)
        assert preflight_drop(self.run, bare=self.bare) == self.preflight


@pytest.fixture(scope="module")
def lake(corpus: Corpus) -> tuple[FileStore, dict[str, Attempt]]:
    folder, manifests = corpus.lake("steps")
    store = FileStore(folder)
    attempts: dict[str, Attempt] = {}
    for name in manifests:
        manifest = manifest_named(store, name)
        plan = plan_hashed(store, manifest["plan"])
        for drop in manifest["drops"]:
            attempts[drop["name"]] = attempt_of(store, plan, manifest["plan"], drop)
    return store, attempts


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = Engine(EngineOptions(workers=2, scratch=tmp_path_factory.mktemp("scratch")))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("name", "units", "rows"),
    [
        ("exceeded", 3, (9400, 600)),
        ("nothing good", 3, (0, 10_000)),
        ("clean", 3, (10_000, 0)),
        ("one bad row", 3, (9999, 1)),
        ("duplicates", 3, (10_000, 0)),
        # Read by way of a mended footer, or bare; refused bare, or at once.
        ("int96", 1, None),
        ("stamps-milli-over", 1, (4, 2)),
        ("utf8-invalid", 0, None),
        ("csv", 0, None),
    ],
)
def test_many_machines_find_what_one_finds(
    lake: tuple[FileStore, dict[str, Attempt]],
    engine: Engine,
    tmp_path: Path,
    name: str,
    units: int,
    rows: tuple[int, int] | None,
) -> None:
    store, attempts = lake
    given = attempts[name]
    fetched = FetchedDrop(
        given.facts, partial(store.fetch, given.original.name, given.original.generation), given.original.crc32c
    )
    with engine.split(given.plan, given.plan_hash, fetched) as (timed, _):
        one = timed.result
    many = Machines(engine, store, tmp_path, given).split()
    assert many == one
    if isinstance(one, RefusedDrop):
        assert (units, rows) == (0, None)
    else:
        assert one.units == units
        assert rows is None or (one.rows.good, one.rows.quarantined) == rows
    assert list(tmp_path.iterdir()) == []


def test_the_node_hosts_child_answers_the_same(
    lake: tuple[FileStore, dict[str, Attempt]], engine: Engine, tmp_path: Path
) -> None:
    store, attempts = lake
    given = attempts["exceeded"]
    child = (node(), str(PROJECT / "lakehouse" / "engine" / "child" / "main.ts"))
    theirs = Engine(EngineOptions(workers=1, scratch=tmp_path, limits=ChildLimits(300, 1024, child)))
    try:
        assert Machines(theirs, store, tmp_path, given).split() == Machines(engine, store, tmp_path, given).split()
    finally:
        theirs.close()


UTF8: Refusal = {"code": "INVALID_UTF8", "message": "a text", "cure": ""}
CORRUPT: Refusal = {"code": "CORRUPT", "message": "a page", "cure": ""}


def test_of_many_refusals_the_first_units_counts() -> None:
    outcomes = [Outcome(2, UTF8), Outcome(1, CORRUPT)]
    assert next_step(Take(replay=False), outcomes) == Refuse(CORRUPT)
    assert next_step(Take(replay=False), outcomes[:1]) == ReadBare(Take(False, UTF8))


def test_a_bare_take_that_fails_tells_why_there_was_one() -> None:
    assert after_refusal(Take(False, UTF8), CORRUPT) == Refuse(UTF8)
    stamps: Refusal = {**CORRUPT, "message": "cannot convert to Timestamp(MS)"}
    assert after_refusal(Take(False), stamps) == ReadBare(Take(False, stamps))
    assert after_refusal(Take(True), UTF8) == Refuse(UTF8)
