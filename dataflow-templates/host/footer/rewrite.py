"""Types that DuckDB would read with loss are relabelled.

On the way all claims that nobody needs to read the values are left out, statistics first: of a relabelled type they
would be of the wrong type, and a lying one could change values wherever DuckDB believed it. All else is copied as it
is; pages are not touched.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from host.footer.element import FIXED_BYTES, INT96, Element, Note, Written, position_of, relabel
from host.footer.shapes import CHUNK, ELEMENT, FILE, META, ROW_GROUP, Shape
from host.footer.thrift_reader import I32, STRUCT, MalformedThrift, ThriftReader
from host.footer.thrift_writer import ThriftWriter

_DEEPEST: Final = 64


class ColumnNote(NamedTuple):
    """`path`: names from the top-level column down to the leaf, `list` and `element` included."""

    path: tuple[str, ...]
    note: Note


class Rewritten(NamedTuple):
    """`columns`: only the leaves that are read as something else now."""

    footer: bytes
    columns: list[ColumnNote]


def rewrite_footer(footer: bytes, *, bare: bool) -> Rewritten:
    """Raises MalformedThrift, nothing else.

    `bare`: for the second try, after DuckDB failed on a value: texts become bytes and milliseconds integers, which
    every value can be read as.
    """
    copy = _Copy(ThriftReader(footer), ThriftWriter())
    columns: list[ColumnNote] = []
    copy.struct(FILE, {2: lambda: copy.schema(bare, columns), 4: lambda: copy.structs(copy.group)})
    return Rewritten(copy.writer.finish(), columns)


class _Open:
    """A group whose members follow."""

    def __init__(self, name: str, left: int) -> None:
        self.name = name
        self.left = left


class _Copy(NamedTuple):
    reader: ThriftReader
    writer: ThriftWriter

    def struct(self, shape: Shape, special: Mapping[int, Callable[[], None]]) -> None:
        """`special` has what copies a field's value, where that is not done byte by byte."""
        reader, writer = self
        with writer.struct():
            for field, type_ in reader.fields():
                known = shape.get(field)
                if known and known.claim:
                    reader.skip(type_)
                    continue
                writer.field(field, type_)
                copy_value = special.get(field)
                if copy_value and known and known.type == type_:
                    copy_value()
                else:
                    writer.raw(_read_value(reader, shape, field, type_))

    def structs(self, copy_item: Callable[[], None]) -> None:
        reader, writer = self
        start = reader.position
        size = 0
        for type_ in reader.items():
            if type_ != STRUCT:
                raise MalformedThrift("a list with items of a wrong type")
            if size == 0:
                writer.raw(reader.since(start))
            copy_item()
            size += 1
        if size == 0:
            writer.list(STRUCT, 0)

    def schema(self, bare: bool, columns: list[ColumnNote]) -> None:
        """The schema is a tree written depth first, in as many levels as the file likes: no recursion."""
        opened: list[_Open] = []

        def copy_element() -> None:
            element = _read_element(self.reader)
            name, is_group, children = position_of(element)
            while opened and opened[-1].left == 0:
                opened.pop()
            if opened:
                opened[-1].left -= 1
            note = None if is_group else relabel(element, bare)
            if note:
                columns.append(ColumnNote((*(group.name for group in opened[1:]), name), note))
            if is_group:
                opened.append(_Open(name, children))
                if len(opened) > _DEEPEST:
                    raise MalformedThrift("nested too deep")
            _write_element(self.writer, element)

        self.structs(copy_element)

    def group(self) -> None:
        self.struct(ROW_GROUP, {1: lambda: self.structs(self._chunk)})

    def _chunk(self) -> None:
        self.struct(CHUNK, {3: lambda: self.struct(META, {1: self._type})})

    def _type(self) -> None:
        type_ = self.reader.number(I32)
        self.writer.integer(FIXED_BYTES if type_ == INT96 else type_)


def _read_value(reader: ThriftReader, shape: Shape, field: int, type_: int) -> bytes:
    known = shape.get(field)
    if known and known.type != type_:
        raise MalformedThrift(f"field {field} of a wrong type")
    if not known or known.items is None:
        return reader.raw(type_)
    start = reader.position
    for item in reader.items():
        if item != known.items:
            raise MalformedThrift(f"field {field} with items of a wrong type")
        reader.raw(item)
    return reader.since(start)


def _read_element(reader: ThriftReader) -> Element:
    return {field: Written(type_, _read_value(reader, ELEMENT, field, type_)) for field, type_ in reader.fields()}


def _write_element(writer: ThriftWriter, element: Element) -> None:
    with writer.struct():
        for field, (type_, data) in sorted(element.items()):
            writer.field(field, type_)
            writer.raw(data)
