"""What DuckDB's error texts mean for a drop. A table of data, the same as in the Node host; the first line that matches
wins. Texts differ between DuckDB versions: the hostile drops of test/fixtures produce each with the version in use."""

import re
from typing import Final, NamedTuple

import duckdb

from host.child.refused import CURE
from host.shapes import Refusal
from host.words_redact import SPACE, without_values


class _Meaning(NamedTuple):
    pattern: re.Pattern[str]
    code: str
    cure: str


_MEANINGS: Final = (
    _Meaning(
        re.compile(r"^Out of Memory Error"),
        "OUT_OF_MEMORY",
        "write smaller row groups (at most 128 MiB) and shorter values",
    ),
    _Meaning(re.compile(r"^[^:]*: File .* is encrypted"), "ENCRYPTED", CURE.WRITE_PLAIN),
    _Meaning(
        re.compile(r"(not valid UTF-?8|Invalid string encoding)", re.ASCII | re.IGNORECASE),
        "INVALID_UTF8",
        "write texts in UTF-8, or declare the column as bytes (physicalType BYTES)",
    ),
    _Meaning(
        re.compile(
            r"(compression codec|codec .*(not supported|unsupported)|unsupported .*codec)", re.ASCII | re.IGNORECASE
        ),
        "UNSUPPORTED_CODEC",
        "compress with SNAPPY, ZSTD, GZIP, BROTLI, LZ4_RAW or not at all",
    ),
    _Meaning(
        re.compile(r"only supported for (FLOAT|boolean|string)|Unsupported page encoding"),
        "UNSUPPORTED_CODEC",
        "write with the usual encodings: PLAIN and RLE_DICTIONARY",
    ),
    _Meaning(
        re.compile(r"^(Conversion|Mismatch Type|Out of Range) Error"),
        "UNSUPPORTED_TYPE",
        "a rule or column cannot take this value: guard the expression (try_cast, CASE) or declare another type",
    ),
    _Meaning(
        re.compile(r"STRUCT to STRUCT cast must have"),
        "COLUMN_RETYPED",
        "write the type that the contract declares, or declare the new one",
    ),
    _Meaning(
        re.compile(r"^Not implemented Error", re.ASCII | re.IGNORECASE),
        "UNSUPPORTED_TYPE",
        "write the column in a type that the contract declares",
    ),
)

# Texts that only our own statements or a broken installation can cause: a bug to be reported, not a bad drop.
_OURS: Final = re.compile(r"^(Binder|Parser|Syntax|Catalog|Permission|Sequence|Dependency|Settings) Error")
_DUCKDB: Final = re.compile(r"^[A-Z][A-Za-z ]* ?(Error|ERROR|exception)\b", re.ASCII)


def refusal_of(error: BaseException) -> Refusal | None:
    """The refusal that DuckDB's error text stands for, or None where the drop is not at fault."""
    text = text_of(error)
    if not _DUCKDB.search(text) or _OURS.search(text):
        return None
    meaning = next((meaning for meaning in _MEANINGS if meaning.pattern.search(text)), None)
    return {
        "code": meaning.code if meaning else "CORRUPT",
        "message": words_of(text),
        "cure": meaning.cure if meaning else CURE.WRITE_AGAIN,
    }


def text_of(error: BaseException) -> str:
    """DuckDB's text, its kind in front. Of kinds that have no class of their own (what a decoder throws is none of
    DuckDB's exceptions) the driver leaves the kind out."""
    return f"Invalid Error: {error}" if type(error) is duckdb.Error else str(error)


_PATH: Final = re.compile(rf"/[^{SPACE}]+")


def words_of(text: str) -> str:
    """What may leave the box of DuckDB's text: values may be personal, and paths are the box's."""
    kept = _PATH.sub("…", without_values(text))
    # 300 units of UTF-16, as the Node host counts.
    return kept.encode("utf-16-le", "surrogatepass")[:600].decode("utf-16-le", "surrogatepass")
