"""A DuckDB type as DESCRIBE prints it, taken apart as far as Sluice looks into it."""

import re
from typing import Final, NamedTuple, TypeAlias

from host.child.quote import quote_name


class LeafType(NamedTuple):
    """Everything that is neither a struct nor a list, MAP and unions too."""

    text: str


class ListType(NamedTuple):
    item: "TypeTree"


class Member(NamedTuple):
    name: str
    type: "TypeTree"


class StructType(NamedTuple):
    members: list[Member]


TypeTree: TypeAlias = LeafType | ListType | StructType

_LIST: Final = re.compile(r"(.*)\[[0-9]*\]", re.DOTALL)
_STRUCT: Final = re.compile(r"STRUCT\((.*)\)", re.DOTALL)
_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)" (.*)', re.DOTALL)


def type_tree(text: str) -> TypeTree:
    """Reads `STRUCT("a b" BIGINT, c VARCHAR[])[]`."""
    if found := _LIST.fullmatch(text):
        return ListType(type_tree(found[1]))
    if found := _STRUCT.fullmatch(text):
        return StructType([_member(part) for part in _top_level_parts(found[1])])
    return LeafType(text)


def type_text(tree: TypeTree) -> str:
    """The tree as DuckDB reads it; every member's name is quoted."""
    if isinstance(tree, LeafType):
        return tree.text
    if isinstance(tree, ListType):
        return f"{type_text(tree.item)}[]"
    members = ", ".join(f"{quote_name(name)} {type_text(type_)}" for name, type_ in tree.members)
    return f"STRUCT({members})"


def _member(text: str) -> Member:
    if quoted := _QUOTED.fullmatch(text):
        return Member(quoted[1].replace('""', '"'), type_tree(quoted[2]))
    name, _, type_ = text.partition(" ")
    return Member(name, type_tree(type_))


def _top_level_parts(text: str) -> list[str]:
    """Splits at commas that no bracket and no quote encloses."""
    parts: list[str] = []
    depth = 0
    quoted = False
    start = 0
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        if quoted:
            continue
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]
