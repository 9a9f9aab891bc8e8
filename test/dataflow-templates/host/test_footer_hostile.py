"""Footers that no honest writer makes; test/engine/footer-hostile.test.ts has the same ones."""

import random
from pathlib import Path

import pytest
from thrift_tree import Items, Struct, footer_of, struct, write_struct

from host.child.footer import FooterLimits, FooterTooLarge, UnreadableName, read_footer
from host.footer.rewrite import ColumnNote, rewrite_footer
from host.footer.thrift_reader import BINARY, I32, I64, LIST, STRUCT, TRUE, MalformedThrift

FOOTERS = Path(__file__).parent.parent.parent / "fixtures" / "footers"
MOST = FooterLimits(elements=9, row_groups=9)

INT64 = 2
ELEMENT = struct((1, I32, INT64), (3, I32, 0), (4, BINARY, b"v"))


def footer_with(element: Struct, *group: tuple[int, int, object]) -> bytes:
    root = struct((4, BINARY, b"schema"), (5, I32, 1))
    groups = Items(STRUCT, [struct(*group)] if group else [])
    schema = Items(STRUCT, [root, element])
    return write_struct(struct((1, I32, 1), (2, LIST, schema), (3, I64, 0), (4, LIST, groups)))


def chunk_with(*meta: tuple[int, int, object]) -> tuple[int, int, object]:
    return (1, LIST, Items(STRUCT, [struct((3, STRUCT, struct(*meta)))]))


def element_with(*fields: tuple[int, int, object]) -> Struct:
    return struct(*((field, ELEMENT.types[field], value) for field, value in ELEMENT.values.items()), *fields)


NOTHING = struct()
NANOS = struct((3, STRUCT, NOTHING))
TIMESTAMP = struct((1, TRUE, None), (2, STRUCT, NANOS))
TWO_UNITS = struct((1, TRUE, None), (2, STRUCT, struct((2, STRUCT, NOTHING), (3, STRUCT, NOTHING))))

HOSTILE = {
    "a field whose number is 12 in 16 bits": footer_with(ELEMENT, chunk_with((65_548, STRUCT, NOTHING))),
    "a field of another type than its own": footer_with(ELEMENT, chunk_with((1, BINARY, b"no integer"))),
    "a list of another type than its own": footer_with(ELEMENT, chunk_with((2, LIST, Items(BINARY, [b"RLE"])))),
    "a column with columns inside": footer_with(element_with((5, I32, 1))),
    "fewer columns than none": footer_with(struct((4, BINARY, b"v"), (5, I32, -1))),
    "an annotation of two meanings": footer_with(
        element_with((10, STRUCT, struct((1, STRUCT, NOTHING), (8, STRUCT, TIMESTAMP))))
    ),
    "a unit of two meanings": footer_with(element_with((10, STRUCT, struct((8, STRUCT, TWO_UNITS))))),
    "a timestamp neither in UTC nor not": footer_with(
        element_with((10, STRUCT, struct((8, STRUCT, struct((1, I32, 1))))))
    ),
    "a 32-bit integer of 33 bits": footer_with(struct((1, I32, 2**32 + INT64), (4, BINARY, b"v"))),
    "lists in lists": b"\xa9" + b"\x19" * 100_000 + b"\0\0",
    "maps in maps": b"\xab" + b"\x01\xbb" * 100_000 + b"\0\0",
    "structs in structs": b"\xac" + b"\x1c" * 100_000,
    "a list of more items than bytes": b"\x29\xfc\xff\xff\xff\x7f\0",
}


@pytest.mark.parametrize("footer", HOSTILE.values(), ids=HOSTILE)
def test_is_refused(footer: bytes) -> None:
    with pytest.raises(MalformedThrift):
        rewrite_footer(footer, bare=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lists in lists", "nested too deep"),
        ("maps in maps", "nested too deep"),
        ("structs in structs", "nested too deep"),
        ("a field whose number is 12 in 16 bits", "fields out of order"),
        ("a 32-bit integer of 33 bits", "an integer too large for its type"),
    ],
)
def test_the_first_reader_refuses_it_too(name: str, message: str) -> None:
    with pytest.raises(MalformedThrift, match=message):
        read_footer(HOSTILE[name], MOST)


def test_a_field_twice_of_which_another_parser_would_take_the_second() -> None:
    twice = b"\x36\x02" + b"\x06\x06\x04" + b"\0"  # field 3 of 64 bits, then once more by its whole number
    for read in (lambda: rewrite_footer(twice, bare=False), lambda: read_footer(twice, MOST)):
        with pytest.raises(MalformedThrift, match="fields out of order"):
            read()


def test_groups_nested_without_end() -> None:
    group = struct((4, BINARY, b"g"), (5, I32, 1))
    footer = write_struct(struct((2, LIST, Items(STRUCT, [group] * 5000))))
    with pytest.raises(MalformedThrift, match="nested too deep"):
        rewrite_footer(footer, bare=False)


def test_any_beginning_of_a_footer_is_refused() -> None:
    footer = footer_of((FOOTERS / "delta.parquet").read_bytes())
    for size in range(0, len(footer), 7):
        with pytest.raises(MalformedThrift):
            rewrite_footer(footer[:size], bare=True)


def test_whatever_bytes_come_reading_ends_and_with_no_other_error() -> None:
    numbers = random.Random(7)
    known = (MalformedThrift, FooterTooLarge, UnreadableName)
    refused = 0
    for _ in range(2000):
        try:
            read_footer(numbers.randbytes(numbers.randrange(300)), MOST)
        except known:
            refused += 1
    assert refused == 2000


def test_unknown_fields_stay_byte_for_byte() -> None:
    unknown = (
        (99, BINARY, b"kept"),
        (100, LIST, Items(I64, [1, -1])),
        (2000, STRUCT, struct((7, TRUE, None))),
    )
    chunk = struct((3, STRUCT, struct((5, I64, 0), *unknown)), *unknown)
    footer = footer_with(element_with(*unknown), (1, LIST, Items(STRUCT, [chunk])), *unknown)
    assert rewrite_footer(footer, bare=True).footer == footer


def test_an_int96_with_an_annotation_is_bytes_nevertheless() -> None:
    annotated = struct((1, I32, 3), (4, BINARY, b"v"), (6, I32, 0), (10, STRUCT, struct((8, STRUCT, TIMESTAMP))))
    footer, columns = rewrite_footer(footer_with(annotated), bare=False)
    assert columns == [ColumnNote(("v",), "int96")]
    assert rewrite_footer(footer, bare=True).columns == []
