"""Dies, while another process that it started keeps its pipes open."""

import os
import time

from ready import on_request


def leave(_: int) -> None:
    if os.fork() == 0:
        os.setsid()
        for _second in range(3):
            os.write(2, b"still here\n" * 100)
            time.sleep(1)
    os._exit(7)


on_request(leave)
