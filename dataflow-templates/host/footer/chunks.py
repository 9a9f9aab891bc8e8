"""Where the column chunks of a file lie, by its footer."""

from typing import Final, NamedTuple

from host.footer.shapes import CHUNK, FILE, META, ROW_GROUP, Shape
from host.footer.thrift_reader import I64, MalformedThrift, ThriftReader

_FIRST_PAGE: Final = 4  # behind PAR1


class Chunk(NamedTuple):
    """Pages of one column, as their claims go: from `start`, up to and without `end`, until `values` are there."""

    start: int
    end: int
    values: int


class GroupChunks(NamedTuple):
    rows: int
    chunks: list[Chunk]


def read_chunks(footer: bytes) -> list[GroupChunks]:
    """Raises MalformedThrift also where a footer is readable, but the place of a chunk open to a second opinion."""
    reader = ThriftReader(footer)
    groups: list[GroupChunks] = []
    for field, type_ in reader.fields():
        _check_type(FILE, field, type_)
        if field == 4:
            for item in reader.items():
                _check_item(FILE, field, item)
                groups.append(_read_group(reader))
        else:
            reader.skip(type_)
    return groups


def _read_group(reader: ThriftReader) -> GroupChunks:
    chunks: list[Chunk] = []
    rows: int | None = None
    for field, type_ in reader.fields():
        _check_type(ROW_GROUP, field, type_)
        if field == 1:
            for item in reader.items():
                _check_item(ROW_GROUP, field, item)
                chunks.append(_read_chunk(reader))
        elif field == 3:
            rows = reader.number(type_)
        else:
            reader.skip(type_)
    if rows is None:
        raise MalformedThrift("a row group without a number of rows")
    return GroupChunks(rows, chunks)


def _read_chunk(reader: ThriftReader) -> Chunk:
    chunk: Chunk | None = None
    for field, type_ in reader.fields():
        _check_type(CHUNK, field, type_)
        if field == 1:
            raise MalformedThrift("a chunk in another file")
        if field == 3:
            chunk = _read_meta(reader)
        else:
            reader.skip(type_)
    if chunk is None:
        raise MalformedThrift("a chunk without a place")
    return chunk


def _read_meta(reader: ThriftReader) -> Chunk:
    numbers: dict[int, int] = {}
    for field, type_ in reader.fields():
        _check_type(META, field, type_)
        if type_ == I64:
            numbers[field] = reader.number(type_)
        else:
            reader.skip(type_)
    values, size, data, dictionary = (numbers.get(field) for field in (5, 7, 9, 11))
    if values is None or size is None or data is None:
        raise MalformedThrift("a chunk without a place")
    # As DuckDB has it: some writers set the dictionary's offset to 0, and where it is set the data may claim anything.
    start = dictionary if dictionary is not None and dictionary >= _FIRST_PAGE else data
    return Chunk(start, start + size, values)


def _check_type(shape: Shape, field: int, type_: int) -> None:
    if field in shape and shape[field].type != type_:
        raise MalformedThrift(f"field {field} of a wrong type")


def _check_item(shape: Shape, field: int, item: int) -> None:
    if shape[field].items != item:
        raise MalformedThrift(f"field {field} with items of a wrong type")
