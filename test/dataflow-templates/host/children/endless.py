import sys

from ready import on_request


def go_on(_: int) -> None:
    while True:
        sys.stdout.write("x" * (1 << 20))


on_request(go_on)
