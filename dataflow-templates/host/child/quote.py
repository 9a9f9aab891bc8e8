"""How names and texts reach SQL, and how a plan's statements are filled."""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{([a-zA-Z]+)\}")


def quote_name(name: str) -> str:
    """The one way a name reaches SQL: DuckDB identifier, double quotes doubled."""
    return '"' + name.replace('"', '""') + '"'


def quote_text(text: str) -> str:
    """The one way a text reaches DuckDB SQL: single quotes doubled; NUL, which no SQL text may hold, is refused."""
    if "\0" in text:
        raise ValueError("a text with a NUL character cannot be quoted")
    return "'" + text.replace("'", "''") + "'"


def splice(template: str, values: Mapping[str, str]) -> str:
    """Puts `values` into the places `{name}` of `template`. A value is ready SQL and is not searched for places again.
    Raises on a place without a value: a half-filled statement must never reach the engine."""

    def value_of(place: re.Match[str]) -> str:
        value = values.get(place[1])
        if value is None:
            raise ValueError(f"no value for {place[0]} in: {template[:120]}")
        return value

    return _PLACE.sub(value_of, template)
