"""The lake's objects, as far as a host needs them: read by generation, created once, never changed, never removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol


@dataclass(frozen=True)
class ObjectMeta:
    name: str
    # Identifies this content; never orders (64-bit, as text).
    generation: str
    bytes: str
    # Base64 of the big-endian CRC32C.
    crc32c: str


class ByteRange(NamedTuple):
    # `end` is not part of it.
    start: int
    end: int


class PreconditionFailedError(Exception):
    """The object exists already."""


class ObjectNotFoundError(Exception):
    """There is no such object, or not of this generation."""


class UnavailableError(Exception):
    """The service did not answer, or not in time, or asked to come back later: what was asked may have been done or
    not."""


class DeniedError(Exception):
    """The account lacks a right (HTTP 403). It says nothing about whether the thing exists."""


class Store(Protocol):
    """Names begin with their zone (`raw/`, `ledger/`…). Every call may raise `UnavailableError` or `DeniedError`."""

    def stat(self, name: str, generation: str | None = None) -> ObjectMeta | None:
        """The present generation, or that one; None: it is not there."""
        ...

    def fetch(self, name: str, generation: str, path: Path) -> None:
        """Puts one generation at a new path, to read only; `ObjectNotFoundError`."""
        ...

    def fetch_ranges(self, name: str, generation: str, path: Path, ranges: Sequence[ByteRange]) -> None:
        """Puts a file of the object's whole size at a new path, in which only these bytes are the object's;
        `ObjectNotFoundError`."""
        ...

    def read_bytes(self, name: str) -> bytes | None:
        """The present content; None: there is none."""
        ...

    def create(self, name: str, path: Path) -> ObjectMeta:
        """A new object from a local file, which the store may take over; `PreconditionFailedError`."""
        ...

    def create_bytes(self, name: str, content: bytes) -> ObjectMeta:
        """The same from memory."""
        ...

    def copy(self, name: str, generation: str, to: str) -> ObjectMeta:
        """A new object from one generation of another, without its bytes coming here; `ObjectNotFoundError`,
        `PreconditionFailedError`."""
        ...
