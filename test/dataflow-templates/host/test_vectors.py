"""What the Node host made of the same bytes and names."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from host.child.check_footer import check_footer
from host.child.footer import Footer
from host.child.refused import Refused
from host.child.similar import looks_alike
from host.child.tail import read_tail
from host.child.type_tree import type_text, type_tree
from host.footer.rewrite import rewrite_footer
from host.footer.thrift_reader import MalformedThrift

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "fixtures"


def vectors(name: str) -> dict[str, Any]:
    return json.loads((HERE.parent / "vectors" / f"{name}.json").read_text())


FOOTERS = vectors("footers")
NAMES = vectors("names")
LIMITS = FOOTERS["limits"]


def digest(content: str | bytes) -> str:
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:8]


def text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def outcome(make: Callable[[], object]) -> object:
    """A result, or why there is none."""
    try:
        return make()
    except Refused as error:
        return error.refusal
    except MalformedThrift as error:
        return str(error)


def written(footer: Footer) -> list[object]:
    schema = [
        [
            element.name,
            element.type,
            element.repetition,
            element.children,
            element.precision,
            element.is_null,
            element.is_utc_nanos,
            element.encoding,
        ]
        for element in footer.schema
    ]
    return [footer.rows, schema, footer.groups]


def of_footer(footer: bytes, size: int) -> dict[str, object]:
    def rewritten(bare: bool) -> object:
        ours, columns = rewrite_footer(footer, bare=bare)
        return [digest(ours), *(f"{'/'.join(path)} {note}" for path, note in columns)]

    return {
        "read": outcome(lambda: digest(text(written(check_footer(footer, size, LIMITS))))),
        "rewritten": [outcome(lambda: rewritten(False)), outcome(lambda: rewritten(True))],
    }


@pytest.mark.parametrize("name", FOOTERS["files"])
def test_a_footer_is_read_and_rewritten_as_by_the_other_host(name: str) -> None:
    def of_file() -> object:
        footer, size = read_tail(FIXTURES / name, LIMITS["footerBytes"])
        return of_footer(footer, size)

    assert outcome(of_file) == FOOTERS["files"][name]


@pytest.mark.parametrize("name", FOOTERS["flipped"])
def test_flipped_bits_end_as_in_the_other_host(name: str) -> None:
    footer, size = read_tail(FIXTURES / name, LIMITS["footerBytes"])
    numbers = random_numbers(7)

    def below(most: int) -> int:
        return int(next(numbers) * most)

    rounds: list[str] = []
    for _ in FOOTERS["flipped"][name]:
        flipped = bytearray(footer)
        for _ in range(1 + below(3)):
            at = below(len(flipped))
            flipped[at] ^= 1 << below(8)
        rounds.append(digest(text(of_footer(bytes(flipped), size))))
    assert rounds == FOOTERS["flipped"][name]


def random_numbers(seed: int) -> Iterator[float]:
    state = seed
    while True:
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        yield state / 2**32


@pytest.mark.parametrize("alike", NAMES["alike"], ids=lambda names: names[0])
def test_names_look_alike_as_to_the_other_host(alike: list[str]) -> None:
    one, *others = alike
    assert [other for other in NAMES["names"] if looks_alike(one, other)] == others


@pytest.mark.parametrize(("printed", "quoted"), NAMES["types"])
def test_types_are_taken_apart_as_by_the_other_host(printed: str, quoted: str) -> None:
    assert type_text(type_tree(printed)) == quoted
