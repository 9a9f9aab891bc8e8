"""Hands requests to at most so many children. Each is answered, refused (raises `Refused`) or a bug (raises)."""

import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeVar

from host.answers import NOTHING, AnswerShape, MisshapenError
from host.child.refused import CURE, Refused
from host.child_limits import CalledOffError, ChildLimits
from host.child_process import ChildNotStartedError, EngineChild
from host.shapes import Answer, BoxRequest, Plan

Value = TypeVar("Value")


class CallOff:
    """Of requests that are of no use any more once one of them has failed."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._children: Final[set[EngineChild]] = set()
        self._off = False

    def call_off(self) -> None:
        with self._lock:
            self._off = True
            for child in self._children:
                child.kill()

    def enter(self, child: EngineChild) -> None:
        """Raises if there is nothing to do any more."""
        with self._lock:
            if self._off:
                raise CalledOffError
            self._children.add(child)

    def leave(self, child: EngineChild) -> None:
        with self._lock:
            self._children.discard(child)


@dataclass(eq=False)
class _Worker:
    child: EngineChild
    knows: set[str] = field(default_factory=set[str])
    folder: str | None = None
    busy: bool = False


class Supervisor:
    """Asked by any number of threads; each waits for its answer. Who has a worker has it alone: only `kill` is called
    from outside."""

    def __init__(self, workers: int, limits: ChildLimits, plans: Mapping[str, Plan]) -> None:
        """`plans`: by the hash that requests name them by."""
        self._workers: Final = workers
        self._limits: Final = limits
        self._plans: Final = plans
        self._changed: Final = threading.Condition()
        self._pool: Final[list[_Worker]] = []
        self._waiting: Final[deque[object]] = deque()
        self._closed = False

    def ask(self, request: BoxRequest, shape: AnswerShape[Value], call: CallOff) -> Value:
        worker = self._give(request["box"]["folder"])
        try:
            call.enter(worker.child)
            return self._run(worker, request, shape)
        finally:
            call.leave(worker.child)
            self._take(worker)

    def ready(self) -> None:
        """Starts all children now; returns when they can work."""
        with self._changed:
            started = [self._spawn() for _ in range(self._workers - len(self._pool))]
        for worker in started:
            self._let_go(worker)

    def release(self, folder: str) -> None:
        """Nobody will ask about this folder again: children let go of it."""
        with self._changed:
            idle = [worker for worker in self._pool if worker.folder == folder and not worker.busy]
            for worker in idle:
                worker.busy = True
        for worker in idle:
            self._let_go(worker)

    def close(self) -> None:
        """Requests that are under way or wait are refused as called off."""
        with self._changed:
            self._closed = True
            for worker in self._pool:
                worker.child.kill()
            self._changed.notify_all()
            self._changed.wait_for(lambda: not any(worker.busy for worker in self._pool))
            for worker in list(self._pool):
                self._remove(worker)

    def _spawn(self) -> _Worker:
        worker = _Worker(EngineChild(self._limits), busy=True)
        self._pool.append(worker)
        return worker

    def _let_go(self, worker: _Worker) -> None:
        """A child without a box answers as soon as it is up."""
        worker.folder = None
        try:
            _value_of(worker.child.ask({"kind": "close"}), NOTHING)
        except (CalledOffError, ChildNotStartedError, Refused, RuntimeError):
            worker.child.kill()
        finally:
            self._take(worker)

    def _give(self, folder: str) -> _Worker:
        """In the order of asking."""
        ticket = object()
        with self._changed:
            if self._closed:
                raise RuntimeError("the engine is closed")
            self._waiting.append(ticket)
            try:
                self._changed.wait_for(lambda: self._closed or (self._waiting[0] is ticket and self._is_free()))
                if self._closed:
                    raise CalledOffError
                worker = self._pick(folder)
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
            worker.busy = True
            worker.folder = folder
            return worker

    def _is_free(self) -> bool:
        return len(self._pool) < self._workers or any(not worker.busy for worker in self._pool)

    def _pick(self, folder: str) -> _Worker:
        """A child that has this box open saves the making of an instance; else any idle one; else a new one."""
        idle = [worker for worker in self._pool if not worker.busy]
        for worker in idle:
            # Nobody asked it anything: no drop is to blame for its death.
            if not worker.child.usable:
                self._remove(worker)
        idle = [worker for worker in idle if worker in self._pool]
        for wanted in (folder, None):
            for worker in idle:
                if worker.folder == wanted:
                    return worker
        return idle[0] if idle else self._spawn()

    def _remove(self, worker: _Worker) -> None:
        worker.child.reap()
        self._pool.remove(worker)

    def _take(self, worker: _Worker) -> None:
        with self._changed:
            worker.busy = False
            if not worker.child.usable:
                self._remove(worker)
            self._changed.notify_all()

    def _run(self, worker: _Worker, request: BoxRequest, shape: AnswerShape[Value]) -> Value:
        known = request["plan"]
        try:
            if known not in worker.knows:
                learned = worker.child.ask({"kind": "learn", "hash": known, "plan": self._plans[known]})
                _value_of(learned, NOTHING)
                worker.knows.add(known)
            return _value_of(worker.child.ask(request), shape)
        except BaseException as error:
            if isinstance(error, Refused) and error.undecoded:
                raise
            # What made this child refuse may have broken it too; the next drop gets another.
            worker.child.kill()
            raise


def _value_of(answer: Answer, shape: AnswerShape[Value]) -> Value:
    if "refusal" in answer:
        raise Refused(answer["refusal"], undecoded=answer.get("undecoded", False))
    if "bug" in answer:
        raise RuntimeError(f"bug in the engine's child: {answer['bug']}")
    with suppress(MisshapenError):
        return shape.read(answer.get("value"))
    message = "the file made its reader answer what makes no sense"
    raise Refused({"code": "CRASHED", "message": message, "cure": CURE.OTHER_WRITER})
