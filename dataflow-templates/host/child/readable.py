"""What DuckDB is to read instead of the drop."""

from pathlib import Path
from typing import Final, NamedTuple

from host.child.footer import Footer
from host.footer.copy_file import copy_file
from host.footer.element import INT96 as PHYSICAL_INT96
from host.footer.trust import trust_file

# Types of a drop's column that no SQL type tells: the engine gives these names to what it rewrote in the footer.
INT96: Final = "INT96"
EPOCH_MILLIS: Final = "EPOCH_MILLIS"

_TYPE_OF_NOTE: Final = {"int96": INT96, "millis": EPOCH_MILLIS}


class Readable(NamedTuple):
    input: str
    """File name inside the box."""
    types: dict[str, str]
    """Types of top-level columns that DESCRIBE cannot tell, by the column's name."""


def make_readable(folder: str, input_: str, footer: Footer, *, bare: bool, footer_bytes: int) -> Readable:
    """DuckDB reads 96-bit timestamps and UTC nanoseconds as microseconds and says nothing of the digits it drops.

    Where a drop has such columns, a copy with another footer is read, in which every digit arrives. `bare` is the
    second try after a value that DuckDB could not decode: texts arrive as bytes and milliseconds as integers, so that
    only the broken rows fail. A copy, never the drop itself: it may be a link to the store's own file.
    """
    is_lossy = any(element.type == PHYSICAL_INT96 or element.is_utc_nanos for element in footer.schema)
    if not is_lossy and not bare:
        return Readable(input_, {})
    copy = "bare.parquet" if bare else "lossless.parquet"
    path = Path(folder, copy)
    copy_file(Path(folder, input_), path)
    notes = trust_file(path, bare=bare, footer_bytes=footer_bytes)
    types = {
        note.path[0]: _TYPE_OF_NOTE[note.note] for note in notes if len(note.path) == 1 and note.note in _TYPE_OF_NOTE
    }
    return Readable(copy, types)
