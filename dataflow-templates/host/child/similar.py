"""Tells a renamed column from a new one."""

from array import array
from unicodedata import category


def looks_alike(a: str, b: str) -> bool:
    """True where two names look like one column renamed: the same letters, a part of each other, or few slips apart."""
    one = _letters_of(a)
    two = _letters_of(b)
    if one == "" or two == "":
        return False
    if one == two:
        return True
    shorter = min(len(one), len(two))
    if shorter >= 3 and (one.startswith(two) or two.startswith(one) or one.endswith(two) or two.endswith(one)):
        return True
    return shorter >= 4 and _edit_distance(one, two) <= max(1, shorter // 4)


def _letters_of(name: str) -> str:
    """In UTF-16 units, a character each: the other host counts in these."""
    letters = "".join(character for character in name.lower() if category(character)[0] in "LN")
    return "".join(map(chr, array("H", letters.encode("utf-16-le"))))


def _edit_distance(a: str, b: str) -> int:
    """Slips of a typing hand between two words: a letter more, less, another, or two neighbours swapped."""
    older: list[int] = []
    last = list(range(len(b) + 1))
    for row in range(1, len(a) + 1):
        following = [row]
        for column in range(1, len(b) + 1):
            slips = [
                last[column] + 1,
                following[column - 1] + 1,
                last[column - 1] + (a[row - 1] != b[column - 1]),
            ]
            if row > 1 and column > 1 and a[row - 1] == b[column - 2] and a[row - 2] == b[column - 1]:
                slips.append(older[column - 2] + 1)
            following.append(min(slips))
        older, last = last, following
    return last[len(b)]
