"""A SchemaElement's logicalType: what the bytes of a leaf mean."""

from collections.abc import Callable
from typing import Final, NamedTuple

from host.footer.thrift_reader import FALSE, STRUCT, TRUE, MalformedThrift, ThriftReader
from host.footer.thrift_writer import ThriftWriter


class LOGICAL:
    """Members of the union LogicalType."""

    STRING: Final = 1
    ENUM: Final = 4
    TIMESTAMP: Final = 8
    JSON: Final = 12
    GEOMETRY: Final = 17
    GEOGRAPHY: Final = 18


class UNIT:
    """Members of the union TimeUnit."""

    MILLIS: Final = 1
    MICROS: Final = 2
    NANOS: Final = 3


class Annotation(NamedTuple):
    """`kind` is the member of the union, None if it is empty; the others are of a timestamp."""

    kind: int | None
    utc: bool | None
    unit: int | None


def read_annotation(data: bytes) -> Annotation:
    reader = ThriftReader(data)
    utc: bool | None = None
    unit: int | None = None

    def on_member(member: int) -> None:
        nonlocal utc, unit
        if member != LOGICAL.TIMESTAMP:
            reader.skip(STRUCT)
            return
        for field, type_ in reader.fields():
            if field == 1 and type_ in (TRUE, FALSE):
                utc = type_ == TRUE
            elif field == 2 and type_ == STRUCT:
                unit = _union(reader, lambda _: reader.skip(STRUCT))
            elif field <= 2:
                raise MalformedThrift("a timestamp that is none")
            else:
                reader.skip(type_)

    kind = _union(reader, on_member)
    return Annotation(kind, utc, unit)


def _union(reader: ThriftReader, on_member: Callable[[int], None]) -> int | None:
    """A union with two members would be read by the first in one parser, by the last in the other."""
    found: int | None = None
    for member, type_ in reader.fields():
        if found is not None or type_ != STRUCT:
            raise MalformedThrift("an annotation of two meanings")
        found = member
        on_member(member)
    return found


def _local_nanos() -> bytes:
    writer = ThriftWriter()
    with writer.struct():
        writer.field(LOGICAL.TIMESTAMP, STRUCT)
        with writer.struct():
            writer.field(1, FALSE)
            writer.field(2, STRUCT)
            with writer.struct():
                writer.field(UNIT.NANOS, STRUCT)
                with writer.struct():
                    pass
    return writer.finish()


LOCAL_NANOS: Final = _local_nanos()
"""TIMESTAMP(NANOS, isAdjustedToUTC = false), which alone DuckDB reads without loss."""
