import sys

from ready import answer, on_request


def shout(number: int) -> None:
    # A megabyte on stderr must neither block it nor be kept.
    sys.stderr.write("x" * (1 << 20))
    sys.stderr.flush()
    answer(number, None)


on_request(shout)
