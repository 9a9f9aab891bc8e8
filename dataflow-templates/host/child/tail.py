"""The end of a Parquet file: the one part that is read without a parser."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from host.child.refused import CURE, refuse

_SMALLEST: Final = 12  # PAR1, an empty footer, its length, PAR1
_SUFFIX: Final = 8  # the footer's length, PAR1


class Tail(NamedTuple):
    """`bytes`: the size of the whole file."""

    footer: bytes
    bytes: int


def read_tail(path: Path, footer_limit: int | None) -> Tail:
    """The file's footer and size; refuses what is no Parquet by its first and last bytes, before any parser sees it."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            refuse("FILE_EMPTY", "the file has no bytes", "upload it again; the writer may have died")
        head = os.pread(file.fileno(), 4, 0)
        tail = os.pread(file.fileno(), _SUFFIX, max(0, size - _SUFFIX))
        end = tail[-4:]
        if b"PARE" in (end, head):
            refuse("ENCRYPTED", "the footer is encrypted", CURE.WRITE_PLAIN)
        cure = "upload Parquet files; a name ending in .parquet does not make one"
        if head != b"PAR1":
            refuse("NOT_PARQUET", f"the file starts with {_printable(head)} and not with PAR1", cure)
        if size < _SMALLEST:
            refuse("NOT_PARQUET", f"the file has {size} bytes, fewer than any Parquet file", cure)
        if end != b"PAR1":
            refuse(
                "TRUNCATED", "the file starts as Parquet but has no footer at its end", "upload the whole file again"
            )
        length = int.from_bytes(tail[:4], "little")
        _check_length(length, size, footer_limit)
        return Tail(os.pread(file.fileno(), length, size - _SUFFIX - length), size)


def replace_footer(path: Path, tail: Tail, footer: bytes) -> None:
    """`tail` is what was read of the file; its pages stay as they are."""
    os.truncate(path, tail.bytes - _SUFFIX - len(tail.footer))
    with path.open("ab") as file:
        file.write(footer + len(footer).to_bytes(4, "little") + b"PAR1")


def _check_length(footer: int, size: int, limit: int | None) -> None:
    if footer == 0:
        refuse("CORRUPT", "the footer is empty", CURE.WRITE_AGAIN)
    if footer > size - _SMALLEST:
        refuse("TRUNCATED", f"the footer claims {footer} bytes, the file has {size}", "upload the whole file again")
    if limit is not None and footer > limit:
        message = f"the footer has {footer} bytes, {limit} are allowed"
        refuse("TOO_COMPLEX", message, "write fewer columns and row groups, and no large key-value metadata")


def _printable(data: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 else f"\\x{byte:02x}" for byte in data)
