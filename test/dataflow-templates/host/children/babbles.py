import sys

from ready import on_request


def babble(_: int) -> None:
    sys.stdout.write("┌─────┐\n│ 42  │\n└─────┘\n")
    sys.stdout.flush()


on_request(babble)
