"""What a child says is data from outside."""

import json
from itertools import pairwise
from typing import Any

import pytest

from host.answers import ANSWER, DEDUPLICATED, MEASUREMENTS, PREFLIGHT, MisshapenError
from host.borders import UnreadableValueError, parse_json, read_manifest
from host.units import MOST_UNITS, fewer_units

MATCHED: dict[str, Any] = {
    "columns": [{"name": "a", "physical": None, "from": None, "conversion": None, "kept": None}],
    "raw": [{"name": "a", "type": "BIGINT"}],
    "differences": {"unknown": [], "missing": [], "retyped": [], "renamed": []},
    "quarantineAll": False,
}
UNIT: dict[str, Any] = {"index": 0, "rows": [0, 5], "count": 6}
SOME: dict[str, Any] = {
    "input": "drop.parquet",
    "rows": 6,
    "units": [UNIT],
    "matched": MATCHED,
    "sameEncoding": False,
}


def test_an_answer_of_ours_is_read() -> None:
    assert PREFLIGHT.read(SOME) == SOME
    assert MEASUREMENTS.read({"c": {"measured": 1.5, "note": None}})
    refusal = {"code": "CORRUPT", "message": "m", "cure": "c"}
    for answer in ({"ok": False, "refusal": refusal}, {"ok": False, "bug": "b"}):
        assert ANSWER.read(answer) == answer


@pytest.mark.parametrize(
    "odd",
    [
        {"rows": -1},
        {"rows": 1.5},
        {"rows": True},
        {"rows": 2**53},
        {"more": 1},
        {"units": []},
        {"units": [{**UNIT, "rows": [1]}]},
        {"units": [{**UNIT, "rows": [1, 2, 3]}]},
        {"matched": {**MATCHED, "raw": None}},
        {"input": "../x.parquet"},
        {"input": "a/b.parquet"},
        {"input": "x.parquet\n"},
        {"input": "-x.parquet"},
        {"input": "x.json"},
    ],
)
def test_any_other_is_not(odd: dict[str, Any]) -> None:
    with pytest.raises(MisshapenError):
        PREFLIGHT.read({**SOME, **odd})


def test_a_child_refuses_by_its_own_codes_and_counts_in_ten_digits() -> None:
    with pytest.raises(MisshapenError):
        ANSWER.read({"ok": False, "refusal": {"code": "CIRCUIT_BREAKER", "message": "m", "cure": "c"}})
    good: dict[str, Any] = {"duplicates": 0, "good": [], "partitions": [], "newestMicros": "-123"}
    assert DEDUPLICATED.read(good) == good
    for micros in ("١٢", "1\n", "", "123456789012345678901"):
        with pytest.raises(MisshapenError):
            DEDUPLICATED.read({**good, "newestMicros": micros})


def test_json_is_what_ecmascript_reads() -> None:
    for text in ("NaN", "[Infinity]", "{'a': 1}", "[" * 100_000, "9" * 5000):
        with pytest.raises(ValueError, match=r"."):
            parse_json(text)


def test_a_manifest_of_another_version_is_not_read() -> None:
    for content in (b"", b"\xff", json.dumps({"format": "sluice/manifest/2"}).encode()):
        with pytest.raises(UnreadableValueError, match=r"x\.json cannot be read by this version of Sluice: "):
            read_manifest("x.json", content)


def test_a_drop_has_no_more_units_than_one_publication_loads() -> None:
    def units(count: int, rows: int) -> list[Any]:
        return [{"index": at, "rows": [at * rows, at * rows + rows - 1], "count": rows} for at in range(count)]

    assert fewer_units(units(MOST_UNITS, 10), 10) == units(MOST_UNITS, 10)
    assert fewer_units(units(MOST_UNITS * 2, 10), 10) == units(MOST_UNITS, 20)
    found = fewer_units(units(MOST_UNITS * 5, 7), 10)
    assert len(found) <= MOST_UNITS
    assert [unit["index"] for unit in found] == list(range(len(found)))
    assert sum(unit["count"] for unit in found) == MOST_UNITS * 5 * 7
    ranges = [unit["rows"] or (0, -1) for unit in found]
    assert [last - first + 1 for first, last in ranges] == [unit["count"] for unit in found]
    assert all(one[1] + 1 == other[0] for one, other in pairwise(ranges))
