"""One attempt of one round of one drop: output files, then the report that names them. It changes no entry."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from host.box import DropBox
from host.engine import Engine, FetchedDrop
from host.judge import Case, judge
from host.names import Zone, attempt_folder, output_name
from host.report import keep_report
from host.report_shapes import Files, Report
from host.result import RefusedDrop, Timed
from host.shapes import LocalFile, OutputFile, Plan, RoundFacts
from host.store import ObjectMeta, Store

# Uploads wait for the network, not for this machine.
_UPLOADS_AT_ONCE = 8


def system_now() -> str:
    """RFC 3339 UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class HostTools:
    store: Store
    engine: Engine
    now: Callable[[], str] = system_now


@dataclass(frozen=True)
class Attempt:
    plan: Plan
    plan_hash: str
    facts: RoundFacts
    original: ObjectMeta
    round: int
    attempt: int

    def folder(self, zone: Zone) -> str:
        return attempt_folder(zone, self.plan["dataset"], self.facts, self.round, self.attempt)

    def case(self, started: str) -> Case:
        return Case(
            plan=self.plan,
            plan_hash=self.plan_hash,
            facts=self.facts,
            lifts=self.facts["lifts"],
            bytes=self.original.bytes,
            crc32c=self.original.crc32c,
            round=self.round,
            attempt=self.attempt,
            started=started,
        )


def split_round(tools: HostTools, given: Attempt) -> Report:
    """If the round has a report already, that one counts."""
    started = tools.now()
    original = given.original
    fetch = partial(tools.store.fetch, original.name, original.generation)
    drop = FetchedDrop(given.facts, fetch, original.crc32c)
    with tools.engine.split(given.plan, given.plan_hash, drop) as (timed, box):
        files = _keep_files(tools.store, given, timed, box)
        return keep_report(tools.store, {**judge(given.case(started), timed), "files": files})


def _keep_files(store: Store, given: Attempt, timed: Timed, box: DropBox | None) -> Files:
    result = timed.result
    if isinstance(result, RefusedDrop) or box is None:
        return {"good": [], "quarantined": []}
    good = (
        [pass_through(store, given, result.rows.good)]
        if result.passed_through
        else keep_output(store, given.folder("staging"), box, result.good)
    )
    return {"good": good, "quarantined": keep_output(store, given.folder("quarantine"), box, result.quarantined)}


def keep_output(store: Store, folder: str, box: DropBox, files: Sequence[LocalFile]) -> list[OutputFile]:
    def keep(unit: int, file: LocalFile) -> OutputFile:
        return named(store.create(output_name(folder, unit), box.path_of(file["file"])), file["rows"])

    if not files:
        return []
    with ThreadPoolExecutor(min(len(files), _UPLOADS_AT_ONCE)) as threads:
        return list(threads.map(keep, range(len(files)), files))


def pass_through(store: Store, given: Attempt, rows: int) -> OutputFile:
    original = given.original
    return named(store.copy(original.name, original.generation, output_name(given.folder("staging"), 0)), rows)


def named(meta: ObjectMeta, rows: int) -> OutputFile:
    return {
        "uri": meta.name,
        "generation": meta.generation,
        "crc32c": meta.crc32c,
        "bytes": meta.bytes,
        "rows": rows,
    }
