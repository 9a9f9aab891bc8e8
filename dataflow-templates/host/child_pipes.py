"""The three pipes of a child: none of them may block this process, whatever the child does or leaves undone."""

import os
import selectors
import subprocess
from collections import deque
from typing import IO, Final, cast

_BLOCK = 65_536
_MOST_STDERR = 8_192
_MOST_LINE = 64 * 1024 * 1024


class EndlessLineError(Exception):
    """A line that is longer than any answer."""


class Pipes:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        pipes = cast("tuple[IO[bytes], IO[bytes], IO[bytes]]", (process.stdin, process.stdout, process.stderr))
        self._files: Final = pipes
        self._stdin, self._stdout, self._stderr = (pipe.fileno() for pipe in pipes)
        for pipe in pipes:
            os.set_blocking(pipe.fileno(), False)
        self._selector: Final = selectors.DefaultSelector()
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr, selectors.EVENT_READ)
        self._unsent = b""
        self._line = bytearray()
        self._lines: deque[bytes] = deque()
        self._told = b""
        # No more lines will come.
        self.ended = False
        # Nothing could be moved the last time.
        self.quiet = False

    @property
    def told(self) -> str:
        """The end of what the child said on stderr."""
        return self._told.decode("latin-1")

    def send(self, line: bytes) -> None:
        """Handed over while `next_line` waits."""
        if not self._unsent:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
        self._unsent += line

    def next_line(self, wait: float) -> bytes | None:
        """Moves what can be moved, after so many seconds at most; None: no whole line yet."""
        if not self._lines:
            events = self._selector.select(wait)
            self.quiet = not events
            for key, _ in events:
                self._move(key.fd)
        return self._lines.popleft() if self._lines else None

    def close(self) -> None:
        self._selector.close()
        for pipe in self._files:
            pipe.close()

    def _move(self, fd: int) -> None:
        if fd == self._stdin:
            return self._write()
        block = os.read(fd, _BLOCK)
        if not block:
            self._selector.unregister(fd)
            self.ended = self.ended or fd == self._stdout
        elif fd == self._stderr:
            self._told = (self._told + block)[-_MOST_STDERR:]
        else:
            self._read(block)
        return None

    def _write(self) -> None:
        try:
            sent = os.write(self._stdin, self._unsent)
        except BrokenPipeError:  # it died; its end says how
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._selector.unregister(self._stdin)

    def _read(self, block: bytes) -> None:
        *ends, rest = block.split(b"\n")
        for end in ends:
            self._lines.append(bytes(self._line + end))
            self._line.clear()
        self._line += rest
        if len(self._line) > _MOST_LINE:
            raise EndlessLineError
