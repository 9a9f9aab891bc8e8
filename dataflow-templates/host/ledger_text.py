"""JSON values as the ledger has them: one text per value, so that content can be compared; the same from both hosts."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from host.numbers import number_text
from host.totals import utf16_order

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = json.JSONEncoder(ensure_ascii=False)


def ledger_text(value: object) -> str:
    """Members sorted, numbers as ECMAScript prints them, indented by one space, since people look into the ledger."""
    return _text(value, "\n") + "\n"


def _text(value: object, line: str) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float):
        return number_text(value)
    inner = f"{line} "
    if isinstance(value, Mapping):
        members = cast("Mapping[str, object]", value)
        names = sorted(members, key=utf16_order)
        return _bracketed("{}", [f"{_quoted(name)}: {_text(members[name], inner)}" for name in names], line)
    return _bracketed("[]", [_text(item, inner) for item in cast("Sequence[object]", value)], line)


def _bracketed(brackets: str, parts: Sequence[str], line: str) -> str:
    if not parts:
        return brackets
    between = f",{line} "
    return f"{brackets[0]}{line} {between.join(parts)}{line}{brackets[1]}"


def _quoted(text: str) -> str:
    """Half of a surrogate pair, which no UTF-8 holds, is written out."""
    return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", _PLAIN.encode(text))
