"""How a column with fields or items meets the plan's, field by field."""

import re

from host.child.check_schema import fold_name
from host.child.type_tree import LeafType, ListType, Member, StructType, TypeTree, type_text, type_tree
from host.shapes import Column, RawColumn, Retyped


class NestedMatch:
    """`readable` is false where some field cannot be read as what the plan wants; `kept` is the drop's type without the
    fields that the plan does not know: what a round trip is compared in."""

    def __init__(self) -> None:
        self.unknown: list[RawColumn] = []
        self.missing: list[str] = []
        self.retyped: list[Retyped] = []
        self.readable = True
        self.kept = ""


def match_nested(column: Column, from_: str) -> NestedMatch:
    """Fields meet by name without regard to case, as in a cast of structs. DuckDB would cast a list of lists to a list
    of texts and a struct to one without its strange fields without a word, so the shapes are compared here first."""
    found = NestedMatch()
    meeting = _Meeting(column, found)
    found.kept = type_text(
        meeting.meet(type_tree(column["type"]), type_tree(from_), column["physical"], column["name"])
    )
    return found


class _Meeting:
    """`shown` is where a value is in the drop, `path` where in the plan."""

    def __init__(self, column: Column, found: NestedMatch) -> None:
        self._leaves = column["leaves"]
        self._found = found

    def meet(self, plan: TypeTree, drop: TypeTree, shown: str, path: str) -> TypeTree:
        if isinstance(plan, ListType) and isinstance(drop, ListType):
            return ListType(self.meet(plan.item, drop.item, f"{shown}[]", f"{path}[]"))
        if isinstance(plan, StructType) and isinstance(drop, StructType):
            return self._meet_members(plan, drop, shown, path)
        if isinstance(plan, LeafType) and isinstance(drop, LeafType):
            self._meet_leaf(plan, drop, shown, path)
        else:
            self._unreadable(plan, drop, shown)
        return drop

    def _meet_members(self, plan: StructType, drop: StructType, shown: str, path: str) -> TypeTree:
        by_name = {fold_name(member.name): member for member in plan.members}
        shared: list[Member] = []
        for member in drop.members:
            wanted = by_name.pop(fold_name(member.name), None)
            name = f"{shown}.{member.name}"
            if wanted:
                type_ = self.meet(wanted.type, member.type, name, f"{path}.{wanted.name}")
                shared.append(Member(member.name, type_))
            else:
                self._found.unknown.append({"name": name, "type": type_text(member.type)})
        self._found.missing.extend(f"{shown}.{member.name}" for member in by_name.values())
        if not shared:
            self._unreadable(plan, drop, shown)
        return StructType(shared)

    def _meet_leaf(self, plan: LeafType, drop: LeafType, shown: str, path: str) -> None:
        if plan == drop:
            return
        leaf = next((candidate for candidate in self._leaves if candidate["path"] == path), None)
        if leaf and _fits(leaf["same"], drop):
            return
        if leaf and _fits(leaf["retyped"], drop):
            self._found.retyped.append({"name": shown, "from": drop.text, "to": plan.text})
        else:
            self._unreadable(plan, drop, shown)

    def _unreadable(self, plan: TypeTree, drop: TypeTree, shown: str) -> None:
        self._found.readable = False
        self._found.retyped.append({"name": shown, "from": type_text(drop), "to": type_text(plan)})


def _fits(pattern: str, drop: LeafType) -> bool:
    return pattern != "" and re.fullmatch(pattern, drop.text, re.DOTALL | re.ASCII) is not None
