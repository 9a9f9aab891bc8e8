"""A quarantine file holds the drop's columns as they were read, and DuckDB writes none of three types that a column may
be read as. They are noted in the footer, so that a replay meets the types that the drop had."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn, cast

from host.child.match import NULL_TYPE
from host.child.readable import EPOCH_MILLIS, INT96
from host.child.refused import CURE, refuse
from host.child.tail import read_tail, replace_footer
from host.footer.refuse_malformed import refuse_malformed
from host.footer.thrift_reader import BINARY, LIST, STRUCT, ThriftReader
from host.footer.thrift_writer import ThriftWriter
from host.shapes import RawColumn

_KEY: Final = "sluice:types"
_KEY_VALUES: Final = 5  # FileMetaData's key_value_metadata

# As what DuckDB writes and reads back the columns of such a type.
_STORED_AS: Final = {INT96: "BLOB", EPOCH_MILLIS: "BIGINT", NULL_TYPE: "INTEGER"}


def note_types(path: Path, columns: Sequence[RawColumn]) -> None:
    """Notes the types of a file that was just written from these columns; leaves it alone where there is nothing to
    note."""
    noted = {column["name"]: column["type"] for column in columns if column["type"] in _STORED_AS}
    if not noted:
        return
    tail = read_tail(path, None)
    note = json.dumps(noted, ensure_ascii=False, separators=(",", ":"))
    replace_footer(path, tail, _with_note(tail.footer, note))


def with_noted_types(columns: Sequence[RawColumn], footer: bytes) -> list[RawColumn]:
    """The columns with the types that were noted of them; a note that does not fit its column is passed over."""
    noted = _notes_of(footer)
    return [_with_noted_type(column, noted.get(column["name"])) for column in columns]


def _with_noted_type(column: RawColumn, type_: object) -> RawColumn:
    if isinstance(type_, str) and _STORED_AS.get(type_) == column["type"]:
        return {"name": column["name"], "type": type_}
    return column


def _with_note(footer: bytes, note: str) -> bytes:
    reader = ThriftReader(footer)
    writer = ThriftWriter()
    others: list[bytes] = []
    written = False

    def write() -> None:
        nonlocal written
        written = True
        writer.field(_KEY_VALUES, LIST)
        writer.list(STRUCT, len(others) + 1)
        for other in others:
            writer.raw(other)
        with writer.struct():
            for field, text in ((1, _KEY), (2, note)):
                writer.field(field, BINARY)
                writer.binary(text.encode())

    with writer.struct():
        for field, type_ in reader.fields():
            if field == _KEY_VALUES:
                others.extend(reader.raw(item) for item in reader.items())
                continue
            if field > _KEY_VALUES and not written:
                write()  # fields stand in ascending order
            writer.field(field, type_)
            writer.raw(reader.raw(type_))
        if not written:
            write()
    return writer.finish()


def _notes_of(footer: bytes) -> Mapping[str, object]:
    found = refuse_malformed(lambda: _find_note(ThriftReader(footer)))
    return {} if found is None else _parsed(found)


def _find_note(reader: ThriftReader) -> str | None:
    found: str | None = None
    for field, type_ in reader.fields():
        if field != _KEY_VALUES or type_ != LIST:
            reader.skip(type_)
            continue
        for item in reader.items():
            if item != STRUCT:
                reader.skip(item)
                continue
            pair = _read_pair(reader)
            if pair.get(1) == _KEY:
                found = pair.get(2)
    return found


def _read_pair(reader: ThriftReader) -> dict[int, str]:
    pair: dict[int, str] = {}
    for field, type_ in reader.fields():
        if type_ == BINARY and field <= 2:
            pair[field] = reader.binary().decode("utf-8-sig", "replace")
        else:
            reader.skip(type_)
    return pair


def _parsed(note: str) -> Mapping[str, object]:
    try:
        value: object = json.loads(note, parse_constant=_no_json)
    except (ValueError, RecursionError):
        value = None
    if value is None:
        refuse("CORRUPT", "the types noted in the footer cannot be read", CURE.WRITE_AGAIN)
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _no_json(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")
