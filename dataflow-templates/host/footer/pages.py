"""Walks the pages of a column chunk as DuckDB does, without decoding them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from host.footer.chunks import Chunk
from host.footer.thrift_reader import BINARY, FALSE, I32, STRUCT, TRUE, MalformedThrift, ThriftReader

_DATA: Final = 0
_DICTIONARY: Final = 2
_DATA_V2: Final = 3

# Number of the field that a page of this type describes itself in.
_DESCRIPTION: Final = {_DATA: 5, _DICTIONARY: 7, _DATA_V2: 8}

# A header takes some fifty bytes, or as many as the statistics in it: tried in turn.
_HEADER_BYTES: Final = (256, 16_384, 1_048_576)

_MOST_PAGES: Final = 1_000_000


class _Page(NamedTuple):
    """`values` is None in a dictionary."""

    header: int
    data: int
    values: int | None


def pages_stay_inside(path: Path, chunks: Sequence[Chunk]) -> bool:
    """True where each chunk's pages, up to its last value, lie between its claimed start and end.

    DuckDB reads page after page until it has the values, whatever length the footer claims; and what is not in place
    reads as zeros, which may well be values. Only where this is true does a file with nothing but these chunks in place
    give what the whole file gives. False also where there is the least doubt: the whole file will tell.
    """
    pages = 0
    with path.open("rb") as file:
        for chunk in chunks:
            at, missing = chunk.start, chunk.values
            while missing > 0:
                pages += 1
                page = _read_page(file.fileno(), at, chunk.end) if pages <= _MOST_PAGES else None
                if page is None:
                    return False
                at += page.header + page.data
                missing -= page.values or 0
            if at > chunk.end:
                return False
    return True


def _read_page(file: int, at: int, end: int) -> _Page | None:
    for most in _HEADER_BYTES:
        data = os.pread(file, min(most, end - at), at) if at < end else b""
        try:
            return _parse(ThriftReader(data))
        except MalformedThrift:
            if len(data) < most:
                return None
    return None


def _parse(reader: ThriftReader) -> _Page | None:
    numbers: dict[int, int] = {}
    descriptions: dict[int, dict[int, int]] = {}
    for field, type_ in reader.fields():
        if field <= 4:
            numbers[field] = _number(reader, type_)
        elif field in _DESCRIPTION.values():
            if type_ != STRUCT:
                raise MalformedThrift("a page's description that is none")
            descriptions[field] = _describe(reader)
        else:
            reader.skip(type_)
    kind, size = numbers.get(1), numbers.get(3)
    description = descriptions.get(_DESCRIPTION.get(-1 if kind is None else kind, 0))
    if kind is None or size is None or description is None or size < 0 or 1 not in description:
        return None
    # Of a page of the second version the levels are read first, then the rest.
    levels = (description.get(5, 0), description.get(6, 0)) if kind == _DATA_V2 else (0, 0)
    if description[1] < 0 or min(levels) < 0 or sum(levels) > size:
        return None
    return _Page(reader.position, size, None if kind == _DICTIONARY else description[1])


def _describe(reader: ThriftReader) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for field, type_ in reader.fields():
        if type_ == I32:
            numbers[field] = _number(reader, type_)
        elif type_ in (TRUE, FALSE, STRUCT, BINARY):
            reader.skip(type_)
        else:
            raise MalformedThrift("a field of a wrong type")
    return numbers


def _number(reader: ThriftReader, type_: int) -> int:
    if type_ != I32:
        raise MalformedThrift("a field of a wrong type")
    return reader.number(type_)
