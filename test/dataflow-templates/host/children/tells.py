import os

from ready import answer, on_request


def target(fd: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        return ""  # the descriptor of the listing itself


def tell(number: int) -> None:
    inherited = [fd for fd in os.listdir("/proc/self/fd") if int(fd) > 2 and target(fd)]
    # The interpreter sets this one itself where the language is unknown.
    environment = sorted(set(os.environ) - {"LC_CTYPE"})
    answer(number, {"env": environment, "inherited": inherited, "session": os.getsid(0) == os.getpid()})


on_request(tell)
