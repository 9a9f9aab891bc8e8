"""A folder of its own for one drop: the only place that the drop's children see."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from host.checksum import checksum_of_file
from host.child.refused import Refused
from host.shapes import Refusal

# Name of the drop inside: the object's own name could be a pattern or a path.
INPUT: Final = "drop.parquet"


class DropBox:
    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        self._before: os.stat_result | None = None

    @property
    def input(self) -> Path:
        return self.folder / INPUT

    def noted(self) -> None:
        """The drop is there."""
        self._before = self.input.stat()

    def verify_unchanged(self) -> None:
        """Refuses if the drop was changed since: it is linked, not copied, where that is possible."""
        before, after = self._before, self.input.stat()
        if before is None:
            return
        same_file = after.st_ino == before.st_ino
        if after.st_size != before.st_size or (same_file and after.st_mtime_ns != before.st_mtime_ns):
            raise Refused(_changed("the file was changed while it was read"))

    def path_of(self, file: str) -> Path:
        """Path of a file that a child says it wrote; raises if it is no plain file."""
        path = self.folder / file
        # A child that was taken over could leave a link to anything that this process may read.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise RuntimeError(f"not a plain file: {path}")
        return path

    def remove(self) -> None:
        shutil.rmtree(self.folder)


def make_box(scratch: Path) -> DropBox:
    """An empty box, for its owner alone."""
    return DropBox(Path(tempfile.mkdtemp(prefix="box-", dir=scratch.resolve())))


def open_box(scratch: Path, fetch: Callable[[Path], None], crc32c: str) -> DropBox:
    """Lets the drop be fetched into a new box, and counts its checksum against the one that the store says."""
    box = make_box(scratch)
    try:
        fetch(box.input)
        box.noted()
        counted = checksum_of_file(box.input).crc32c
        if counted != crc32c:
            raise Refused(wrong_checksum(counted, crc32c))
    except BaseException:
        box.remove()
        raise
    return box


def wrong_checksum(counted: str, said: str) -> Refusal:
    return _changed(f"crc32c is {counted}, the store says {said}")


def _changed(message: str) -> Refusal:
    cure = "upload the file again; its bytes changed on the way"
    return {"code": "CHECKSUM_MISMATCH", "message": message, "cure": cure}
