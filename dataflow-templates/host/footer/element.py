"""One line of a footer's schema, and how it is changed to one that DuckDB reads without loss."""

from typing import Final, Literal, NamedTuple

from host.footer.annotation import LOCAL_NANOS, LOGICAL, UNIT, Annotation, read_annotation
from host.footer.thrift_reader import I32, MalformedThrift, ThriftReader
from host.footer.thrift_writer import ThriftWriter

Note = Literal["int96", "nanos-utc", "text", "millis"]
"""How a leaf's values now differ from what the file says about them."""

# Physical types.
INT96: Final = 3
FIXED_BYTES: Final = 7
_INT64: Final = 2
_BYTES: Final = 6
_INT96_BYTES: Final = 12

# Converted types, the annotations of older writers, and the same among logical ones.
_TEXTS: Final = frozenset({0, 4, 19})  # UTF8, ENUM, JSON
_TIMESTAMP_MILLIS: Final = 9

_LOGICAL_TEXTS: Final = frozenset({LOGICAL.STRING, LOGICAL.ENUM, LOGICAL.JSON})

_TYPE: Final = 1
_LENGTH: Final = 2
_NAME: Final = 4
_CHILDREN: Final = 5
_CONVERTED: Final = 6
_SCALE: Final = 7
_PRECISION: Final = 8
_LOGICAL_TYPE: Final = 10


class Written(NamedTuple):
    """A value as it is written."""

    type: int
    data: bytes


Element = dict[int, Written]
"""One line of the schema, by field number."""


class Position(NamedTuple):
    name: str
    is_group: bool
    children: int


def position_of(element: Element) -> Position:
    name = element.get(_NAME)
    is_group = _TYPE not in element
    children = _number_of(element, _CHILDREN) or 0
    if children < 0 if is_group else children != 0:
        raise MalformedThrift("a column with columns inside")
    # As the other host's decoder does: a byte order mark goes, what is no UTF-8 is replaced.
    shown = ThriftReader(name.data).binary().decode("utf-8-sig", "replace") if name else ""
    return Position(shown, is_group, children)


def relabel(element: Element, bare: bool) -> Note | None:
    """Changes the leaf to one that DuckDB reads without loss and, if `bare`, without failing on a value."""
    type_ = _number_of(element, _TYPE)
    converted = _number_of(element, _CONVERTED)
    logical = element.get(_LOGICAL_TYPE)
    annotation = read_annotation(logical.data) if logical else None
    if type_ == INT96:
        for field in (_CONVERTED, _SCALE, _PRECISION, _LOGICAL_TYPE):
            element.pop(field, None)
        element[_TYPE] = _integer(FIXED_BYTES)
        element[_LENGTH] = _integer(_INT96_BYTES)
        return "int96"
    if logical and annotation and type_ == _INT64 and _is_timestamp(annotation, UNIT.NANOS) and annotation.utc:
        element[_LOGICAL_TYPE] = Written(logical.type, LOCAL_NANOS)
        return "nanos-utc"
    # Bytes that no rule asks to be geometries; DuckDB gives up the file where they are none.
    if annotation and annotation.kind in (LOGICAL.GEOMETRY, LOGICAL.GEOGRAPHY):
        del element[_LOGICAL_TYPE]
    note = _fragile(type_, converted, annotation) if bare else None
    if note:
        for field in (_CONVERTED, _LOGICAL_TYPE):
            element.pop(field, None)
    return note


def _fragile(type_: int | None, converted: int | None, annotation: Annotation | None) -> Note | None:
    """Leaves for whose values DuckDB may give up the whole file: text that is no UTF-8, times it cannot hold."""
    text = converted in _TEXTS or (annotation is not None and annotation.kind in _LOGICAL_TEXTS)
    if type_ in (_BYTES, FIXED_BYTES) and text:
        return "text"
    millis = converted == _TIMESTAMP_MILLIS or _is_timestamp(annotation, UNIT.MILLIS)
    return "millis" if type_ == _INT64 and millis else None


def _is_timestamp(annotation: Annotation | None, unit: int) -> bool:
    return annotation is not None and annotation.kind == LOGICAL.TIMESTAMP and annotation.unit == unit


def _number_of(element: Element, field: int) -> int | None:
    found = element.get(field)
    return ThriftReader(found.data).integer() if found else None


def _integer(value: int) -> Written:
    writer = ThriftWriter()
    writer.integer(value)
    return Written(I32, writer.finish())
