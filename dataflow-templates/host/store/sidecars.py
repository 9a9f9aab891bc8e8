"""Checksums beside big objects, so that looking at one does not read it. A sidecar is only a memory: it names the very
file and content that it was made from, and where none fits the file is read."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from host.checksum import checksum_of_file
from host.store.slots import OWN_FOLDER, Found

# Read as fast as its sidecar.
_SMALL_BYTES: Final = 64 * 1024
_CRC32C: Final = re.compile(r"[\w+/]{6}==\n", re.ASCII)


class Sidecars:
    def __init__(self, root: Path) -> None:
        self._root: Final = root

    def checksum(self, found: Found) -> str:
        remembered = self._remembered(found)
        if remembered is not None:
            return remembered
        crc32c = checksum_of_file(found.path).crc32c
        self.remember(found, crc32c)
        return crc32c

    def remember(self, found: Found, crc32c: str) -> None:
        """Never fails: what is not remembered is read again."""
        if found.bytes <= _SMALL_BYTES:
            return
        path = self._path_of(found)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{_key_of(found)}{crc32c}\n", "utf-8")

    def _remembered(self, found: Found) -> str | None:
        if found.bytes <= _SMALL_BYTES:
            return None
        with suppress(OSError, UnicodeDecodeError):
            text = self._path_of(found).read_text("utf-8")
            key = _key_of(found)
            if text.startswith(key) and _CRC32C.fullmatch(text, len(key)):
                return text[len(key) :].rstrip()
        return None

    def _path_of(self, found: Found) -> Path:
        return self._root / OWN_FOLDER / "checksums" / found.path.relative_to(self._root)


def _key_of(found: Found) -> str:
    return f"{found.micros} {found.inode} {found.bytes} "
