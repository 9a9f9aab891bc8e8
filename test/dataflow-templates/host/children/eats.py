import time

from ready import on_request

eaten: list[bytes] = []


def eat(_: int) -> None:
    while True:
        eaten.append(b"x" * (32 * 1024 * 1024))
        time.sleep(0.005)


on_request(eat)
