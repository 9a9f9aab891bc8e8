"""A refusal on its way up: the drop is at fault, not Sluice."""

from typing import Final, NoReturn

from host.shapes import Refusal


class Refused(Exception):
    """Carries a refusal up through any depth of calls: the drop's fault, ends in a verdict, never in a crash."""

    def __init__(self, refusal: Refusal, *, undecoded: bool = False) -> None:
        """`undecoded`: it was found in bytes that only Sluice's own code has looked at."""
        super().__init__(f"{refusal['code']}: {refusal['message']}")
        self.refusal = refusal
        self.undecoded = undecoded


class CURE:
    """Cures of more than one refusal: the same fault reads the same wherever it is found."""

    WRITE_AGAIN: Final = "write the file again and upload it under a new name"
    BLAME_WRITER: Final = "write the file again; its writer is at fault"
    OTHER_WRITER: Final = "write the file again with another writer; the file itself is kept for inspection"
    WRITE_PLAIN: Final = "write it without encryption; the bucket encrypts at rest already"


def refuse(code: str, message: str, cure: str) -> NoReturn:
    raise Refused({"code": code, "message": message, "cure": cure})
