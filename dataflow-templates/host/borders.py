"""Reads what comes from outside: plan, manifest and report, held against the schemas that the TypeScript types give."""

import json
from pathlib import Path
from typing import Final, NoReturn, cast

from host.report_shapes import Report
from host.schema import Schema, Shape
from host.shapes import Manifest, Plan

_SCHEMAS: Final = Path(__file__).parent / "schemas"


class UnreadableValueError(Exception):
    """An object that this version cannot read: nothing is done with it, and nothing is written over it."""


def parse_json(text: bytes | str) -> object:
    """As ECMAScript reads JSON, which knows no NaN; raises ValueError."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _shape_named(name: str) -> Shape:
    return Shape(cast("Schema", parse_json((_SCHEMAS / f"{name}.schema.json").read_bytes())))


PLAN: Final = _shape_named("plan")
MANIFEST: Final = _shape_named("manifest")
REPORT: Final = _shape_named("report")


def read_plan(name: str, content: bytes) -> Plan:
    return cast("Plan", _read(PLAN, name, content))


def read_manifest(name: str, content: bytes) -> Manifest:
    return cast("Manifest", _read(MANIFEST, name, content))


def read_report(name: str, content: bytes) -> Report:
    return cast("Report", _read(REPORT, name, content))


def _read(shape: Shape, name: str, content: bytes) -> object:
    try:
        value = parse_json(content)
        problem = shape.problem(value)
    except ValueError as error:
        problem = f"content: {error}"
        value = None
    if problem is not None:
        raise UnreadableValueError(f"{name} cannot be read by this version of Sluice: {problem}")
    return value
