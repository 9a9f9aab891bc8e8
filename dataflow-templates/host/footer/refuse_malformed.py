"""What reads a footer, made to refuse the drop where there is none to read."""

from collections.abc import Callable
from typing import TypeVar

from host.child.refused import CURE, refuse
from host.footer.thrift_reader import MalformedThrift

Value = TypeVar("Value")


def refuse_malformed(read: Callable[[], Value]) -> Value:
    """Runs what reads a footer; one that is no footer refuses the drop."""
    try:
        return read()
    except MalformedThrift as error:
        refuse("CORRUPT", f"the footer cannot be read: {error}", CURE.WRITE_AGAIN)
