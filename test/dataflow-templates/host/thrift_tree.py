"""A Parquet footer or page header as a tree that a test may change, to write what no honest writer does."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from host.footer.thrift_reader import BINARY, BYTE, I16, I64, LIST, STRUCT, ThriftReader
from host.footer.thrift_writer import ThriftWriter


@dataclass
class Items:
    type: int
    values: list[Any]


@dataclass
class Struct:
    """Values by field number: integers, bytes, Items or Struct; None where the type says all."""

    types: dict[int, int]
    values: dict[int, Any]

    def __getitem__(self, field: int) -> Any:
        return self.values[field]

    def put(self, field: int, type_: int, value: Any) -> None:
        self.types[field] = type_
        self.values[field] = value

    def drop(self, field: int) -> None:
        self.types.pop(field, None)
        self.values.pop(field, None)


def struct(*fields: tuple[int, int, object]) -> Struct:
    """Of number, type and value of each field."""
    return Struct({field: type_ for field, type_, _ in fields}, {field: value for field, _, value in fields})


def read_struct(reader: ThriftReader) -> Struct:
    struct = Struct({}, {})
    for field, type_ in reader.fields():
        struct.put(field, type_, _read(reader, type_))
    return struct


def _read(reader: ThriftReader, type_: int) -> Any:
    if I16 <= type_ <= I64:
        return reader.integer()
    if type_ == BYTE:
        return reader.byte()
    if type_ == BINARY:
        return reader.binary()
    if type_ == STRUCT:
        return read_struct(reader)
    if type_ == LIST:
        start = reader.position
        values: list[Any] = []
        item = 0
        for item in reader.items():
            values.append(_read(reader, item))
        return Items(item or reader.since(start)[0] & 15, values)
    return None


def write_struct(struct: Struct) -> bytes:
    writer = ThriftWriter()
    _write(writer, STRUCT, struct)
    return writer.finish()


def _write(writer: ThriftWriter, type_: int, value: Any) -> None:
    if I16 <= type_ <= I64:
        writer.integer(value)
    elif type_ == BYTE:
        writer.byte(value)
    elif type_ == BINARY:
        writer.binary(value)
    elif type_ == LIST:
        writer.list(value.type, len(value.values))
        for item in value.values:
            _write(writer, value.type, item)
    elif type_ == STRUCT:
        with writer.struct():
            for field in sorted(value.types):
                writer.field(field, value.types[field])
                _write(writer, value.types[field], value.values[field])


def footer_of(data: bytes) -> bytes:
    return data[-8 - int.from_bytes(data[-8:-4], "little") : -8]


def edited(data: bytes, edit: Callable[[Struct], None]) -> bytes:
    """The file with another footer over the same pages."""
    old = footer_of(data)
    footer = read_struct(ThriftReader(old))
    edit(footer)
    return with_footer(data, write_struct(footer))


def with_footer(data: bytes, footer: bytes) -> bytes:
    pages = data[: -8 - len(footer_of(data))]
    return pages + footer + len(footer).to_bytes(4, "little") + b"PAR1"


def edit_file(path: Path, edit: Callable[[Struct], None]) -> None:
    path.write_bytes(edited(path.read_bytes(), edit))


def groups_of(footer: Struct) -> list[Struct]:
    return footer[4].values


def metas_of(group: Struct) -> list[Struct]:
    return [chunk[3] for chunk in group[1].values]
