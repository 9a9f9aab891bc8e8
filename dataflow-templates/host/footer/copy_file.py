"""Copies a file of which only parts may be in place."""

import errno
import os
from fcntl import ioctl
from pathlib import Path
from typing import Final

_FICLONE: Final = 0x40049409
_ONLY_OWNER: Final = 0o600


def copy_file(source: Path, target: Path) -> None:
    """Clones where the file system can, else copies the data and leaves the holes.

    A big drop is read by range: its file has the object's full size, which may be terabytes, and some of its bytes.
    """
    with source.open("rb") as reading, target.open("wb") as writing:
        os.fchmod(writing.fileno(), _ONLY_OWNER)
        try:
            ioctl(writing.fileno(), _FICLONE, reading.fileno())
        except OSError:
            _copy_data(reading.fileno(), writing.fileno())


def _copy_data(source: int, target: int) -> None:
    size = os.fstat(source).st_size
    os.truncate(target, size)
    end = 0
    while (start := _next_data(source, end)) is not None:
        end = os.lseek(source, start, os.SEEK_HOLE)
        os.lseek(target, start, os.SEEK_SET)
        while start < end:
            sent = os.sendfile(target, source, start, end - start)
            if sent == 0:
                raise OSError(errno.EIO, "the file was cut while it was copied")
            start += sent


def _next_data(file: int, start: int) -> int | None:
    try:
        return os.lseek(file, start, os.SEEK_DATA)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return None  # nothing but a hole follows
