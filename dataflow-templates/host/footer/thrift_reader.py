"""Reads Thrift's compact protocol out of hostile bytes."""

from collections.abc import Iterator
from typing import Final

# Types of the compact protocol.
TRUE: Final = 1
FALSE: Final = 2
BYTE: Final = 3
I16: Final = 4
I32: Final = 5
I64: Final = 6
DOUBLE: Final = 7
BINARY: Final = 8
LIST: Final = 9
SET: Final = 10
MAP: Final = 11
STRUCT: Final = 12

# Structs, lists and maps together: a list in a list takes one byte a level, and would overflow the stack.
DEEPEST: Final = 32
GREATEST_FIELD: Final = 32_767

# Most bytes of a varint, and the greatest last byte where it has that many, by type.
WIDTHS: Final = {I16: (3, 3), I32: (5, 15), I64: (10, 1)}

EXACT: Final = 2**53


class MalformedThrift(Exception):
    """The bytes are no footer, or one that two parsers may read in two ways."""


class ThriftReader:
    """Thrift's compact protocol, as far as a Parquet footer needs it.

    The bytes are hostile: every length is checked against what is left, nesting against a limit, and nothing is built
    that the caller did not ask for. What two parsers may read in two ways is refused: DuckDB cuts a field's number to
    16 bits (65,548 would be 12 to it) and lets the later of two equal fields win; every writer numbers its fields
    upwards.
    """

    def __init__(self, data: bytes) -> None:
        self._bytes = data
        self._at = 0
        self._depth = 0

    @property
    def position(self) -> int:
        return self._at

    def since(self, start: int) -> bytes:
        return self._bytes[start : self._at]

    def fields(self) -> Iterator[tuple[int, int]]:
        """Number and type of each field of a struct. The caller reads or skips each value, and goes to the end."""
        self._enter()
        last = 0
        while head := self.byte():
            delta = head >> 4
            field = last + delta if delta > 0 else self.integer()
            if field <= last or field > GREATEST_FIELD:
                raise MalformedThrift("fields out of order")
            yield field, head & 15
            last = field
        self._depth -= 1

    def items(self) -> Iterator[int]:
        """The type of each item of a list. The caller reads or skips each item, and goes to the end."""
        self._enter()
        head = self.byte()
        size = self._varint() if head >> 4 == 15 else head >> 4
        # An item takes a byte at least, so a list cannot promise more than there is.
        if size > len(self._bytes) - self._at:
            raise MalformedThrift("a list longer than the footer")
        for _ in range(size):
            yield head & 15
        self._depth -= 1

    def byte(self) -> int:
        try:
            byte = self._bytes[self._at]
        except IndexError:
            raise MalformedThrift("the footer ends too early") from None
        self._at += 1
        return byte

    def integer(self) -> int:
        """Any integer type; exact, since 64-bit values may be anything."""
        value = self._varint()
        value = (value >> 1) ^ -(value & 1)
        return (value + 2**63) % 2**64 - 2**63

    def number(self, type_: int) -> int:
        """An integer that fits its type: DuckDB would cut a longer one, and see another number.

        Above 2^53 it is the nearest that a double holds, as JSON's numbers are in the other host.
        """
        start = self._at
        value = self.integer()
        if not _fits(type_, self._at - start, self._bytes[self._at - 1]):
            raise MalformedThrift("an integer too large for its type")
        return value if -EXACT <= value <= EXACT else int(float(value))

    def binary(self) -> bytes:
        size = self._varint()
        self._advance(size, "a text longer than the footer")
        return self._bytes[self._at - size : self._at]

    def raw(self, type_: int) -> bytes:
        """The next value as it is written; an integer fits the type it claims."""
        start = self._at
        self.skip(type_)
        if type_ in WIDTHS and not _fits(type_, self._at - start, self._bytes[self._at - 1]):
            raise MalformedThrift("an integer too large for its type")
        return self.since(start)

    def skip(self, type_: int) -> None:
        if I16 <= type_ <= I64:
            self._varint()
        elif type_ == BINARY:
            self._advance(self._varint(), "a text longer than the footer")
        elif type_ == STRUCT:
            for _, inner in self.fields():
                self.skip(inner)
        elif type_ in (LIST, SET):
            for item in self.items():
                self._skip_item(item)
        elif type_ == DOUBLE:
            self._advance(8, "the footer ends too early")
        elif type_ == BYTE:
            self.byte()
        elif type_ == MAP:
            self._skip_map()
        elif type_ not in (TRUE, FALSE):
            raise MalformedThrift(f"no such type: {type_}")

    def _skip_item(self, type_: int) -> None:
        """In a list a boolean takes a byte; as a field it has none."""
        if type_ in (TRUE, FALSE):
            self.byte()
        else:
            self.skip(type_)

    def _skip_map(self) -> None:
        self._enter()
        size = self._varint()
        if size > len(self._bytes) - self._at:
            raise MalformedThrift("a map longer than the footer")
        types = self.byte() if size > 0 else 0
        for _ in range(size):
            self._skip_item(types >> 4)
            self._skip_item(types & 15)
        self._depth -= 1

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise MalformedThrift("nested too deep")

    def _varint(self) -> int:
        # Most of a footer passes here: local names, and no call for each byte.
        data, at, value = self._bytes, self._at, 0
        try:
            for shift in range(0, 70, 7):
                byte = data[at]
                at += 1
                value |= (byte & 127) << shift
                if byte < 128:
                    self._at = at
                    return value
        except IndexError:
            raise MalformedThrift("the footer ends too early") from None
        raise MalformedThrift("an integer without end")

    def _advance(self, count: int, otherwise: str) -> None:
        if count > len(self._bytes) - self._at:
            raise MalformedThrift(otherwise)
        self._at += count


def _fits(type_: int, size: int, last: int) -> bool:
    most, greatest = WIDTHS.get(type_, (size + 1, 0))
    return size < most or (size == most and last <= greatest)
