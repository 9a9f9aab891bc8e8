"""Every path is computed here, from dataset, drop and round, the same as in lakehouse/plan/names.ts."""

import secrets
from typing import Literal

from host.shapes import DropFacts

Zone = Literal["staging", "quarantine"]


def report_path(dataset: str, key: str, number: int) -> str:
    """The report of one round of a drop."""
    return f"ledger/{dataset}/reports/{key}/{number}.json"


def plan_path(plan_hash: str) -> str:
    return f"plans/{plan_hash}.json"


def attempt_folder(zone: Zone, dataset: str, drop: DropFacts, number: int, attempt: int) -> str:
    """Folder of one attempt's files in a zone; nothing reads it but through a report."""
    return f"{zone}/{dataset}/dt={drop['arrivalDay']}/{drop['key']}/{number}-{attempt}"


def output_name(folder: str, unit: int) -> str:
    """The token keeps attempts apart that started at the same time."""
    return f"{folder}/{unit}-{secrets.token_hex(6)}.parquet"
