"""Numbers as ECMAScript prints them: reports and their words are the same from both hosts, to the byte."""

from decimal import ROUND_HALF_UP, Context, Decimal

# toFixed knows no more digits than these before and behind the point.
_EXACT = Context(prec=200)
_MOST_WHOLE = 21


def number_text(value: float) -> str:
    """`String(value)`: the fewest digits that mean this number; 5.0 is 5, 1e21 is 1e+21."""
    number = float(value)  # ECMAScript has no other
    if number == 0:
        return "0"
    sign, shown, exponent = Decimal(repr(number)).as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"not a number to print: {value}")
    digits = "".join(map(str, shown)).rstrip("0")
    point = len(shown) + exponent
    return ("-" if sign else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    if len(digits) <= point <= _MOST_WHOLE:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _MOST_WHOLE:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"


def fixed_text(value: float, digits: int) -> str:
    """`value.toFixed(digits)`: rounded from what the number is, not from what it prints as."""
    number = float(value)
    if abs(number) >= 10**_MOST_WHOLE:
        return number_text(number)
    exact = Decimal(number if number != 0 else 0)
    return f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT):f}"


def round_half_up(value: float) -> int:
    """`Math.round`."""
    return int((Decimal(value) + Decimal("0.5")).to_integral_value("ROUND_FLOOR"))
