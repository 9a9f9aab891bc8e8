"""The plan's statements over one drop, every place filled. File names are the host's own and stay in the box."""

from collections.abc import Set as AbstractSet
from pathlib import Path

from host.child.assemble import ActiveRule, assemble
from host.child.quote import quote_text, splice
from host.shapes import DropFacts, Matched, Plan, Unit
from host.split_statements import split_statements_of


class Statements:
    def __init__(self, plan: Plan, matched: Matched, drop: DropFacts, read: Path, unit: Unit | None) -> None:
        """`read`: what lies in the box and is to be read."""
        self.parts = assemble(plan, matched, drop["replay"])
        self._texts = split_statements_of(plan)
        self._limits = plan["limits"]
        self._drop = drop
        self._folder = read.parent
        rows = unit and unit["rows"]
        places = {
            "rawColumns": self.parts.raw_columns,
            "input": self.path(read.name),
            "range": f"WHERE file_row_number BETWEEN {rows[0]} AND {rows[1]}" if rows else "",
        }
        self.typed_input = self.typed_over(splice(self._texts["raw"], places))
        # Table `failed` with the typed columns beside it.
        self.typed_failed = self.typed_over("SELECT * FROM failed")

    @property
    def failed(self) -> str:
        parts = self.parts
        return splice(
            self._texts["failed"],
            {
                "rawNames": parts.raw_names,
                "masks": parts.masks,
                "typed": self.typed_input,
                "anyFails": parts.any_fails,
            },
        )

    @property
    def tally(self) -> str:
        parts = self.parts
        failures = ", ".join(f"count(*) FILTER (WHERE {active.failed})" for active in parts.rules)
        return splice(
            self._texts["tally"],
            {"quarantines": parts.quarantines, "escalates": parts.escalates, "failures": failures},
        )

    def good(self, source: str, kept: str, file: str) -> str:
        return splice(
            self._texts["good"],
            {
                "outputColumns": self.parts.output_columns,
                "drop": quote_text(self._drop["key"]),
                "arrived": quote_text(self._drop["arrived"]),
                "from": source,
                "kept": kept,
                "output": self.path(file),
            },
        )

    def quarantine(self, source: str, rows: str, failed_rules: AbstractSet[str], file: str) -> str:
        """`failed_rules`: only these can stand in a row's reasons."""
        origin = self.parts.origin
        return splice(
            self._texts["quarantine"],
            {
                "quarantineColumns": self.parts.quarantine_columns,
                "reasons": self.parts.reasons(lambda rule: rule["id"] in failed_rules),
                "object": origin.object if origin else _text_sql(_object_name(self._drop)),
                "generation": origin.generation if origin else quote_text(self._drop["generation"]),
                "from": f"SELECT * REPLACE ({origin.row} AS sluice_row) FROM ({source})" if origin else source,
                "rows": rows,
                "output": self.path(file),
            },
        )

    def doubtful(self, file: str) -> str:
        parts = self.parts
        return splice(
            self._texts["doubtful"],
            {"quarantines": parts.quarantines, "escalates": parts.escalates, "output": self.path(file)},
        )

    def samples(self, active: ActiveRule) -> str:
        return self._ask(self._texts["samples"], active, self._limits["samples"])

    def causes(self, active: ActiveRule) -> str:
        return self._ask(self._texts["causes"], active, self._limits["causes"])

    def typed_over(self, raw: str) -> str:
        return splice(self._texts["typed"], {"raw": raw, "typedColumns": self.parts.typed_columns})

    def path(self, file: str) -> str:
        return quote_text(str(self._folder / file))

    def _ask(self, text: str, active: ActiveRule, limit: int) -> str:
        return splice(
            text,
            {
                "at": active.at,
                "shown": active.shown,
                "from": self.typed_failed,
                "fails": active.failed,
                "limit": str(limit),
            },
        )


def _text_sql(text: str) -> str:
    """An object's name may hold a NUL, which no SQL text can."""
    return f"({' || chr(0) || '.join(quote_text(part) for part in text.split(chr(0)))})"


def _object_name(drop: DropFacts) -> str:
    """As a person names it: `gs://bucket/name` without a scheme, since a laptop's lake has none."""
    return f"{drop['bucket']}/{drop['name']}"
