"""What the units of a drop come to: the decision what is to be done next. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from host.box import wrong_checksum
from host.checksum import Checksum
from host.combine import combined
from host.shapes import Refusal
from host.take import Done, ReadBare, Refuse, Take, WriteClean, all_written, next_step
from split.elements import Drop, Piece, UnitTask


@dataclass(frozen=True)
class Finish:
    """Every unit is split."""

    drop: Drop
    take: Take
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Reject:
    drop: Drop
    refusal: Refusal


@dataclass(frozen=True)
class ReadWhole:
    """By one worker, because the file is not what its footer says."""

    drop: Drop


@dataclass(frozen=True)
class GiveUp:
    """Without a report: the next attempt may do better, and the other drops of the job must not suffer."""

    drop: Drop


@dataclass(frozen=True)
class Again:
    """Some units, or all, are split once more; the other pieces stand."""

    tasks: Sequence[UnitTask]
    kept: Sequence[Piece]


Decision: TypeAlias = Finish | Reject | ReadWhole | GiveUp | Again


def decide(found: Iterable[Piece], *, last: bool) -> Decision:
    """`last`: of units that were split again; nothing is done a third time."""
    pieces = _each_once(found)
    drop, take = pieces[0].task.drop, pieces[0].task.take
    hindrance = _hindrance(drop, pieces)
    if hindrance:
        return hindrance
    outcomes = [piece.outcome for piece in pieces if piece.outcome is not None]
    match all_written(take, outcomes) if last else next_step(take, outcomes):
        case Done():
            return Finish(drop, take, pieces)
        case Refuse(refusal):
            return Reject(drop, refusal)
        case WriteClean(units):
            again = set(units)
            clean = [piece for piece in pieces if piece.task.unit["index"] in again]
            kept = [piece for piece in pieces if piece.task.unit["index"] not in again]
            return Again([replace(piece.task, pass_clean=False) for piece in clean], kept)
        case ReadBare(bare):
            if last:
                # It could be read, and then not.
                return GiveUp(drop)
            return Again([replace(piece.task, take=bare, pass_clean=False) for piece in pieces], [])


def _hindrance(drop: Drop, pieces: Sequence[Piece]) -> GiveUp | ReadWhole | Reject | None:
    """What says that the results are worth nothing."""
    if any(piece.fault for piece in pieces):
        return GiveUp(drop)
    if any(piece.outcome is None for piece in pieces):
        return ReadWhole(drop)
    counted, said = _crc_text(pieces), drop.facts["crc32c"]
    return None if counted == said else Reject(drop, wrong_checksum(counted, said))


def _each_once(found: Iterable[Piece]) -> list[Piece]:
    pieces = sorted(found, key=lambda piece: piece.task.unit["index"])
    indexes = [piece.task.unit["index"] for piece in pieces]
    if indexes != list(range(pieces[0].task.units)):
        raise RuntimeError(f"units of {pieces[0].task.drop.key} are missing or there twice: {indexes}")
    return pieces


def _crc_text(pieces: Sequence[Piece]) -> str:
    crc = 0
    for piece in pieces:
        start, end = piece.task.segment
        crc = combined(crc, piece.crc, end - start)
    return Checksum(pieces[-1].task.segment[1], crc).crc32c
