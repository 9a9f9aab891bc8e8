"""Writes Thrift's compact protocol."""

from collections.abc import Iterator
from contextlib import contextmanager


class ThriftWriter:
    """Thrift's compact protocol, written into one growing buffer."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._last = 0

    @contextmanager
    def struct(self) -> Iterator[None]:
        """Fields are written inside, with ascending numbers."""
        outer = self._last
        self._last = 0
        yield
        self.byte(0)
        self._last = outer

    def field(self, field: int, type_: int) -> None:
        """The value follows; a boolean field has none, its type says all."""
        delta = field - self._last
        if 0 < delta < 16:
            self.byte((delta << 4) | type_)
        else:
            self.byte(type_)
            self.integer(field)
        self._last = field

    def list(self, type_: int, size: int) -> None:
        if size < 15:
            self.byte((size << 4) | type_)
        else:
            self.byte(0xF0 | type_)
            self._varint(size)

    def integer(self, value: int) -> None:
        self._varint(((value << 1) ^ (value >> 63)) % 2**64)

    def binary(self, data: bytes) -> None:
        self._varint(len(data))
        self.raw(data)

    def raw(self, data: bytes) -> None:
        """Bytes that are compact protocol already."""
        self._bytes += data

    def byte(self, value: int) -> None:
        self._bytes.append(value)

    def finish(self) -> bytes:
        return bytes(self._bytes)

    def _varint(self, value: int) -> None:
        while value > 127:
            self.byte((value & 127) | 128)
            value >>= 7
        self.byte(value)
