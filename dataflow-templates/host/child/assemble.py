"""Turns a plan and a matched drop into the pieces that the plan's statements have places for. Pure text: the Node host
assembles the same, and a golden holds both equal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from host.child.match import same_type
from host.child.quote import quote_name, quote_text, splice
from host.shapes import Conversion, Matched, MatchedColumn, Plan, Rule

# Bits of a BIGINT that stay clear of its sign.
_BITS: Final = 63

Wanted: TypeAlias = Callable[[Rule], bool]


class Predicate(NamedTuple):
    """`fails` is true where a typed row fails the rule."""

    fails: str
    at: str
    shown: str


class ActiveRule(NamedTuple):
    """A rule that can fail in this drop; `failed` is true where a row of table `failed` fails it."""

    rule: Rule
    failed: str
    fails: str
    at: str
    shown: str


class Origin(NamedTuple):
    """Of replayed rows: the columns that say where they first came from."""

    object: str
    generation: str
    row: str


@dataclass(frozen=True)
class Assembly:
    rules: Sequence[ActiveRule]
    # "X" AS "raw:X"
    raw_columns: str
    raw_names: str
    typed_columns: str
    output_columns: str
    # "raw:X" AS "X"
    quarantine_columns: str
    origin: Origin | None
    masks: str

    @cached_property
    def any_fails(self) -> str:
        """The last term is never true. It names a second column, so that DuckDB cannot hand a rule to the Parquet
        reader, which would believe the file's statistics (they may lie) and skip pages undecoded (they may be rotten).
        Without rules a volatile function does the same."""
        return f"{self.fails_where(lambda _: True)} OR sluice_row < 0" if self.rules else "random() < 0"

    @cached_property
    def quarantines(self) -> str:
        """Over table `failed`."""
        return self.failed_where(lambda rule: rule["disposition"] == "quarantine")

    @cached_property
    def escalates(self) -> str:
        return self.failed_where(lambda rule: rule["disposition"] == "escalate")

    def fails_where(self, wanted: Wanted) -> str:
        """Over typed rows: true where one of these rules fails; where there is no table `failed`."""
        return _any_of([f"({active.fails})" for active in self.rules if wanted(active.rule)])

    def failed_where(self, wanted: Wanted) -> str:
        """Over table `failed`: true where one of these rules fails."""
        words: dict[int, int] = {}
        for index, active in enumerate(self.rules):
            if wanted(active.rule):
                words[index // _BITS] = words.get(index // _BITS, 0) | _bit(index)
        return _any_of([_test_bits(word, bits) for word, bits in words.items()])

    def reasons(self, wanted: Wanted) -> str:
        """Over table `failed`: the list of structs in `_reasons`, for these rules."""
        return _reasons([each for each in self.rules if each.rule["severity"] == "error" and wanted(each.rule)])


def assemble(plan: Plan, matched: Matched, replay: bool) -> Assembly:
    found = [(rule, each) for rule in plan["rules"] if (each := _predicate_of(plan, matched, rule))]
    rules = [
        ActiveRule(rule, _test_bits(index // _BITS, _bit(index)), *predicate)
        for index, (rule, predicate) in enumerate(found)
    ]
    # The old `_reasons` stay behind: a row that fails again fails for reasons of its own.
    raw = [column["name"] for column in matched["raw"]]
    carried = [*raw, *(["_object", "_generation", "_row"] if replay else [])]
    return Assembly(
        rules=rules,
        raw_columns=", ".join(f"{quote_name(name)} AS {_raw_name(name)}" for name in carried),
        raw_names=", ".join(_raw_name(name) for name in carried),
        typed_columns=", ".join(
            f"{_typed_value(plan, column, index)} AS {quote_name(column['name'])}"
            for index, column in enumerate(matched["columns"])
        ),
        output_columns=", ".join(f"{column['output']} AS {quote_name(column['name'])}" for column in plan["columns"]),
        quarantine_columns=", ".join(f"{_raw_name(name)} AS {quote_name(name)}" for name in raw),
        origin=Origin(_raw_name("_object"), _raw_name("_generation"), _raw_name("_row")) if replay else None,
        masks=_masks(rules),
    )


def _raw_name(name: str) -> str:
    """Column names are the producer's; with the prefix they meet no other name."""
    return quote_name(f"raw:{name}")


def _typed_value(plan: Plan, found: MatchedColumn, index: int) -> str:
    if index >= len(plan["columns"]):
        raise ValueError(f"the match has more columns than the plan: {found['name']}")
    column = plan["columns"][index]
    conversion = _conversion_of(column["conversions"], found)
    if found["physical"] is not None and conversion:
        return splice(conversion["value"], _places_of(found))
    if found["physical"] is not None and found["from"] is not None and same_type(found["from"], column["type"]):
        return _raw_name(found["physical"])
    # Missing, or unreadable in a drop that is quarantined whole.
    return f"CAST(NULL AS {column['type']})"


def _conversion_of(conversions: Sequence[Conversion], found: MatchedColumn) -> Conversion | None:
    return None if found["conversion"] is None else conversions[found["conversion"]]


def _places_of(found: MatchedColumn) -> dict[str, str]:
    kind = found["from"] or ""
    kept = kind if found["kept"] is None else found["kept"]
    return {"column": _raw_name(found["physical"] or ""), "from": kind, "kept": kept}


def _predicate_of(plan: Plan, matched: Matched, rule: Rule) -> Predicate | None:
    """None where the rule cannot fail in this drop."""
    if rule["kind"] == "row":
        if rule["fails"] is None:
            raise ValueError(f"rule {rule['id']} of kind row has no predicate")
        return Predicate(rule["fails"], rule["at"], rule["shown"])
    if rule["kind"] == "schema":
        return Predicate("true", rule["at"], rule["shown"]) if matched["quarantineAll"] else None
    return _type_predicate(plan, matched, rule)


def _type_predicate(plan: Plan, matched: Matched, rule: Rule) -> Predicate | None:
    for column, found in zip(plan["columns"], matched["columns"], strict=True):
        if column["name"] != rule["column"]:
            continue
        conversion = _conversion_of(column["conversions"], found)
        if conversion is None or conversion["fails"] is None:
            return None
        places = _places_of(found)
        shown = _shown_for(rule, places)
        return Predicate(splice(conversion["fails"], places), splice(rule["at"], places), shown)
    return None


def _shown_for(rule: Rule, places: dict[str, str]) -> str:
    """Masking is done by regular expressions, whose braces are no places."""
    text = rule["shown"]
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _mask_name(word: int) -> str:
    """A colon stands in no name of a contract, so the masks meet no column."""
    return quote_name(f"sluice:mask{word}")


def _bit(index: int) -> int:
    return 1 << (index % _BITS)


def _masks(rules: Sequence[ActiveRule]) -> str:
    words = [rules[first : first + _BITS] for first in range(0, len(rules), _BITS)] or [[]]
    return ", ".join(f"{_mask(word)} AS {_mask_name(index)}" for index, word in enumerate(words))


def _mask(word: Sequence[ActiveRule]) -> str:
    cases = [f"CASE WHEN {each.fails} THEN {_bit(index)}::BIGINT ELSE 0 END" for index, each in enumerate(word)]
    return " + ".join(cases) or "0::BIGINT"


def _test_bits(word: int, bits: int) -> str:
    return f"({_mask_name(word)} & {bits}) <> 0"


def _any_of(terms: Sequence[str]) -> str:
    return " OR ".join(terms) or "false"


def _reasons(rules: Sequence[ActiveRule]) -> str:
    kind = 'STRUCT("rule" VARCHAR, path VARCHAR)[]'
    if not rules:
        return f"[]::{kind}"
    items = [
        f"CASE WHEN {each.failed} THEN {{'rule': {quote_text(each.rule['id'])}, 'path': {each.at}}} END"
        for each in rules
    ]
    return f"list_filter([{', '.join(items)}], lambda reason: reason IS NOT NULL)::{kind}"
