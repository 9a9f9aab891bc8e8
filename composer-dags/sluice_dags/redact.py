"""What looks like a secret or a person is taken out, as in lakehouse/plan/words-redact.ts."""

import re

PATTERNS = [
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", "(secret removed)"),
    (r"\bSG\.[\w-]{10,}\.[\w-]{10,}", "(secret removed)"),
    (r"\bAIza[\w-]{30,}", "(secret removed)"),
    (r"\b(?:ya29\.|GOCSPX-|gh[pousr]_|xox[abpr]-|sk[-_](?:live|test|proj)?[-_]?)[\w.-]{10,}", "(secret removed)"),
    (r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*", "(secret removed)"),
    (r"(?i)\b(Bearer|Basic)\s+[\w+/=.~-]{8,}", r"\1 (secret removed)"),
    (
        r"""(?i)\b(pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|authorization|credentials?)"""
        r"""(["']?\s*[=:]\s*)(?!\(secret removed\))("[^"]*"|'[^']*'|[^\s,;&]+)""",
        r"\1\2(secret removed)",
    ),
    (r"(://)[^\s/@:]+:[^\s/@]+@", r"\1(secret removed)@"),
    (r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+", "(e-mail removed)"),
    (r"\b[0-9a-fA-F]{40,}\b", lambda found: f"{found[0][:6]}…"),
]


def redact(text: str) -> str:
    for pattern, by in PATTERNS:
        text = re.sub(pattern, by, text)
    return text
