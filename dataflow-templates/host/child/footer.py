"""Reads a Parquet footer before DuckDB does.

DuckDB has no limit on columns, row groups or depth (deep nesting crashes it), and cannot say that a plain footer's
columns are encrypted. Field numbers are those of parquet.thrift; a field of another type than there is skipped, as
DuckDB skips it.
"""

from typing import Final, NamedTuple

from host.footer.thrift_reader import BYTE, I16, I32, I64, LIST, STRUCT, MalformedThrift, ThriftReader


class SchemaElement(NamedTuple):
    """One line of the schema, which is a tree written depth first."""

    name: str
    type: int | None
    repetition: int | None
    children: int
    precision: int | None
    is_null: bool
    """Annotated as holding nothing but NULLs: a writer's way to say that it saw no value."""
    is_utc_nanos: bool
    """Nanoseconds in UTC, of which DuckDB drops digits."""
    encoding: tuple[int | str | None, ...]
    """Everything that decides how values are written: type, length, repetition, annotations."""


class RowGroup(NamedTuple):
    rows: int
    bytes: int | None
    """Uncompressed; None where a column's size is impossible."""
    codecs: list[int]
    """Each once, in the order in which they are met."""
    encodings: list[int]
    values: list[int]
    """Of each column chunk, in the order of the schema's leaves."""


class Footer(NamedTuple):
    rows: int
    schema: list[SchemaElement]
    groups: list[RowGroup]
    encrypted: bool


class FooterLimits(NamedTuple):
    """More than these: nothing is read on. None: no limit."""

    elements: int | None
    row_groups: int


class FooterTooLarge(Exception):
    """Says which limit was met."""


class UnreadableName(Exception):
    """A column's name is not UTF-8."""


def read_footer(data: bytes, limits: FooterLimits) -> Footer:
    return _FooterReader(data, limits).read()


class _FooterReader:
    def __init__(self, data: bytes, limits: FooterLimits) -> None:
        self._reader = ThriftReader(data)
        self._limits = limits
        self._encrypted = False

    def read(self) -> Footer:
        reader, limits = self._reader, self._limits
        schema: list[SchemaElement] = []
        groups: list[RowGroup] = []
        rows: int | None = None
        for field, type_ in reader.fields():
            if field == 2 and type_ == LIST:
                for _ in reader.items():
                    schema.append(_read_element(reader))
                    if limits.elements is not None and len(schema) > limits.elements:
                        raise FooterTooLarge(f"more than {limits.elements} columns and groups")
            elif field == 3 and type_ == I64:
                rows = reader.number(type_)
            elif field == 4 and type_ == LIST:
                for _ in reader.items():
                    groups.append(self._read_group())
                    if len(groups) > limits.row_groups:
                        raise FooterTooLarge(f"more than {limits.row_groups} row groups")
            else:
                if field in (8, 9):
                    self._encrypted = True
                reader.skip(type_)
        if rows is None or not schema:
            raise MalformedThrift("no schema or no number of rows")
        return Footer(rows, schema, groups, self._encrypted)

    def _read_group(self) -> RowGroup:
        reader = self._reader
        values: list[int] = []
        codecs: dict[int, None] = {}
        encodings: dict[int, None] = {}
        sizes: list[int | None] = []
        rows = -1
        for field, type_ in reader.fields():
            if field == 3 and type_ == I64:
                rows = reader.number(type_)
            elif field == 1 and type_ == LIST:
                for _ in reader.items():
                    for part, part_type in reader.fields():
                        if part in (8, 9):
                            self._encrypted = True
                        if part == 3:
                            sizes.append(_read_chunk(reader, values, codecs, encodings))
                        else:
                            reader.skip(part_type)
            else:
                reader.skip(type_)
        known = [size for size in sizes if size is not None]
        total = sum(known) if len(known) == len(sizes) else None
        return RowGroup(rows, total, list(codecs), list(encodings), values)


def _read_element(reader: ThriftReader) -> SchemaElement:
    numbers: dict[int, int] = {}
    name = ""
    logical = ""
    for field, type_ in reader.fields():
        if field == 4:
            name = _decode_name(reader.binary())
        elif field == 10:
            logical = _read_logical(reader)
        elif field < 9 and type_ == I32:
            numbers[field] = reader.number(type_)
        else:
            reader.skip(type_)
    kind, length, repetition, children, converted, scale, precision = (numbers.get(n) for n in (1, 2, 3, 5, 6, 7, 8))
    return SchemaElement(
        name,
        kind,
        repetition,
        children or 0,
        precision,
        logical == _UNKNOWN,
        logical == _UTC_NANOS,
        (kind, length, repetition, children, converted, scale, precision, logical),
    )


def _decode_name(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableName from None


_UNKNOWN: Final = "{11:12{}}"
"""LogicalType's member 11, UnknownType, which has no members itself."""

_UTC_NANOS: Final = "{8:12{1:12:12{3:12{}}}}"
"""Member 8, TimestampType: isAdjustedToUTC true, unit NANOS."""


def _read_logical(reader: ThriftReader) -> str:
    """A union of small structs, as a text to compare."""
    text = "{"
    for field, type_ in reader.fields():
        text += f"{field}:{type_}"
        if type_ == STRUCT:
            text += _read_logical(reader)
        elif type_ == BYTE:
            text += f"={reader.byte()}"
        elif I16 <= type_ <= I64:
            text += f"={reader.integer()}"
        else:
            reader.skip(type_)
    return text + "}"


def _read_chunk(
    reader: ThriftReader, values: list[int], codecs: dict[int, None], encodings: dict[int, None]
) -> int | None:
    """Gives the chunk's uncompressed bytes; None where a size is impossible."""
    count = -1
    unpacked = 0
    packed = 0
    for field, type_ in reader.fields():
        if field == 2 and type_ == LIST:
            for item in reader.items():
                encodings[reader.number(item)] = None
        elif field == 4 and type_ == I32:
            codecs[reader.number(type_)] = None
        elif field == 5 and type_ == I64:
            count = reader.number(type_)
        elif field == 6 and type_ == I64:
            unpacked = reader.number(type_)
        elif field == 7 and type_ == I64:
            packed = reader.number(type_)
        else:
            reader.skip(type_)
    values.append(count)
    return None if unpacked < 0 or packed < 0 else unpacked
