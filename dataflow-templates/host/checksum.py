"""One reading of what an object's crc32c means: the stores tell it of what they keep, the box of what it reads."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

import google_crc32c

# The library has no types.
_extend = cast("Callable[[int, bytes], int]", google_crc32c.extend)  # pyright: ignore[reportUnknownMemberType]
_BLOCK = 2 * 1024 * 1024


class Checksum(NamedTuple):
    size: int
    crc: int

    @property
    def crc32c(self) -> str:
        """Base64 of the big-endian number, as Cloud Storage writes it."""
        return base64.b64encode(self.crc.to_bytes(4, "big")).decode("ascii")


def checksum_of_file(path: Path) -> Checksum:
    crc, size = 0, 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            crc = _extend(crc, block)
            size += len(block)
    return Checksum(size, crc)


def crc_of_range(path: Path, start: int, end: int) -> int:
    """Of the bytes from `start`, up to and without `end`; `combine.py` puts such parts together."""
    crc = 0
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while start < end:
            block = file.read(min(_BLOCK, end - start))
            if not block:
                raise RuntimeError(f"{path} ends at {start}, before {end}")
            crc = _extend(crc, block)
            start += len(block)
    return crc


def checksum_of_bytes(content: bytes) -> Checksum:
    return Checksum(len(content), _extend(0, content))


class CountedFile:
    """Counts the checksum of what is written by way of it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file: Final = file
        self._size = 0
        self._crc = 0

    @property
    def checksum(self) -> Checksum:
        return Checksum(self._size, self._crc)

    def write(self, block: bytes) -> int:
        self._crc = _extend(self._crc, block)
        self._size += len(block)
        return self._file.write(block)
