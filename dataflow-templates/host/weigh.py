"""What the reasons of a drop come to: its verdict."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from host.report_shapes import Verdict
from host.shapes import Lifts, Reason

# Why a decoded drop is held until a person decides, and which of these a person may lift for a round.
HOLD_CODES: Final = frozenset(
    {
        "RULE_EXCEEDED",
        "CHECK_FAILED",
        "CHECK_NOT_RUN",
        "CIRCUIT_BREAKER",
        "TOO_MANY_PARTITIONS",
        "TOO_MANY_FILES",
        "REUPLOADED",
        "LOAD_FAILED",
    }
)
LIFTED_CODES: Final = frozenset({"RULE_EXCEEDED", "CHECK_FAILED", "CHECK_NOT_RUN", "CIRCUIT_BREAKER", "REUPLOADED"})

# From what must be looked at first to what may be read last. What is absent refuses, and stands before them all.
_GRAVITY: Final = (
    "LOAD_FAILED",
    "REUPLOADED",
    "CIRCUIT_BREAKER",
    "RULE_EXCEEDED",
    "CHECK_FAILED",
    "TOO_MANY_PARTITIONS",
    "TOO_MANY_FILES",
    "CHECK_NOT_RUN",
    "RULE_WARNING",
    "CHECK_WARNING",
    "COLUMNS_RETYPED",
    "COLUMNS_MISSING",
    "COLUMNS_ADDED",
    "CHECK_SKIPPED",
)

_ORDER: Final = ("rejected", "held", "ready with warnings")


class Weighed(NamedTuple):
    verdict: Verdict
    # The gravest first.
    reasons: list[Reason]


def weigh(reasons: Sequence[Reason], lifts: Lifts) -> Weighed:
    """Holds that were lifted are told as accepted. What refuses stands before what holds, and that before what only
    warns; an accepted hold only warns."""

    def weight(reason: Reason) -> tuple[int, int]:
        code = reason["code"]
        return _ORDER.index(_meaning(code, lifts)), _GRAVITY.index(code) if code in _GRAVITY else -1

    told = sorted((_told(reason, lifts) for reason in reasons), key=weight)
    return Weighed(_meaning(told[0]["code"], lifts) if told else "ready", told)


def _meaning(code: str, lifts: Lifts) -> Verdict:
    if code not in _GRAVITY:
        return "rejected"
    return "held" if code in HOLD_CODES and not _is_lifted(code, lifts) else "ready with warnings"


def _is_lifted(code: str, lifts: Lifts) -> bool:
    return lifts["holds"] and code in LIFTED_CODES


def _told(reason: Reason, lifts: Lifts) -> Reason:
    if not _is_lifted(reason["code"], lifts):
        return reason
    return {
        "code": reason["code"],
        "message": f"accepted: {reason['message']}",
        "cure": "nothing needs to be done: this hold was lifted for this round",
    }
