"""The CRC32C of a whole from those of its parts, without their bytes: so that what many workers read of one object can
be held against what the store says of it."""

from functools import cache
from typing import Final

_POLYNOMIAL: Final = 0x82F63B78  # Castagnoli's, its bits reversed
_WIDTH: Final = 32

# A linear map of 32 bits: what each single bit becomes.
_Map = tuple[int, ...]


def combined(first: int, second: int, second_bytes: int) -> int:
    """CRC32C of A followed by B, from that of A, that of B, and the length of B."""
    return _applied(_after_zeros(second_bytes), first) ^ second if second_bytes else first


@cache
def _after_zeros(count: int) -> _Map:
    """What `count` zero bytes make of a checksum: one zero bit, squared and multiplied as the count's bits say."""
    step = _one_byte()
    total: _Map = tuple(1 << bit for bit in range(_WIDTH))
    while count:
        if count & 1:
            total = _composed(step, total)
        step = _composed(step, step)
        count >>= 1
    return total


def _one_byte() -> _Map:
    bit: _Map = (_POLYNOMIAL, *(1 << position for position in range(_WIDTH - 1)))
    two = _composed(bit, bit)
    four = _composed(two, two)
    return _composed(four, four)


def _composed(after: _Map, before: _Map) -> _Map:
    return tuple(_applied(after, image) for image in before)


def _applied(linear: _Map, value: int) -> int:
    result = 0
    position = 0
    while value:
        if value & 1:
            result ^= linear[position]
        value >>= 1
        position += 1
    return result
