"""Checks every claim of the footer that can be checked without decoding."""

from decimal import Decimal
from typing import Final, NoReturn

from host.child.check_schema import SchemaFacts, check_schema
from host.child.footer import Footer, FooterLimits, FooterTooLarge, RowGroup, UnreadableName, read_footer
from host.child.refused import CURE, refuse
from host.footer.refuse_malformed import refuse_malformed
from host.footer.thrift_reader import EXACT
from host.shapes import Limits

# Of parquet.thrift; those DuckDB reads are allowed.
_CODECS: Final = ("UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW")
_READABLE: Final = ("UNCOMPRESSED", "SNAPPY", "GZIP", "BROTLI", "ZSTD", "LZ4_RAW")

# PLAIN to BYTE_STREAM_SPLIT; 1 was never used.
_ENCODINGS: Final = frozenset({0, 2, 3, 4, 5, 6, 7, 8, 9})

_GROUPS_PER_LEAF: Final = 4
_MEBIBYTE: Final = 1_048_576


def check_footer(data: bytes, file_bytes: int, limits: Limits) -> Footer:
    footer = _parse(data, limits)
    if footer.encrypted:
        refuse("ENCRYPTED", "columns of the file are encrypted (its footer is plain)", CURE.WRITE_PLAIN)
    facts = check_schema(footer.schema, limits)
    for index, group in enumerate(footer.groups):
        _check_group(group, index, facts, limits)
    _check_totals(footer, file_bytes, limits)
    return footer


def _parse(data: bytes, limits: Limits) -> Footer:
    most = FooterLimits(limits["leafColumns"] * _GROUPS_PER_LEAF, limits["rowGroups"])
    try:
        return refuse_malformed(lambda: read_footer(data, most))
    except FooterTooLarge as error:
        cure = "write fewer columns, and row groups of 100,000 rows or more"
        refuse("TOO_COMPLEX", f"the file has {error}", cure)
    except UnreadableName:
        refuse("INVALID_UTF8", "the name of a column is not UTF-8", "name columns in UTF-8")


def _lie(message: str) -> NoReturn:
    refuse("FOOTER_LIES", message, CURE.BLAME_WRITER)


def _check_group(group: RowGroup, index: int, facts: SchemaFacts, limits: Limits) -> None:
    codecs = [_CODECS[code] if 0 <= code < len(_CODECS) else f"codec {code}" for code in group.codecs]
    codec = next((name for name in codecs if name not in _READABLE), None)
    if codec is not None:
        message = f"row group {index} is compressed with {codec}"
        refuse("UNSUPPORTED_CODEC", message, f"use one of {', '.join(_READABLE)}")
    odd = next((encoding for encoding in group.encodings if encoding not in _ENCODINGS), None)
    if odd is not None:
        cure = "write with the usual encodings: PLAIN and RLE_DICTIONARY"
        refuse("UNSUPPORTED_CODEC", f"row group {index} uses encoding {_shown(odd)}", cure)
    chunks = len(group.values)
    if chunks != facts.leaves:
        _lie(f"row group {index} has {chunks} columns, the schema has {facts.leaves}")
    if not 0 <= group.rows < EXACT:
        _lie(f"row group {index} has {_shown(group.rows)} rows")
    if group.bytes is None or group.bytes >= EXACT:
        _lie(f"row group {index} has columns of a negative size")
    if group.bytes > limits["rowGroupBytes"]:
        allowed = _mebibytes(limits["rowGroupBytes"])
        message = f"row group {index} unpacks to {_mebibytes(group.bytes)}, {allowed} are allowed"
        refuse("TOO_LARGE", message, "write smaller row groups, 128 MiB at most")
    # A flat column has one value (or NULL) a row; a repeated one at least one.
    for leaf, count in enumerate(group.values):
        if count != group.rows and (count < group.rows or leaf not in facts.repeated):
            _lie(f"row group {index} has {group.rows} rows, its column {leaf} has {_shown(count)} values")


def _check_totals(footer: Footer, file_bytes: int, limits: Limits) -> None:
    total = 0.0  # as the other host adds
    unpacked = 0
    for group in footer.groups:
        total += group.rows
        unpacked += group.bytes or 0
    if total != footer.rows:
        _lie(f"the footer counts {_shown(footer.rows)} rows, its row groups {_shown(int(total))}")
    if unpacked > file_bytes * limits["expansion"]:
        unpacks = f"{_mebibytes(file_bytes)} unpack to {_mebibytes(unpacked)}"
        message = f"{unpacks}, more than {limits['expansion']} times as much"
        refuse("TOO_LARGE", message, "split the file, or write it with a weaker codec")


def _shown(number: int) -> str:
    """The shortest digits that mean the number, which above 2^53 stands for its neighbours too."""
    return str(number) if -EXACT <= number <= EXACT else f"{Decimal(repr(float(number))):.0f}"


def _mebibytes(size: int) -> str:
    tenths = (20 * size + _MEBIBYTE) // (2 * _MEBIBYTE)
    return f"{tenths // 10}.{tenths % 10} MiB"
