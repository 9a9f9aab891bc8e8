"""Texts that the Node host assembles too, and what is left of DuckDB's words."""

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest

from host.child.assemble import assemble
from host.child.match import match
from host.child.quote import quote_name, quote_text, splice
from host.child.refusal import refusal_of, words_of
from host.child.statements import Statements
from host.shapes import Plan
from host.words_redact import redact

HERE = Path(__file__).parent
PLANS = HERE.parent.parent / "plan" / "goldens"


def vectors(name: str) -> dict[str, Any]:
    return json.loads((HERE.parent / "vectors" / f"{name}.json").read_text())


STATEMENTS = vectors("statements")
WORDS = vectors("words")


def plan_of(shape: dict[str, Any]) -> Plan:
    plan = json.loads((PLANS / shape["plan"]).read_text())
    plan["policies"] = {"unknown": "evolve", "missing": "quarantine", "retyped": "evolve", "passThrough": False}
    for column in plan["columns"]:
        column["required"] = False
    if shape["rules"] is not None:
        rules = [plan["rules"][index % len(plan["rules"])] for index in range(shape["rules"])]
        plan["rules"] = [{**rule, "id": f"{rule['id']}.{index}"} for index, rule in enumerate(rules)]
    return cast("Plan", plan)


@pytest.mark.parametrize("shape", STATEMENTS["shapes"], ids=lambda shape: shape["plan"])
def test_the_texts_are_those_of_the_other_host(shape: dict[str, Any]) -> None:
    plan = plan_of(shape)
    drop = {**STATEMENTS["facts"]["drop"], "replay": shape["replay"]}
    matched = match(plan["columns"], plan["policies"], shape["columns"])
    texts = Statements(plan, matched, cast("Any", drop), Path("/box/drop.parquet"), STATEMENTS["facts"]["unit"])
    parts = texts.parts
    odd = {active.rule["id"] for active in parts.rules[1::2]}
    found = {
        "typedInput": texts.typed_input,
        "failed": texts.failed,
        "tally": texts.tally,
        "good": texts.good(texts.typed_input, "ANTI JOIN x", "good-0.parquet"),
        "quarantine": texts.quarantine(texts.typed_failed, parts.quarantines, odd, "quarantined-0.parquet"),
        "doubtful": texts.doubtful("doubtful-0.parquet"),
        "samples": "\n".join(texts.samples(active) for active in parts.rules),
        "causes": "\n".join(texts.causes(active) for active in parts.rules),
        "failsWhere": parts.fails_where(lambda rule: rule["id"] in odd),
        "failedWhere": parts.failed_where(lambda rule: rule["id"] in odd),
    }
    assert {name: hashlib.sha256(text.encode()).hexdigest()[:8] for name, text in found.items()} == shape["texts"]


def test_a_plan_without_rules_still_gives_statements() -> None:
    plan = plan_of({**STATEMENTS["shapes"][0], "rules": 0})
    matched = match(plan["columns"], plan["policies"], STATEMENTS["shapes"][0]["columns"])
    parts = assemble(plan, matched, False)
    assert (parts.masks, parts.quarantines, parts.any_fails, parts.reasons(lambda _: True)) == (
        '0::BIGINT AS "sluice:mask0"',
        "false",
        "random() < 0",
        '[]::STRUCT("rule" VARCHAR, path VARCHAR)[]',
    )


def test_a_value_is_not_searched_for_places() -> None:
    assert splice("{a} {b} {2}", {"a": "{b}", "b": "x"}) == "{b} x {2}"
    with pytest.raises(ValueError, match=r"no value for \{b\}"):
        splice("{a} {b}", {"a": "x"})


def test_names_and_texts_are_quoted() -> None:
    assert (quote_name('we"ird'), quote_text("it's")) == ('"we""ird"', "'it''s'")
    with pytest.raises(ValueError, match="NUL"):
        quote_text("a\0b")


@pytest.mark.parametrize(("text", "refusal"), WORDS["refusals"])
def test_a_message_means_what_it_means_to_the_other_host(text: str, refusal: object) -> None:
    assert refusal_of(duckdb.InvalidInputException(text)) == refusal


@pytest.mark.parametrize(("text", "words"), WORDS["words"])
def test_of_a_message_the_same_is_left(text: str, words: str) -> None:
    assert words_of(text) == words


def test_a_message_without_its_kind_is_of_a_decoder() -> None:
    refusal = refusal_of(duckdb.Error("BYTE_STREAM_SPLIT encoding is only supported for FLOAT or DOUBLE data"))
    assert refusal is not None
    assert (refusal["code"], refusal["message"][:14]) == ("UNSUPPORTED_CODEC", "Invalid Error:")


@pytest.mark.parametrize(("text", "redacted"), WORDS["redacted"])
def test_of_a_value_the_same_is_taken_out(text: str, redacted: str) -> None:
    assert redact(text) == redacted
