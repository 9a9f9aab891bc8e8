"""Objects as files below a folder, laid out as lakehouse/adapters/files/ has them: a generation is a file's mtime in
microseconds. A file appears whole or not at all, because it is written beside, flushed, and then linked to its name,
which fails if the name is taken."""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from host.checksum import checksum_of_file
from host.store import ByteRange, ObjectMeta, ObjectNotFoundError, PreconditionFailedError
from host.store.flush import flush, flush_folder, make_folder
from host.store.sidecars import Sidecars
from host.store.slots import OWN_FOLDER, Found, Head, Slots, find_head, look, slots_of

_BLOCK: Final = 8 * 1024 * 1024


class FileStore:
    def __init__(self, root: Path) -> None:
        self._root: Final = root.resolve()
        self._sidecars: Final = Sidecars(self._root)

    def stat(self, name: str, generation: str | None = None) -> ObjectMeta | None:
        found = self._present(name, generation)
        return None if found is None else _meta_of(name, found, self._sidecars.checksum(found))

    def fetch(self, name: str, generation: str, path: Path) -> None:
        _link_or_copy(self._found(name, generation).path, path)

    def fetch_ranges(self, name: str, generation: str, path: Path, ranges: Sequence[ByteRange]) -> None:
        found = self._found(name, generation)
        with found.path.open("rb") as source, path.open("xb") as target:
            target.truncate(found.bytes)
            for start, end in ranges:
                source.seek(start)
                target.seek(start)
                for at in range(start, end, _BLOCK):
                    target.write(source.read(min(_BLOCK, end - at)))

    def read_bytes(self, name: str) -> bytes | None:
        found = self._present(name, None)
        return None if found is None else found.path.read_bytes()

    def create(self, name: str, path: Path) -> ObjectMeta:
        meta = self._put(name, lambda staged: _link_or_copy(path, staged))
        path.unlink()
        return meta

    def create_bytes(self, name: str, content: bytes) -> ObjectMeta:
        def fill(staged: Path) -> None:
            staged.write_bytes(content)

        return self._put(name, fill)

    def copy(self, name: str, generation: str, to: str) -> ObjectMeta:
        found = self._found(name, generation)

        def fill(staged: Path) -> None:
            # Never a link: two names of one file would be one generation.
            shutil.copyfile(found.path, staged)

        return self._put(to, fill, self._sidecars.checksum(found))

    def _present(self, name: str, generation: str | None) -> Found | None:
        found = find_head(slots_of(self._root, name)).present
        return found if found and generation in {None, found.generation} else None

    def _found(self, name: str, generation: str) -> Found:
        found = self._present(name, generation)
        if found is None:
            raise ObjectNotFoundError(name)
        return found

    def _put(self, name: str, fill: Callable[[Path], None], known: str | None = None) -> ObjectMeta:
        """`known`: the checksum of what is filled in, if somebody has counted it."""
        slots = slots_of(self._root, name)
        _require_absent(slots)
        # Named after this process, so that others let it be for as long as we live.
        staged = self._root / OWN_FOLDER / "new" / f"{os.getpid()}-{secrets.token_hex(8)}"
        staged.parent.mkdir(parents=True, exist_ok=True)
        try:
            fill(staged)
            crc32c = known or checksum_of_file(staged).crc32c
            found = _append(slots, staged)
        finally:
            staged.unlink(missing_ok=True)
        self._sidecars.remember(found, crc32c)
        return _meta_of(name, found, crc32c)


def _require_absent(slots: Slots) -> Head:
    head = find_head(slots)
    if head.present is not None:
        raise PreconditionFailedError(slots.name)
    if head.number > 0:
        raise RuntimeError(f"{slots.name} was removed, which nobody may do to what a host writes")
    return head


def _append(slots: Slots, staged: Path) -> Found:
    """Links a staged file, which nothing else may hold, as the first of a life; only one of all who try can."""
    while True:
        head = _require_absent(slots)
        made = _stamp(staged, max(_now_micros(head), head.last + 1))
        target = slots.file(head.life, 1)
        make_folder(target.parent)
        try:
            target.hardlink_to(staged)
        except FileExistsError:
            continue
        flush_folder(target.parent)
        if look(slots.end(head.life)) is None:
            return Found(target, made.micros, made.bytes, made.inode)
        # The life ended between: withdrawn, and made in the next one.
        target.unlink(missing_ok=True)


def _now_micros(head: Head) -> int:
    """Below the millisecond stands how many the name has had, so that those of one millisecond differ."""
    return time.time_ns() // 1_000_000 * 1000 + (head.life + head.number) % 1000


def _stamp(path: Path, micros: int) -> Found:
    os.utime(path, ns=(micros // 1_000_000 * 1_000_000_000, micros * 1000))
    found = look(path)
    if found is None or found.micros != micros:
        raise RuntimeError(f"{path}: a lake needs a file system that keeps microseconds")
    flush(path)
    return found


def _link_or_copy(source: Path, target: Path) -> None:
    with suppress(OSError):  # EXDEV, EPERM, EMLINK …: whatever keeps a link from being made, a copy does as well
        target.hardlink_to(source)
        return
    shutil.copyfile(source, target)


def _meta_of(name: str, found: Found, crc32c: str) -> ObjectMeta:
    return ObjectMeta(name, found.generation, str(found.bytes), crc32c)
