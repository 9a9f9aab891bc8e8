"""One child process. It answers one request at a time; whatever goes wrong in it (silence, too much memory, death,
garbage) ends it and becomes a refusal, which is an ordinary answer."""

import json
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import Final, cast

from host.answers import ANSWER, MisshapenError
from host.borders import parse_json
from host.child_limits import CalledOffError, ChildLimits, crashed, out_of_memory, timed_out
from host.child_pipes import EndlessLineError, Pipes
from host.memory import resident_bytes
from host.shapes import Answer, Refusal, Request

_WATCH_EVERY = 0.1
_LOOK_FOR_END_EVERY = 0.01
_START_WITHIN = 60.0
# What a dead child left in its pipes is little; what another process may still write there is of no interest.
_ROUNDS_AFTER_END = 64


class ChildNotStartedError(Exception):
    """The installation is at fault, not the drop."""


class EngineChild:
    """Asked by one thread at a time; killed by any."""

    def __init__(self, limits: ChildLimits) -> None:
        self._limits: Final = limits
        # Its own process group, so that nothing it may start survives it; no environment; no descriptors but three
        # pipes.
        self._process: Final = subprocess.Popen(  # noqa: S603
            limits.command,
            env={},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            close_fds=True,
            start_new_session=True,
        )
        self._pipes: Final = Pipes(self._process)
        self._lock: Final = threading.Lock()
        self._ready = False
        self._ending: Refusal | CalledOffError | None = None
        self._over = False
        self._last_id = 0

    @property
    def usable(self) -> bool:
        """False after anything went wrong: such a child is not asked again."""
        return not self._over and self._ending is None and not self._is_gone()

    def ask(self, request: Request) -> Answer:
        """Raises `ChildNotStartedError`, and `CalledOffError` where it was killed from outside."""
        self._last_id += 1
        line = json.dumps({"id": self._last_id, "request": request}, separators=(",", ":"))
        self._pipes.send(f"{line}\n".encode("ascii"))
        try:
            answer = self._await_answer()
        except EndlessLineError:
            self._kill(crashed("its answer had no end"))
            answer = None
        if answer is not None:
            return answer
        self.reap()
        return self._last_word()

    def kill(self) -> None:
        """By any thread, at any time."""
        self._kill(CalledOffError())

    def reap(self) -> None:
        """Waits for the end of a child that was killed or has gone, and lets go of it."""
        if self._over:
            return
        os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        with self._lock:
            _kill_group(self._process.pid)
            self._process.wait()
            self._over = True
        self._pipes.close()

    def _await_answer(self) -> Answer | None:
        """None: the child is gone, or as good as gone."""
        deadline = self._deadline()
        rounds = _ROUNDS_AFTER_END
        while rounds > 0:
            gone = self._is_gone()
            line = self._pipes.next_line(0 if gone else self._patience(deadline))
            if line is not None:
                answer = self._hear(line)
                if answer is not None:
                    return answer
                # The drop's time runs from when the child is there.
                deadline = self._deadline()
            elif gone:
                rounds = 0 if self._pipes.quiet else rounds - 1
            else:
                self._watch(deadline)
        return None

    def _deadline(self) -> float:
        return time.monotonic() + (self._limits.timeout_seconds if self._ready else _START_WITHIN)

    def _patience(self, deadline: float) -> float:
        most = _LOOK_FOR_END_EVERY if self._pipes.ended else _WATCH_EVERY
        return max(0.0, min(most, deadline - time.monotonic()))

    def _watch(self, deadline: float) -> None:
        if resident_bytes(self._process.pid) > self._limits.rss_mb * 1024 * 1024:
            self._kill(out_of_memory(self._limits))
        if time.monotonic() >= deadline:
            self._kill(timed_out(self._limits))

    def _hear(self, line: bytes) -> Answer | None:
        message = _message_of(line)
        if not self._ready and message.get("ready") is True:
            self._ready = True
            return None
        try:
            answer = ANSWER.read(message.get("answer"))
        except MisshapenError:
            answer = None
        if answer is None or message.get("id") != self._last_id:
            self._kill(crashed("its answer was not one"))
            return None
        return answer

    def _is_gone(self) -> bool:
        """It is not reaped here: its number stays its own for as long as somebody may want to kill it."""
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _kill(self, ending: Refusal | CalledOffError) -> None:
        with self._lock:
            if self._over or self._ending:
                return
            self._ending = ending
            _kill_group(self._process.pid)

    def _last_word(self) -> Answer:
        if isinstance(self._ending, CalledOffError):
            raise self._ending
        how = _end_of(self._process.returncode)
        # Before it was ready it had not seen a byte of the drop.
        if not self._ready:
            raise ChildNotStartedError(f"the engine's child did not start: {how}\n{self._pipes.told}")
        return {"ok": False, "refusal": self._ending or crashed(how)}


def _kill_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _end_of(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def _message_of(line: bytes) -> dict[str, object]:
    try:
        value = parse_json(line)
    except ValueError:
        return {}
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
