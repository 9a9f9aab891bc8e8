"""Where the generations of a name lie in a local lake, as lakehouse/adapters/files/ has them: `x`, `x~2`, `x~3` are
those of a first life, `x~2.1`, `x~2.2` those of the second. Numbers count up from 1 without gaps, each taken once."""

import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

OWN_FOLDER: Final = ".sluice"

_LONGEST: Final = 244
_PLAIN: Final = re.compile(r"(?:[\w=+,@-][\w=+,@.-]*/)*[\w=+,@-][\w=+,@.-]*", re.ASCII)


@dataclass(frozen=True)
class Found:
    """One file, as it is at one moment."""

    path: Path
    # Its mtime, microseconds since 1970: the generation.
    micros: int
    bytes: int
    # Tells two files apart as long as both exist.
    inode: int

    @property
    def generation(self) -> str:
        return str(self.micros)


def look(path: Path) -> Found | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    # Generation 0 would mean that there is none.
    return Found(path, max(status.st_mtime_ns // 1000, 1), status.st_size, status.st_ino)


@dataclass(frozen=True)
class Slots:
    root: Path
    name: str

    def file(self, life: int, number: int) -> Path:
        suffix = f"~{life}.{number}" if life > 1 else f"~{number}" if number > 1 else ""
        return self.root / f"{self.name}{suffix}"

    def end(self, life: int) -> Path:
        """A file that is there for good once this life is over."""
        return self.root / OWN_FOLDER / "removed" / f"{self.name}~{life}"


def slots_of(root: Path, name: str) -> Slots:
    """A host meets only names that are their own path: keys, datasets and days."""
    if len(name) > _LONGEST or not _PLAIN.fullmatch(name):
        raise ValueError(f"no name that a host reads or writes: {name!r}")
    return Slots(root, name)


@dataclass(frozen=True)
class Head:
    """What a name stands for at one moment."""

    life: int
    # The last number that is taken; 0: none of this life.
    number: int
    # The latest microsecond that the name has had; 0: it was never used.
    last: int
    present: Found | None


def find_head(slots: Slots) -> Head:
    """The end of a life is looked for last: where there is none, nothing of that life was cleared away while we looked,
    so that what we saw is the name's state at some moment of this call."""
    life, before = 1, 0
    while True:
        head = _head_of_life(slots, life, before)
        end = look(slots.end(life))
        if end is None:
            return head
        life, before = life + 1, end.micros


def _head_of_life(slots: Slots, life: int, before: int) -> Head:
    number, found = _last_of(slots, life)
    if found is None:
        return Head(life, 0, before, None)
    former = look(slots.file(life, number - 1)) if number > 1 else None
    # A removal is an empty file with the generation that it removes: no content has the generation of another.
    removed = former is not None and found.bytes == 0 and found.micros == former.micros
    return Head(life, number, found.micros, None if removed else found)


def _last_of(slots: Slots, life: int) -> tuple[int, Found | None]:
    """The highest number that is taken, where all below it are, but perhaps the first: people remove files too, and
    what came after one is not to come back for that."""
    taken, free = 1, 2
    found: Found | None = None
    while (each := look(slots.file(life, free))) is not None:
        found, taken, free = each, free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        between = look(slots.file(life, middle))
        if between is None:
            free = middle
        else:
            found, taken = between, middle
    return taken, found or look(slots.file(life, 1))
