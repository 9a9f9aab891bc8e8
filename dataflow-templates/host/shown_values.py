"""Values, and names that a file gives its columns, on their way into the report. Whoever shows a report, shows these:
what looks like a secret or a person is taken out here, once, for the report, the terminal, the page and the mails."""

from typing import Final

from host.shapes import Cause, Differences, Refusal, Rule, Sample
from host.words_redact import redact

# A child cuts values to so many characters (lakehouse/plan/rules/shown.ts); one as long may end in half a secret.
_CUT: Final = 80
# What is kept of such a one: whatever begins here was seen far enough to be known.
_KEPT: Final = 48


def shown_samples(rule: Rule, samples: list[Sample]) -> list[Sample]:
    """Shapes of classified columns stay as they are, so that a wrong length or alphabet can be seen in them."""
    if _is_shape(rule):
        return samples
    return [{**sample, "value": _shown(sample["value"])} for sample in samples]


def shown_causes(rule: Rule, causes: list[Cause]) -> list[Cause]:
    """Values that look alike now are one cause; the most frequent stays first."""
    if _is_shape(rule):
        return causes
    rows: dict[str | None, int] = {}
    for cause in causes:
        value = _shown(cause["value"])
        rows[value] = rows.get(value, 0) + cause["rows"]
    found: list[Cause] = [{"value": value, "rows": count} for value, count in rows.items()]
    return sorted(found, key=lambda cause: -cause["rows"])


def _is_shape(rule: Rule) -> bool:
    # Of a rule over the whole row only some columns may be classified.
    return rule["masked"] and rule["column"] is not None


def _shown(value: str | None) -> str | None:
    if value is None:
        return None
    shown = redact(value)
    return f"{shown[:_KEPT]}…" if len(value) >= _CUT and len(shown) > _KEPT else shown


def shown_columns(columns: Differences) -> Differences:
    """Names of columns are the producer's words too: a pivoted table has values for names."""
    return {
        "unknown": [{"name": redact(one["name"]), "type": redact(one["type"])} for one in columns["unknown"]],
        "missing": columns["missing"],
        "retyped": [
            {"name": redact(one["name"]), "from": redact(one["from"]), "to": one["to"]} for one in columns["retyped"]
        ],
        "renamed": [{"from": one["from"], "to": redact(one["to"])} for one in columns["renamed"]],
    }


def shown_refusal(refusal: Refusal) -> Refusal:
    return {**refusal, "message": redact(refusal["message"]), "cure": redact(refusal["cure"])}
