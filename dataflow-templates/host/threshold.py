"""Holds a measured number against a threshold, in whole numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from host.numbers import number_text
from host.shapes import Threshold


@dataclass(frozen=True)
class Share:
    """A measured count, and of how many rows it is a part."""

    count: float
    of: float


# What the order of the measured value to the first and to the second bound must be: -1, 0 or 1.
_MEANINGS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "mustBe": lambda low, _: low == 0,
    "mustNotBe": lambda low, _: low != 0,
    "mustBeGreaterThan": lambda low, _: low > 0,
    "mustBeGreaterOrEqualTo": lambda low, _: low >= 0,
    "mustBeLessThan": lambda low, _: low < 0,
    "mustBeLessOrEqualTo": lambda low, _: low <= 0,
    "mustBeBetween": lambda low, high: low >= 0 >= high,
    "mustNotBeBetween": lambda low, high: not low >= 0 >= high,
}


def holds(threshold: Threshold, measured: Share) -> bool:
    """True if the measured value is as the threshold says. Percentages are never divided out: `count * 100` is compared
    with `bound * rows` in whole numbers, the bound as its decimal text has it. Of an empty drop every share is 0."""
    percent = threshold["unit"] == "percent"
    shown = _decimal(0 if measured.of == 0 else measured.count, 2) if percent else _decimal(measured.count)
    rows = max(int(measured.of), 1) if percent else 1
    orders = [_compare(shown, _times(_decimal(bound), rows)) for bound in threshold["values"]]
    return _MEANINGS[threshold["operator"]](orders[0], orders[-1])


class _Decimal(NamedTuple):
    """digits * 10^-scale"""

    digits: int
    scale: int


_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?")


def _decimal(value: float, shift: int = 0) -> _Decimal:
    """The number as its shortest decimal text says it, times 10^shift."""
    found = _NUMBER.fullmatch(number_text(value))
    if not found:
        raise ValueError(f"not a number to compare with: {value}")
    sign, whole, fraction, exponent = found.groups(default="")
    return _Decimal(int(f"{sign}{whole}{fraction}"), len(fraction) - int(exponent or 0) - shift)


def _times(number: _Decimal, rows: int) -> _Decimal:
    return _Decimal(number.digits * rows, number.scale)


def _compare(a: _Decimal, b: _Decimal) -> int:
    scale = max(a.scale, b.scale, 0)
    difference = a.digits * 10 ** (scale - a.scale) - b.digits * 10 ** (scale - b.scale)
    return (difference > 0) - (difference < 0)
