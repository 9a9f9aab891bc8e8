from ready import on_request


def hang(_: int) -> None:
    while True:  # not even the end of stdin is heard
        pass


on_request(hang)
