"""A folder of this process alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from host.store.slots import OWN_FOLDER


@contextmanager
def open_scratch(lake: str) -> Iterator[Path]:
    """On a local lake's own disk, so that files move instead of being copied. Named after this process, so that others
    let it be for as long as we live."""
    parent = None if lake.startswith("gs://") else Path(lake, OWN_FOLDER, "scratch")
    if parent:
        parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{os.getpid()}-", dir=parent) as folder:
        yield Path(folder)
