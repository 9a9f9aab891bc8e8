"""Bounds the schema of a drop, before anything walks through it by recursion."""

from collections.abc import Sequence
from typing import Final, NamedTuple, NoReturn

from host.child.footer import SchemaElement
from host.child.refused import CURE, refuse
from host.shapes import Limits

_REPEATED: Final = 2
_GREATEST_PRECISION: Final = 38
_FOLDED: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class SchemaFacts(NamedTuple):
    leaves: int
    repeated: set[int]
    """Leaves, counted from 0, below something repeated: they may have more values than the row group has rows."""


class _Open:
    """A group whose members follow."""

    def __init__(self, left: int, *, repeated: bool) -> None:
        self.left = left
        self.names: set[str] = set()
        self.repeated = repeated


def check_schema(elements: Sequence[SchemaElement], limits: Limits) -> SchemaFacts:
    """Bounded in columns and depth, no name twice under one parent, every name usable, no type that DuckDB changes.

    Walks with a stack of its own: depth is the file's choice, the interpreter's stack must not be.
    """
    stack: list[_Open] = []
    repeated: set[int] = set()
    leaves = 0
    for index, element in enumerate(elements):
        while stack and stack[-1].left == 0:
            stack.pop()
        parent = stack[-1] if stack else None
        if parent:
            parent.left -= 1
            _check_element(element, parent.names)
        elif index > 0:
            _broken("it has more elements than its groups hold")
        is_repeated = index > 0 and ((parent is not None and parent.repeated) or element.repetition == _REPEATED)
        if element.type is None:
            if element.children < (0 if index == 0 else 1):
                _broken(f"group {element.name} has {element.children} members")
            stack.append(_Open(element.children, repeated=is_repeated))
            if len(stack) > limits["depth"] + 1:
                _too_complex(f"columns nested deeper than {limits['depth']}")
        else:
            if is_repeated:
                repeated.add(leaves)
            leaves += 1
            if leaves > limits["leafColumns"]:
                _too_complex(f"more than {limits['leafColumns']} columns")
    if any(opened.left > 0 for opened in stack):
        _broken("it has fewer elements than its groups hold")
    if leaves == 0:
        refuse("COLUMN_MISSING", "the file has no columns", "write the columns of the contract")
    return SchemaFacts(leaves, repeated)


def fold_name(name: str) -> str:
    """Names are compared as DuckDB compares them: ASCII letters without regard to case."""
    return name.translate(_FOLDED)


def _check_element(element: SchemaElement, taken: set[str]) -> None:
    name, precision = element.name, element.precision
    cure = "give every column a name of its own"
    if name == "" or "\0" in name:
        refuse("CORRUPT", "a column has no usable name", cure)
    folded = fold_name(name)
    if folded in taken:
        refuse("DUPLICATE_COLUMN", f"two columns are called {name} (case aside)", cure)
    taken.add(folded)
    if precision is not None and precision > _GREATEST_PRECISION:
        message = f"{name} is a decimal of {precision} digits"
        refuse("UNSUPPORTED_TYPE", message, f"write at most {_GREATEST_PRECISION} digits, or text")


def _broken(message: str) -> NoReturn:
    refuse("CORRUPT", f"the schema in the footer is broken: {message}", CURE.BLAME_WRITER)


def _too_complex(what: str) -> NoReturn:
    refuse("TOO_COMPLEX", f"the file has {what}", "flatten the schema, or split it into several datasets")
