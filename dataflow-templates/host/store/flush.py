"""Makes what was written survive a power cut."""

import os
from contextlib import suppress
from pathlib import Path


def flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def flush_folder(folder: Path) -> None:
    """The names in it."""
    with suppress(OSError):  # not every file system can
        flush(folder)


def make_folder(folder: Path) -> None:
    """With those above it; each that is new survives, too."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)
