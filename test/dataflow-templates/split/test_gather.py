"""The decision over a drop's pieces, and what stands alone in packs."""

from dataclasses import replace
from typing import Any

import google_crc32c
import pytest

from host.checksum import checksum_of_bytes
from host.footer.ranges import UnitRange
from host.shapes import ManifestDrop, Refusal, UnitResult
from host.take import Outcome, Take
from split.elements import Drop, Pack, Piece, UnitTask
from split.gather import Again, Finish, GiveUp, ReadWhole, Reject, decide
from split.packs import PACK_BYTES, PACK_DROPS, packs_of

CONTENT = [b"PAR1 first", b"second ", b"third and a footer PAR1"]
BROKEN: Refusal = {"code": "CORRUPT", "message": "broken", "cure": "write it again"}
NOT_UTF8: Refusal = {"code": "INVALID_UTF8", "message": "not UTF-8", "cure": "write it again"}


def drop(size: int = 1, name: str = "a", *, replay: bool = False) -> Drop:
    facts: Any = {"key": name, "round": 1, "bytes": str(size), "replay": replay}
    facts["crc32c"] = checksum_of_bytes(b"".join(CONTENT)).crc32c
    whole: ManifestDrop = facts
    return Drop("flights", "0" * 64, whole)


def result(unit: int, *, clean: bool = False) -> UnitResult:
    return {
        "unit": unit,
        "rows": 1,
        "goodRows": 1,
        "quarantinedRows": 0,
        "doubtfulRows": 0,
        "clean": clean,
        "good": None,
        "doubtful": None,
        "quarantined": None,
        "failures": {},
        "samples": {},
        "causes": {},
        "partitions": [],
        "newestMicros": None,
    }


def pieces(*given: UnitResult | Refusal, take: Take | None = None, of: Drop | None = None) -> list[Piece]:
    found: list[Piece] = []
    start = 0
    for index, (content, each) in enumerate(zip(CONTENT, given, strict=True)):
        segment = (start, start + len(content))
        start = segment[1]
        task = UnitTask(
            of or drop(),
            take or Take(replay=False),
            {"index": index, "rows": (index, index), "count": 1},
            len(CONTENT),
            UnitRange(*segment, []),
            segment,
            0,
            pass_clean=True,
        )
        found.append(Piece(task, Outcome(index, each), google_crc32c.value(content), {}, 0.0))
    return found


def split(*clean: bool) -> list[Piece]:
    return pieces(*(result(unit, clean=each) for unit, each in enumerate(clean)))


def test_units_in_any_order_are_finished_in_their_own() -> None:
    step = decide(reversed(split(False, False, False)), last=False)
    assert isinstance(step, Finish)
    assert [piece.task.unit["index"] for piece in step.pieces] == [0, 1, 2]


@pytest.mark.parametrize("wrong", [[0, 1], [0, 1, 1, 2], [0, 0, 2]])
def test_a_unit_missing_or_twice_is_an_error(wrong: list[int]) -> None:
    found = split(False, False, False)
    with pytest.raises(RuntimeError, match="missing or there twice"):
        decide([found[index] for index in wrong], last=False)


def test_all_clean_passes_and_some_clean_are_written_again() -> None:
    assert isinstance(decide(split(True, True, True), last=False), Finish)
    step = decide(split(True, False, True), last=False)
    assert isinstance(step, Again)
    assert [(task.unit["index"], task.pass_clean) for task in step.tasks] == [(0, False), (2, False)]
    assert [piece.task.unit["index"] for piece in step.kept] == [1]


def test_text_that_is_not_utf8_is_read_bare_by_all_units_once() -> None:
    found = pieces(result(0), NOT_UTF8, result(2))
    step = decide(found, last=False)
    assert isinstance(step, Again)
    assert [task.take.bare for task in step.tasks] == [True, True, True]
    assert step.kept == []
    bare = pieces(result(0), BROKEN, result(2), take=step.tasks[0].take)
    assert decide(bare, last=True) == Reject(bare[0].task.drop, NOT_UTF8)


def test_of_a_replay_it_is_the_drops_fault() -> None:
    of = drop(replay=True)
    found = pieces(result(0), NOT_UTF8, result(2), take=Take(replay=True), of=of)
    assert decide(found, last=False) == Reject(of, NOT_UTF8)


def test_the_first_refusal_by_unit_counts() -> None:
    step = decide(reversed(pieces(result(0), BROKEN, {**BROKEN, "message": "later"})), last=False)
    assert step == Reject(drop(), BROKEN)


def test_a_wrong_checksum_comes_before_what_was_found_in_wrong_bytes() -> None:
    found = pieces(result(0), BROKEN, result(2))
    found[2] = replace(found[2], crc=found[2].crc ^ 1)
    step = decide(found, last=False)
    assert isinstance(step, Reject)
    assert step.refusal["code"] == "CHECKSUM_MISMATCH"


def test_pages_elsewhere_mean_one_worker_and_a_bug_means_no_report() -> None:
    found = split(False, False, False)
    found[1] = replace(found[1], outcome=None)
    assert decide(found, last=False) == ReadWhole(drop())
    found[0] = replace(found[0], outcome=None, fault=True)
    assert decide(found, last=False) == GiveUp(drop())


def test_packs_stay_small_in_bytes_and_drops_and_big_drops_stand_alone() -> None:
    sizes = [PACK_BYTES // 2, PACK_BYTES // 2, 1, 500_000_000, 2]
    found = list(packs_of([drop(size, str(index)) for index, size in enumerate(sizes)], 400_000_000))
    shapes = [found.bytes if isinstance(found, Drop) else [each.bytes for each in found.drops] for found in found]
    assert shapes == [sizes[:2], 500_000_000, [1, 2]]
    many = list(packs_of([drop(1, str(index)) for index in range(2 * PACK_DROPS + 1)], 100))
    assert [len(pack.drops) for pack in many if isinstance(pack, Pack)] == [PACK_DROPS, PACK_DROPS, 1]
    assert list(packs_of([], 100)) == []
