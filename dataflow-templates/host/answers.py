"""What a child may answer. A child has read hostile bytes: its answers are data from outside, and a file name in them
must not lead out of the box."""

from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar, cast

from host.borders import REPORT
from host.schema import Schema, Shape
from host.shapes import Answer, Deduplicated, Measurement, Preflight, SettledRows, UnitResult

Value = TypeVar("Value")


def _strict(members: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": members, "required": [*members], "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _record(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_report: Final[dict[str, Any]] = dict(REPORT.schema["properties"])
_rule: Final[dict[str, Any]] = _report["rules"]["items"]["properties"]
_reason_codes: Final[list[str]] = _report["reasons"]["items"]["properties"]["code"]["enum"]

_TEXT: Final = {"type": "string"}
_FLAG: Final = {"type": "boolean"}
_COUNT: Final = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
_MICROS: Final = _nullable({"type": "string", "pattern": r"^-?\d{1,20}$"})
_FILE_NAME: Final = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9-]*\.parquet$"}
_FILE: Final = _strict({"file": _FILE_NAME, "rows": _COUNT})
# Codes of holds and warnings are a judge's words, and stand behind those of refusals.
_REFUSAL_CODES: Final = _reason_codes[: _reason_codes.index("RULE_EXCEEDED")]
_REFUSAL: Final = _strict({"code": {"enum": _REFUSAL_CODES}, "message": _TEXT, "cure": _TEXT})
_PARTITIONS: Final = {"partitions": _report["partitions"], "newestMicros": _MICROS}

_MATCHED_COLUMN: Final = _strict(
    {
        "name": _TEXT,
        "physical": _nullable(_TEXT),
        "from": _nullable(_TEXT),
        "conversion": _nullable(_COUNT),
        "kept": _nullable(_TEXT),
    }
)
_MATCHED: Final = _strict(
    {
        "columns": _list(_MATCHED_COLUMN),
        "raw": _list(_strict({"name": _TEXT, "type": _TEXT})),
        "differences": _report["columns"],
        "quarantineAll": _FLAG,
    }
)
_RANGE: Final = {"type": "array", "prefixItems": [_COUNT, _COUNT], "minItems": 2, "maxItems": 2}
_UNIT: Final = _strict({"index": _COUNT, "rows": _nullable(_RANGE), "count": _COUNT})


class MisshapenError(Exception):
    """An answer that is none of ours."""


class AnswerShape(Generic[Value]):
    """How a value of this kind must look."""

    def __init__(self, schema: Schema) -> None:
        self._shape: Final = Shape(schema)

    def read(self, value: object) -> Value:
        problem = self._shape.problem(value)
        if problem is not None:
            raise MisshapenError(problem)
        return cast("Value", value)


# Of a request that is only obeyed.
NOTHING: Final[AnswerShape[None]] = AnswerShape({"type": "null"})

ANSWER: Final[AnswerShape[Answer]] = AnswerShape(
    {
        "anyOf": [
            _strict({"ok": {"const": True}, "value": {}, "milliseconds": _COUNT}),
            _strict({"ok": {"const": False}, "refusal": _REFUSAL}),
            _strict({"ok": {"const": False}, "refusal": _REFUSAL, "undecoded": {"const": True}}),
            _strict({"ok": {"const": False}, "bug": _TEXT}),
        ]
    }
)

PREFLIGHT: Final[AnswerShape[Preflight]] = AnswerShape(
    _strict(
        {
            "input": _FILE_NAME,
            "rows": _COUNT,
            "units": {**_list(_UNIT), "minItems": 1},
            "matched": _MATCHED,
            "sameEncoding": _FLAG,
        }
    )
)

UNIT_RESULT: Final[AnswerShape[UnitResult]] = AnswerShape(
    _strict(
        {
            "unit": _COUNT,
            "rows": _COUNT,
            "goodRows": _COUNT,
            "quarantinedRows": _COUNT,
            "doubtfulRows": _COUNT,
            "clean": _FLAG,
            "good": _nullable(_FILE),
            "doubtful": _nullable(_FILE),
            "quarantined": _nullable(_FILE),
            "failures": _record(_COUNT),
            "samples": _record(_rule["samples"]),
            "causes": _record(_rule["causes"]),
            **_PARTITIONS,
        }
    )
)

SETTLED: Final[AnswerShape[SettledRows]] = AnswerShape(
    _strict({"rows": _COUNT, "good": _nullable(_FILE), "quarantined": _nullable(_FILE), **_PARTITIONS})
)

DEDUPLICATED: Final[AnswerShape[Deduplicated]] = AnswerShape(
    _strict({"duplicates": _COUNT, "good": _list(_FILE), **_PARTITIONS})
)

MEASUREMENTS: Final[AnswerShape[dict[str, Measurement]]] = AnswerShape(
    _record(_strict({"measured": _nullable({"type": "number"}), "note": _nullable(_TEXT)}))
)
