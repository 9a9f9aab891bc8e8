"""What the Node host makes of the same numbers, thresholds and counts."""

from typing import Any

import duckdb
import pytest
from node import ask_node

from host.judge import Case, judge
from host.ledger_text import ledger_text
from host.numbers import fixed_text, number_text, round_half_up
from host.result import RefusedDrop, SplitDrop, SplitRows, Timed
from host.threshold import Share, holds
from host.totals import add_partitions, assert_conserved, totals_of
from host.version import DUCKDB_VERSION
from host.words import measured_words, number_words, share_words, threshold_words

TIMES: Any = {"preflight": 1, "split": 2, "checks": 3, "total": 6}


@pytest.fixture(scope="module")
def theirs() -> Any:
    return ask_node("judgements.ts")


def test_numbers_print_alike(theirs: Any) -> None:
    for each in theirs["numbers"]:
        value = each["value"]
        assert number_text(value) == each["text"]
        assert number_text(float(value)) == each["text"]
        assert [fixed_text(value, digits) for digits in (0, 2, 4, 20)] == each["fixed"]
    assert [round_half_up(value) for value in (0.5, 1.5, 2.4999, -0.5)] == [1, 2, 2, 0]


def test_thresholds_hold_alike_and_read_alike(theirs: Any) -> None:
    for each in theirs["thresholds"]:
        threshold, count, of, measured = each["threshold"], each["count"], each["of"], each["measured"]
        assert holds(threshold, Share(measured, of)) is each["holds"]
        assert share_words(count, of, threshold) == each["share"]
        assert threshold_words(threshold) == each["words"]
        assert measured_words(measured, threshold) == each["said"]
        assert number_words(measured) == each["number"]


def test_units_add_up_alike(theirs: Any) -> None:
    given = theirs["totals"]
    totals = totals_of(given["units"], given["limits"])
    assert totals._asdict() == given["totals"]
    assert list(totals.failures) == list(given["totals"]["failures"])
    partitions, newest = add_partitions(given["units"])
    assert {"partitions": partitions, "newestMicros": newest} == given["partitions"]


def test_rows_that_do_not_add_up_are_a_bug() -> None:
    with pytest.raises(RuntimeError, match=r"rows are lost or made at a test: 3 is not 1 \+ 1"):
        assert_conserved("a test", 3, 1, 1)


def test_drops_are_judged_alike(theirs: Any) -> None:
    for each in theirs["judgements"]:
        ours: Any = judge(case_of(each["given"]), Timed(drop_of(each["result"]), TIMES))
        wanted = each["judgement"]
        ours["run"]["host"] = wanted["run"]["host"]
        assert ours == wanted
        assert ledger_text(ours) == ledger_text(wanted)
    said = {reason["code"] for each in theirs["judgements"] for reason in each["judgement"]["reasons"]}
    assert len(said) == 12  # every code of a hold or a warning that a split can give


def test_a_refused_drop_has_one_reason(theirs: Any) -> None:
    case = case_of(theirs["judgements"][0]["given"])
    refusal: Any = {"code": "CORRUPT", "message": "m", "cure": "c"}
    judgement = judge(case, Timed(RefusedDrop(refusal), TIMES))
    assert [judgement["verdict"], judgement["reasons"], judgement["run"]["units"]] == ["rejected", [refusal], 0]
    assert judgement["rows"] == {"in": None, "good": 0, "quarantined": 0, "duplicates": 0}


def test_the_version_that_reports_name_is_installed() -> None:
    assert duckdb.__version__ == DUCKDB_VERSION


def case_of(given: Any) -> Case:
    return Case(
        plan=given["plan"],
        plan_hash=given["planHash"],
        facts=given["facts"],
        lifts=given["lifts"],
        bytes=given["object"]["bytes"],
        crc32c=given["object"]["crc32c"],
        round=given["round"],
        attempt=given["attempt"],
        started=given["started"],
    )


def drop_of(result: Any) -> SplitDrop:
    rows = result["rows"]
    return SplitDrop(
        units=result["units"],
        rows=SplitRows(rows["in"], rows["good"], rows["quarantined"], rows["duplicates"]),
        differences=result["differences"],
        failures=result["failures"],
        samples=result["samples"],
        causes=result["causes"],
        partitions=result["partitions"],
        newest_micros=result["newestMicros"],
        checks=result["checks"],
        duplicates_unknown=result["duplicatesUnknown"],
        good=[{"file": file["path"], "rows": file["rows"]} for file in result["files"]["good"]],
        quarantined=[],
        passed_through=result["passedThrough"],
    )
