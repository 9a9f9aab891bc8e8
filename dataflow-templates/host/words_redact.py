"""The last gate before a text leaves the host: what looks like a secret or a person is taken out, wherever it comes
from. Classified columns are masked long before; this is for what nobody classified, and for names and reasons."""

import re
from collections.abc import Callable
from typing import Final

_SECRET: Final = "(secret removed)"  # noqa: S105

_By = str | Callable[[re.Match[str]], str]


# White space as the Node host takes it; Python's own set is another.
SPACE: Final = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def _ascii(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Letters, digits and borders of words are those of ASCII, as in the Node host's patterns."""
    return re.compile(pattern, re.ASCII | flags)


_PATTERNS: Final[tuple[tuple[re.Pattern[str], _By], ...]] = (
    (_ascii(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"), _SECRET),
    (_ascii(r"\bSG\.[\w-]{10,}\.[\w-]{10,}"), _SECRET),
    (_ascii(r"\bAIza[\w-]{30,}"), _SECRET),
    (_ascii(r"\b(?:ya29\.|GOCSPX-|gh[pousr]_|xox[abpr]-|sk[-_](?:live|test|proj)?[-_]?)[\w.-]{10,}"), _SECRET),
    (_ascii(r"\bAKIA[0-9A-Z]{16}\b"), _SECRET),
    (_ascii(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"), _SECRET),
    (_ascii(rf"\b(Bearer|Basic)[{SPACE}]+[\w+/=.~-]{{8,}}", re.IGNORECASE), lambda found: f"{found[1]} {_SECRET}"),
    (
        _ascii(
            r"\b(pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|authorization|credentials?)"
            rf"""(["']?[{SPACE}]*[=:][{SPACE}]*)(?!\(secret removed\))("[^"]*"|'[^']*'|[^{SPACE},;&]+)""",
            re.IGNORECASE,
        ),
        lambda found: f"{found[1]}{found[2]}{_SECRET}",
    ),
    (_ascii(rf"(://)[^{SPACE}/@:]+:[^{SPACE}/@]+@"), lambda found: f"{found[1]}{_SECRET}@"),
    (re.compile(r"[\w.%+-]+@(?:[^\W_]|-)+(?:\.(?:[^\W_]|-)+)+"), "(e-mail removed)"),
    (_ascii(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), "(account removed)"),
    (_ascii(r"(?<![\d.])\+\d[\d ()/-]{7,16}\d\b"), "(phone removed)"),
    (_ascii(r"\b(?:\d[ -]?){12,18}\d\b"), lambda found: "(card removed)" if _is_card(found[0]) else found[0]),
    (_ascii(r"\b[0-9a-f]{40,}\b", re.IGNORECASE), lambda found: f"{found[0][:6]}…"),
)

# Up to the mark that ends it; an apostrophe inside of a word neither begins nor ends anything. Our own commands stay.
_QUOTED: Final = re.compile(
    r"""(`sluice [^`]*`)|"[^"]*(?:"|\Z)|(?<![^\W_])'.*?(?:'(?![^\W_])|\Z)|`[^`]*(?:`|\Z)""",
)
# Some stand without marks, and nobody can tell where they end: `Bad double value: 12x`, `Field: age; Value: 12x`.
_UNQUOTED: Final = _ascii(r"\b(values?|overflow): .*\Z|\b(value of) (?!type\b)[^ ]+", re.IGNORECASE)

_SPACES: Final = re.compile(f"[{SPACE}]+")
_STATEMENT: Final = re.compile(f"\n[{SPACE}]*\n|\nLINE ")


def redact(text: str) -> str:
    for pattern, by in _PATTERNS:
        text = pattern.sub(by, text)
    return text


def without_values(text: str) -> str:
    """A message that came from elsewhere, as one line: services and decoders quote the very values that they cannot
    take, so what stands in quotes goes, what is named a value, and the lines that show the statement."""
    line = _SPACES.sub(" ", _STATEMENT.split(text, maxsplit=1)[0]).strip(" ")
    quoted = _QUOTED.sub(lambda found: found[1] or "…", line)
    return redact(_UNQUOTED.sub(lambda found: f"{found[1]}: …" if found[1] else f"{found[2]} …", quoted))


def _is_card(text: str) -> bool:
    """By the check digit of card numbers; a generation or a count rarely has it and starts so."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    if len(digits) < 13 or text[0] not in "3456":
        return False
    doubled = [
        digit if index % 2 == 0 else (2 * digit - 9 if digit > 4 else 2 * digit)
        for index, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0
