"""Holds a JSON value against a JSON Schema (2020-12) that was made from TypeScript's types."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, cast

from jsonschema import Draft202012Validator, ValidationError, validators

if TYPE_CHECKING:
    from collections.abc import Callable

Schema: TypeAlias = Mapping[str, Any]


class _Validator(Protocol):
    """What is used of a validator, which is typed only in part."""

    def iter_errors(self, instance: object) -> Iterator[ValidationError]: ...


def _pattern(validator: object, pattern: str, value: object, schema: Schema) -> Iterator[ValidationError]:
    """The patterns are ECMAScript's: `$` is the very end, and a digit is one of ten."""
    del validator, schema
    if isinstance(value, str) and not re.search(re.sub(r"\$\Z", r"\\Z", pattern), value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern}")


_extend = cast(
    "Callable[[type[Draft202012Validator], Mapping[str, object]], Callable[[Schema], _Validator]]",
    validators.extend,  # pyright: ignore[reportUnknownMemberType]
)
_strict: Final = _extend(Draft202012Validator, {"pattern": _pattern})


class Shape:
    def __init__(self, schema: Schema) -> None:
        self.schema: Final = schema
        self._validator: Final = _strict(schema)

    def problem(self, value: object) -> str | None:
        """What is wrong with the value first, and where; None: nothing."""
        for error in self._validator.iter_errors(value):
            where = ".".join(map(str, cast("Iterator[object]", error.absolute_path))) or "content"
            return f"{where}: {error.message}"
        return None
