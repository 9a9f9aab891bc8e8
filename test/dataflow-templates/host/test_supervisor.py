import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from host.answers import NOTHING, SETTLED, AnswerShape
from host.child.refused import Refused
from host.child_limits import CalledOffError, ChildLimits
from host.child_process import ChildNotStartedError
from host.shapes import BoxRequest
from host.supervisor import CallOff, Supervisor

CHILDREN = Path(__file__).parent / "children"
ANYTHING: AnswerShape[Any] = AnswerShape({})
PLANS: dict[str, Any] = {"plan": {"much": "x" * 1_000_000}}

Supervise = Callable[..., Supervisor]


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    opened: list[Supervisor] = []

    def start(child: str, *, timeout: int = 30, rss: int = 1024, workers: int = 1) -> Supervisor:
        # Not isolated, so that they find what they share; the engine's own child is.
        command = (sys.executable, str(CHILDREN / f"{child}.py"))
        opened.append(Supervisor(workers, ChildLimits(timeout, rss, command), PLANS))
        return opened[-1]

    yield start
    for supervisor in opened:
        supervisor.close()


def request(folder: str = "/box", *, bare: bool = False, replay: bool = False) -> BoxRequest:
    box = {"folder": folder, "input": "drop.parquet", "memoryMb": 1}
    return {"kind": "preflight", "box": box, "plan": "plan", "replay": replay, "bare": bare}  # type: ignore[return-value]


def ask(supervisor: Supervisor, shape: AnswerShape[Any] = NOTHING, call: CallOff | None = None, **more: Any) -> Any:
    return supervisor.ask(request(**more), shape, call or CallOff())


def refusal(supervisor: Supervisor, *args: Any, **more: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as raised:
        ask(supervisor, *args, **more)
    return raised.value.refusal["code"], raised.value.refusal["message"]


def test_one_that_hangs_is_killed_after_the_time_allowed(supervise: Supervise) -> None:
    assert refusal(supervise("hangs", timeout=1)) == ("TIMED_OUT", "reading the drop took longer than 1 s")


def test_one_that_is_not_wanted_any_more_is_killed_at_once(supervise: Supervise) -> None:
    call = CallOff()
    threading.Timer(0.5, call.call_off).start()
    for child in ("hangs", "noisy"):
        with pytest.raises(CalledOffError):
            ask(supervise(child), NOTHING, call)


def test_one_that_eats_memory_is_killed(supervise: Supervise) -> None:
    assert refusal(supervise("eats", timeout=60, rss=300))[0] == "OUT_OF_MEMORY"


@pytest.mark.parametrize(
    ("child", "how"),
    [
        ("dies", "signal SIGSEGV"),
        ("leaves", "exit code 0"),
        ("leaves_another", "exit code 7"),
        ("babbles", "its answer was not one"),
        ("endless", "its answer had no end"),
    ],
)
def test_what_goes_wrong_in_one_is_a_refusal_of_the_drop(supervise: Supervise, child: str, how: str) -> None:
    assert refusal(supervise(child)) == ("CRASHED", f"the file brought its reader down ({how})")


def test_one_that_names_files_outside_its_box_is_not_believed(supervise: Supervise) -> None:
    assert refusal(supervise("lies"), SETTLED)[1] == "the file made its reader answer what makes no sense"


def test_one_that_fills_stderr_is_heard_all_the_same(supervise: Supervise) -> None:
    assert ask(supervise("noisy")) is None


def test_one_that_cannot_start_is_our_fault(supervise: Supervise) -> None:
    supervisor = supervise("never_starts")
    supervisor.ready()
    for _ in range(2):
        with pytest.raises(ChildNotStartedError, match="exit code 1\n(.|\n)*no such library"):
            ask(supervisor)


def test_it_has_its_own_session_no_environment_and_no_descriptors_but_three_pipes(supervise: Supervise) -> None:
    with Path(__file__).open() as file:
        os.set_inheritable(file.fileno(), True)
        told = ask(supervise("tells"), ANYTHING)
    assert told == {"env": [], "inherited": [], "session": True}


def test_after_one_died_the_next_request_gets_another(supervise: Supervise) -> None:
    supervisor = supervise("dies")
    assert [refusal(supervisor)[0] for _ in range(3)] == ["CRASHED"] * 3


def test_one_that_refused_is_not_asked_again(supervise: Supervise) -> None:
    supervisor = supervise("counts")
    first = ask(supervisor, ANYTHING)
    assert ask(supervisor, ANYTHING) == first
    assert refusal(supervisor, ANYTHING, bare=True) == ("CORRUPT", "as asked")
    assert ask(supervisor, ANYTHING) != first


def test_one_that_refused_by_a_footer_alone_is_asked_again(supervise: Supervise) -> None:
    supervisor = supervise("counts")
    first = ask(supervisor, ANYTHING)
    assert refusal(supervisor, ANYTHING, replay=True) == ("CORRUPT", "as asked")
    assert ask(supervisor, ANYTHING) == first


def test_no_drop_is_to_blame_for_the_death_of_an_idle_one(supervise: Supervise) -> None:
    supervisor = supervise("counts")
    first = ask(supervisor, ANYTHING)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert ask(supervisor, ANYTHING) != first


def test_an_answer_of_another_shape_is_a_refusal(supervise: Supervise) -> None:
    assert refusal(supervise("noisy"), SETTLED)[0] == "CRASHED"


def test_who_has_the_box_open_is_asked_again(supervise: Supervise) -> None:
    supervisor = supervise("counts", workers=2)
    supervisor.ready()
    asked = {folder: ask(supervisor, ANYTHING, folder=folder) for folder in ("/one", "/two")}
    assert asked["/one"] != asked["/two"]
    for folder in ("/two", "/one", "/two"):
        assert ask(supervisor, ANYTHING, folder=folder) == asked[folder]
    supervisor.release("/one")
    assert ask(supervisor, ANYTHING, folder="/three") == asked["/one"]


def test_many_threads_are_served_by_few_children(supervise: Supervise) -> None:
    supervisor = supervise("counts", workers=2)
    with ThreadPoolExecutor(16) as threads:
        told = list(threads.map(lambda at: ask(supervisor, ANYTHING, folder=f"/{at % 5}"), range(200)))
    assert len(set(told)) <= 2


def test_requests_that_wait_when_it_closes_are_called_off_which_is_no_verdict(supervise: Supervise) -> None:
    supervisor = supervise("hangs")
    with ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(ask, supervisor) for _ in range(3)]
        while len(supervisor._waiting) < 2:  # one is being asked
            time.sleep(0.01)
        supervisor.close()
        assert all(isinstance(task.exception(), CalledOffError) for task in asked)
    with pytest.raises(RuntimeError, match="the engine is closed"):
        ask(supervisor)


def test_none_outlives_it(supervise: Supervise) -> None:
    supervisor = supervise("counts", workers=2)
    supervisor.ready()
    number = ask(supervisor, ANYTHING)
    supervisor.close()
    assert not Path(f"/proc/{number}").exists()
