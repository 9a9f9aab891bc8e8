"""Numbers in words, the same as in lakehouse/plan/words.ts."""

import re
from collections.abc import Sequence

from host.numbers import fixed_text, number_text
from host.shapes import Threshold

_OPERATOR_WORDS = {
    "mustBe": "exactly",
    "mustNotBe": "anything but",
    "mustBeGreaterThan": "more than",
    "mustBeGreaterOrEqualTo": "at least",
    "mustBeLessThan": "less than",
    "mustBeLessOrEqualTo": "at most",
    "mustBeBetween": "between",
    "mustNotBeBetween": "not between",
}

# Percentages that mean none and all.
_ENDS = (0, 100)
_MOST_DIGITS = 100
_THOUSANDS = re.compile(r"\B(?=([0-9]{3})+\Z)")


def threshold_words(threshold: Threshold) -> str:
    """`at most 20 %`, `between 1,000 and 80,000,000`: what a measured number must be."""
    numbers = " and ".join(map(number_words, threshold["values"]))
    unit = " %" if threshold["unit"] == "percent" else ""
    return f"{_OPERATOR_WORDS[threshold['operator']]} {numbers}{unit}"


def number_words(value: float) -> str:
    """`12,408`, `0.5`: thousands separated by commas, whatever the machine's language; every digit that the number
    has."""
    return _separated(number_text(value))


def _separated(digits: str) -> str:
    if "e" in digits:
        return digits
    whole, point, fraction = digits.partition(".")
    return _THOUSANDS.sub(",", whole) + point + fraction


def count_of(value: int, one: str) -> str:
    """`1 row`, `12 rows`."""
    return f"{number_words(value)} {one if value == 1 else f'{one}s'}"


def share_words(part: int, whole: int, threshold: Threshold | None) -> str:
    """`0.59 %` of a whole. It never reads as a bound that it is not: 0.0101 % stays above 0.01 %, a part that is there
    never reads as 0 %, and one that lacks something never as 100 %."""
    if whole == 0:
        return "–"  # noqa: RUF001 (a dash is what is meant)
    if part in {0, whole}:
        return "0 %" if part == 0 else "100 %"
    bounds = threshold["values"] if threshold is not None and threshold["unit"] == "percent" else []
    return f"{_separated(_apart(100.0 * part / whole, [*_ENDS, *bounds], 2))} %"


def measured_words(measured: float, threshold: Threshold) -> str:
    """What was measured, in the threshold's unit: `0.59 %`, `6,784`. It never reads as a bound that it is not."""
    if threshold["unit"] == "rows":
        return _trimmed(_apart(measured, [0, *threshold["values"]], 4))
    return f"{_trimmed(_apart(measured, [*_ENDS, *threshold['values']], 2))} %"


def _trimmed(digits: str) -> str:
    return _separated(re.sub(r"\.?0+\Z", "", digits) if "." in digits else digits)


def _apart(value: float, bounds: Sequence[float], least: int) -> str:
    """Rounded for reading: to so many digits, or to as many as keep it on its side of every bound."""
    for digits in range(least, _MOST_DIGITS + 1):
        text = fixed_text(value, digits)
        if all(_side(float(text), bound) == _side(value, bound) for bound in bounds):
            return text
    return number_text(value)


def _side(value: float, bound: float) -> int:
    return (value > bound) - (value < bound)
