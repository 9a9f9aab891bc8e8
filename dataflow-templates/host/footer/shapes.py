"""The structs of parquet.thrift that the rewriting walks through, as DuckDB knows them.

DuckDB skips a field of another type than it expects, and reads a list's items without regard to the type the list
claims: either would let a file show its checks something else than DuckDB, so both must be as the standard says.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from host.footer.thrift_reader import BINARY, I16, I32, I64, LIST, STRUCT


class Part(NamedTuple):
    """A field of a struct."""

    type: int
    items: int | None = None
    """Of a list."""
    claim: bool = False
    """A claim about the values: nothing needs it to read them, and DuckDB would believe it."""


Shape = Mapping[int, Part]
"""By field number."""

_I16: Final = Part(I16)
_I32: Final = Part(I32)
_I64: Final = Part(I64)
_BINARY: Final = Part(BINARY)
_STRUCT: Final = Part(STRUCT)


def _list(items: int) -> Part:
    return Part(LIST, items)


def _claim(part: Part) -> Part:
    return part._replace(claim=True)


FILE: Final[Shape] = {
    1: _I32,  # version
    2: _list(STRUCT),  # schema
    3: _I64,  # num_rows
    4: _list(STRUCT),  # row_groups
    5: _claim(_list(STRUCT)),  # key_value_metadata; the key `geo` would make DuckDB parse columns as geometries
    6: _BINARY,  # created_by
    7: _list(STRUCT),  # column_orders
    8: _STRUCT,  # encryption_algorithm
    9: _BINARY,  # footer_signing_key_metadata
}

ELEMENT: Final[Shape] = {
    1: _I32,  # type
    2: _I32,  # type_length
    3: _I32,  # repetition_type
    4: _BINARY,  # name
    5: _I32,  # num_children
    6: _I32,  # converted_type
    7: _I32,  # scale
    8: _I32,  # precision
    9: _I32,  # field_id
    10: _STRUCT,  # logicalType
}

ROW_GROUP: Final[Shape] = {
    1: _list(STRUCT),  # columns
    2: _I64,  # total_byte_size
    3: _I64,  # num_rows
    4: _claim(_list(STRUCT)),  # sorting_columns
    5: _I64,  # file_offset
    6: _I64,  # total_compressed_size
    7: _I16,  # ordinal
}

CHUNK: Final[Shape] = {
    1: _BINARY,  # file_path
    2: _I64,  # file_offset
    3: _STRUCT,  # meta_data
    4: _claim(_I64),  # offset_index_offset
    5: _claim(_I32),  # offset_index_length
    6: _claim(_I64),  # column_index_offset
    7: _claim(_I32),  # column_index_length
    8: _STRUCT,  # crypto_metadata
    9: _BINARY,  # encrypted_column_metadata
}

META: Final[Shape] = {
    1: _I32,  # type
    2: _list(I32),  # encodings
    3: _list(BINARY),  # path_in_schema
    4: _I32,  # codec
    5: _I64,  # num_values
    6: _I64,  # total_uncompressed_size
    7: _I64,  # total_compressed_size
    8: _list(STRUCT),  # key_value_metadata
    9: _I64,  # data_page_offset
    10: _I64,  # index_page_offset
    11: _I64,  # dictionary_page_offset
    12: _claim(_STRUCT),  # statistics
    13: _claim(_list(STRUCT)),  # encoding_stats
    14: _claim(_I64),  # bloom_filter_offset
    15: _claim(_I32),  # bloom_filter_length
    16: _claim(_STRUCT),  # size_statistics
    17: _claim(_STRUCT),  # geospatial_statistics
}
