"""How a drop's columns meet the plan's; test/engine/match.test.ts asks the same."""

from collections.abc import Callable

import pytest

from host.child.match import NULL_TYPE, match, same_type
from host.child.origin import without_origin
from host.child.refused import Refused
from host.shapes import Column, Conversion, Leaf, Policies, RawColumn

TO_TEXT: Conversion = {
    "from": r"INTEGER|DECIMAL\(.*\)",
    "value": "CAST({column} AS VARCHAR)",
    "fails": None,
    "retyped": True,
}
WIDER: Conversion = {"from": "INTEGER", "value": "CAST({column} AS BIGINT)", "fails": None, "retyped": False}


def column(
    name: str, type_: str, *conversions: Conversion, physical: str | None = None, required: bool = False
) -> Column:
    return {
        "name": name,
        "physical": physical or name,
        "type": type_,
        "required": required,
        "conversions": list(conversions),
        "leaves": [],
        "output": f'"{name}"',
    }


def drop(*columns: str) -> list[RawColumn]:
    return [{"name": text.partition(" ")[0], "type": text.partition(" ")[2]} for text in columns]


def policies(policy: str) -> Policies:
    return {"unknown": policy, "missing": policy, "retyped": policy, "passThrough": False}


def code_of(run: Callable[[], object]) -> str:
    try:
        run()
    except Refused as error:
        return error.refusal["code"]
    return "accepted"


PLAN = [
    column("id", "BIGINT", WIDER, required=True),
    column("name", "VARCHAR", TO_TEXT),
    column("lat", "DOUBLE", physical="latitude"),
]


def test_columns_meet_in_any_order_and_any_case_by_physical_names() -> None:
    matched = match(PLAN, policies("fail"), drop("LATITUDE DOUBLE", "Id BIGINT", "name VARCHAR"))
    found = [(one["physical"], one["conversion"]) for one in matched["columns"]]
    assert found == [("Id", None), ("name", None), ("LATITUDE", None)]
    assert matched["differences"] == {"unknown": [], "missing": [], "retyped": [], "renamed": []}
    assert matched["quarantineAll"] is False


def test_another_spelling_of_a_type_is_no_difference() -> None:
    matched = match(PLAN, policies("fail"), drop("id INTEGER", "name VARCHAR", "latitude DOUBLE"))
    spelled = {"name": "id", "physical": "id", "from": "INTEGER", "conversion": 0, "kept": "INTEGER"}
    assert matched["columns"][0] == spelled
    assert matched["differences"]["retyped"] == []


def test_a_column_that_was_never_filled_fits_every_type() -> None:
    matched = match(PLAN, policies("fail"), drop("id BIGINT", f"name {NULL_TYPE}", "latitude DOUBLE"))
    empty = {"name": "name", "physical": "name", "from": NULL_TYPE, "conversion": None, "kept": None}
    assert matched["columns"][1] == empty
    assert matched["differences"]["retyped"] == []


def test_a_cast_of_a_type_to_itself_is_left_out() -> None:
    idle: Conversion = {"from": ".*", "value": "TRY_CAST({column} AS BIGINT)", "fails": "false", "retyped": False}
    for type_, conversion in (("BIGINT", None), ("UTINYINT", 0)):
        matched = match([column("id", "BIGINT", idle)], policies("fail"), drop(f"id {type_}"))
        assert matched["columns"][0]["conversion"] == conversion


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (drop("id BIGINT", "name VARCHAR", "latitude DOUBLE", "extra DATE"), "COLUMN_UNKNOWN"),
        (drop("id BIGINT", "name VARCHAR"), "COLUMN_MISSING"),
        (drop("id BIGINT", "name DECIMAL(9,2)", "latitude DOUBLE"), "COLUMN_RETYPED"),
    ],
)
def test_policies(columns: list[RawColumn], code: str) -> None:
    assert code_of(lambda: match(PLAN, policies("fail"), columns)) == code
    for policy in ("evolve", "alert"):
        assert match(PLAN, policies(policy), columns)["quarantineAll"] is False
    assert match(PLAN, policies("quarantine"), columns)["quarantineAll"] is True


def test_no_policy_bridges_a_missing_required_column() -> None:
    columns = drop("name VARCHAR", "latitude DOUBLE")
    assert code_of(lambda: match(PLAN, policies("evolve"), columns)) == "COLUMN_MISSING"


def test_a_type_that_cannot_be_read_is_refused_or_quarantined_unread() -> None:
    unreadable = drop("id BIGINT", "name VARCHAR", "latitude BLOB")
    assert code_of(lambda: match(PLAN, policies("evolve"), unreadable)) == "COLUMN_RETYPED"
    unread = {"name": "lat", "physical": "latitude", "from": "BLOB", "conversion": None, "kept": "BLOB"}
    assert match(PLAN, policies("quarantine"), unreadable)["columns"][2] == unread


def test_renamed_columns_are_pairs_of_a_missing_and_an_unknown_one_that_look_alike() -> None:
    columns = drop("id BIGINT", "Name_ VARCHAR", "lat DOUBLE", "zz DATE")
    differences = match(PLAN, policies("evolve"), columns)["differences"]
    assert differences["renamed"] == [{"from": "name", "to": "Name_"}, {"from": "latitude", "to": "lat"}]


def test_renamed_columns_are_named_in_the_cure_of_a_refusal() -> None:
    with pytest.raises(Refused) as caught:
        match(PLAN, policies("evolve"), drop("i_d BIGINT", "name VARCHAR", "latitude DOUBLE"))
    assert caught.value.refusal == {
        "code": "COLUMN_MISSING",
        "message": "the drop lacks id",
        "cure": "id looks renamed to i_d: keep the old name, or set physicalName in the contract",
    }


ALL = drop("id BIGINT", "name VARCHAR", "latitude DOUBLE")
OURS: list[RawColumn] = [
    {"name": "_reasons", "type": 'STRUCT("rule" VARCHAR, path VARCHAR)[]'},
    *drop("_object VARCHAR", "_generation VARCHAR", "_row BIGINT"),
]


@pytest.mark.parametrize("name", ["_row", "sluice_drop", "SLUICE_ROW", "_Reasons", "file_row_number"])
def test_reserved_names_are_refused(name: str) -> None:
    columns: list[RawColumn] = [*ALL, {"name": name, "type": "BIGINT"}]
    assert code_of(lambda: match(PLAN, policies("evolve"), columns)) == "RESERVED_COLUMN"


def test_all_four_of_a_quarantine_file_are_refused_too_only_a_replay_leaves_them_out() -> None:
    assert code_of(lambda: match(PLAN, policies("evolve"), [*ALL, *OURS])) == "RESERVED_COLUMN"
    assert without_origin([*ALL, *OURS]) == ALL


@pytest.mark.parametrize("index", range(len(OURS)))
def test_a_replay_of_a_file_that_lacks_one_or_has_it_in_another_type_is_refused(index: int) -> None:
    lacking = [*ALL, *OURS[:index], *OURS[index + 1 :]]
    other: RawColumn = {"name": OURS[index]["name"], "type": "DATE"}
    assert code_of(lambda: without_origin(lacking)) == "COLUMN_MISSING"
    assert code_of(lambda: without_origin([*lacking, other])) == "COLUMN_MISSING"


def test_types_are_the_same_whatever_duckdb_quotes() -> None:
    assert same_type('STRUCT("lat" DOUBLE, "a b" INTEGER)', 'STRUCT(lat DOUBLE, "a b" INTEGER)')
    assert not same_type("STRUCT(lat DOUBLE)", "STRUCT(lon DOUBLE)")


LEAVES: list[Leaf] = [
    {"path": "place.lat", "same": "FLOAT", "retyped": ""},
    {"path": "place.tags[]", "same": "", "retyped": "INTEGER|DATE"},
]
PLACE: Column = {
    **column("place", 'STRUCT("lat" DOUBLE, "tags" VARCHAR[])', physical="Place"),
    "leaves": LEAVES,
    "conversions": [{"from": r"STRUCT\(.*\)", "value": "TRY({column})", "fails": "x", "retyped": False}],
}


def test_fields_meet_part_by_part() -> None:
    raw = drop("place STRUCT(LAT FLOAT, tags INTEGER[], more STRUCT(a DATE))")
    matched = match([PLACE], policies("evolve"), raw)
    assert matched["columns"][0]["conversion"] == 0
    assert matched["columns"][0]["kept"] == 'STRUCT("LAT" FLOAT, "tags" INTEGER[])'
    assert matched["differences"] == {
        "unknown": [{"name": "Place.more", "type": 'STRUCT("a" DATE)'}],
        "missing": [],
        "retyped": [{"name": "Place.tags[]", "from": "INTEGER", "to": "VARCHAR"}],
        "renamed": [],
    }


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("STRUCT(lat BLOB)", "Place.lat"),
        ("STRUCT(lat DOUBLE, tags VARCHAR[][])", "Place.tags[]"),
        ("STRUCT(lat DOUBLE)[]", "Place"),
        ("STRUCT(x DOUBLE)", "Place"),
        ("DOUBLE", "Place"),
    ],
)
def test_fields_that_cannot_be_read_refuse_the_column(type_: str, name: str) -> None:
    raw = drop(f"place {type_}")
    assert code_of(lambda: match([PLACE], policies("evolve"), raw)) == "COLUMN_RETYPED"
    matched = match([PLACE], policies("quarantine"), raw)
    assert matched["columns"][0]["conversion"] is None
    assert name in [one["name"] for one in matched["differences"]["retyped"]]
