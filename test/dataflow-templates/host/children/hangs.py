import time

from ready import on_request


def hang(_: int) -> None:
    while True:  # not even the end of stdin is heard
        time.sleep(60)


on_request(hang)
