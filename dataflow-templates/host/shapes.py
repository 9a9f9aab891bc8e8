"""What crosses a border, spelled as the JSON is: plan, manifest and report by their schemas, requests and answers as
lakehouse/engine/protocol.ts says. Only members that this host reads are named of a plan."""

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict


class Threshold(TypedDict):
    operator: str
    values: list[float]
    unit: Literal["rows", "percent"]


# How a column of the drop is read; the first whose `from` is its whole type wins.
Conversion = TypedDict("Conversion", {"from": str, "value": str, "fails": str | None, "retyped": bool})


class Leaf(TypedDict):
    path: str
    same: str
    retyped: str


class Column(TypedDict):
    name: str
    physical: str
    type: str
    required: bool
    conversions: list[Conversion]
    leaves: list[Leaf]
    output: str


class Rule(TypedDict):
    id: str
    kind: Literal["row", "type", "schema"]
    column: str | None
    path: str
    severity: Literal["error", "warning", "info"]
    disposition: Literal["quarantine", "escalate", "count"]
    threshold: Threshold | None
    description: str
    businessImpact: str | None
    fails: str | None
    at: str
    shown: str
    masked: bool


class Check(TypedDict):
    id: str
    kind: str
    severity: Literal["error", "warning", "info"]
    threshold: Threshold
    description: str
    businessImpact: str | None
    statement: str | None
    when: Literal["drop", "afterPublish"]


class Policies(TypedDict):
    unknown: str
    missing: str
    retyped: str
    passThrough: bool


class CheckRows(TypedDict):
    node: int
    dataflow: int


class Limits(TypedDict):
    footerBytes: int
    leafColumns: int
    depth: int
    rowGroups: int
    rowGroupBytes: int
    expansion: int
    unitRows: int
    checkRows: CheckRows
    partitions: int
    samples: int
    causes: int


class Statements(TypedDict):
    raw: str
    typed: str
    failed: str
    tally: str
    good: str
    quarantine: str
    doubtful: str
    samples: str
    causes: str
    partitions: str
    duplicates: str | None
    withoutDuplicates: str | None


class PartitionColumn(TypedDict):
    column: str
    granularity: str


class Plan(TypedDict):
    dataset: str
    environment: str
    policies: Policies
    limits: Limits
    session: list[str]
    columns: list[Column]
    rules: list[Rule]
    checks: list[Check]
    statements: Statements | None
    partition: PartitionColumn


class Lifts(TypedDict):
    window: bool
    holds: bool


class DropFacts(TypedDict):
    """The drop that a box was opened for; all texts are data, never SQL."""

    key: str
    bucket: str
    name: str
    generation: str
    arrived: str
    arrivalDay: str
    replay: bool


class RoundFacts(DropFacts):
    lifts: Lifts


class Original(TypedDict):
    uri: str
    generation: str


class ManifestDrop(RoundFacts):
    bytes: str
    crc32c: str
    round: int
    attempt: int
    raw: Original


class Manifest(TypedDict):
    format: str
    name: str
    host: Literal["node", "beam"]
    dataset: str
    environment: str
    plan: str
    drops: list[ManifestDrop]


class Box(TypedDict):
    folder: str
    input: str
    memoryMb: int


class Unit(TypedDict):
    """A range of row groups: rows count from 0, both ends included; None: the whole file."""

    index: int
    rows: tuple[int, int] | list[int] | None
    count: int


class RawColumn(TypedDict):
    name: str
    type: str


# `from` is the type in the drop; None: the drop lacks the column.
MatchedColumn = TypedDict(
    "MatchedColumn",
    {"name": str, "physical": str | None, "from": str | None, "conversion": int | None, "kept": str | None},
)

Retyped = TypedDict("Retyped", {"name": str, "from": str, "to": str})
Renamed = TypedDict("Renamed", {"from": str, "to": str})


class Differences(TypedDict):
    unknown: list[RawColumn]
    missing: list[str]
    retyped: list[Retyped]
    renamed: list[Renamed]


class Matched(TypedDict):
    columns: list[MatchedColumn]
    raw: list[RawColumn]
    differences: Differences
    quarantineAll: bool


class Refusal(TypedDict):
    code: str
    message: str
    cure: str


class Preflight(TypedDict):
    input: str
    rows: int
    units: list[Unit]
    matched: Matched
    sameEncoding: bool


class LocalFile(TypedDict):
    file: str
    rows: int


class Sample(TypedDict):
    row: int
    path: str
    value: str | None


class Cause(TypedDict):
    value: str | None
    rows: int


class PartitionRows(TypedDict):
    id: str
    rows: int


class UnitResult(TypedDict):
    """rows = goodRows + doubtfulRows + quarantinedRows."""

    unit: int
    rows: int
    goodRows: int
    quarantinedRows: int
    doubtfulRows: int
    clean: bool
    good: LocalFile | None
    doubtful: LocalFile | None
    quarantined: LocalFile | None
    failures: dict[str, int]
    samples: dict[str, list[Sample]]
    causes: dict[str, list[Cause]]
    partitions: list[PartitionRows]
    newestMicros: str | None


class SettledRows(TypedDict):
    rows: int
    good: LocalFile | None
    quarantined: LocalFile | None
    partitions: list[PartitionRows]
    newestMicros: str | None


class Deduplicated(TypedDict):
    duplicates: int
    good: list[LocalFile]
    partitions: list[PartitionRows]
    newestMicros: str | None


class Measurement(TypedDict):
    measured: float | None
    note: str | None


class GoodFiles(TypedDict):
    kind: Literal["files"]
    files: list[LocalFile]


class GoodInput(TypedDict):
    """Only validated: the good rows are in the drop itself, less what fails. `clean`: no row does."""

    kind: Literal["input"]
    drop: RoundFacts
    matched: Matched
    exceeded: list[str]
    clean: bool


GoodRows: TypeAlias = GoodFiles | GoodInput


class LearnRequest(TypedDict):
    """Plans are sent once per child and named by their hash afterwards."""

    kind: Literal["learn"]
    hash: str
    plan: Plan


class PreflightRequest(TypedDict):
    kind: Literal["preflight"]
    box: Box
    plan: str
    replay: bool
    bare: bool


class SplitRequest(TypedDict):
    """`write` false: counts only, no files. `passClean`: good rows of a clean unit are decoded, but not written."""

    kind: Literal["split"]
    box: Box
    plan: str
    drop: RoundFacts
    matched: Matched
    unit: Unit
    write: bool
    passClean: bool


class SettleRequest(TypedDict):
    """`exceeded`: ids of the escalate rules whose threshold the whole drop exceeded."""

    kind: Literal["settle"]
    box: Box
    plan: str
    drop: RoundFacts
    matched: Matched
    doubtful: list[LocalFile]
    exceeded: list[str]


class DeduplicateRequest(TypedDict):
    kind: Literal["deduplicate"]
    box: Box
    plan: str
    good: GoodRows
    write: bool


class CheckRequest(TypedDict):
    """`checks`: ids of the plan's checks to run."""

    kind: Literal["check"]
    box: Box
    plan: str
    good: GoodRows
    checks: list[str]


class CloseRequest(TypedDict):
    """The box is done with: memory and files are let go."""

    kind: Literal["close"]


BoxRequest: TypeAlias = PreflightRequest | SplitRequest | SettleRequest | DeduplicateRequest | CheckRequest
Request: TypeAlias = LearnRequest | BoxRequest | CloseRequest


class OutputFile(TypedDict):
    uri: str
    generation: str
    crc32c: str
    bytes: str
    rows: int


class Reason(TypedDict):
    code: str
    message: str
    cure: str


class Answer(TypedDict):
    """`ok`: value; else a refusal (the drop is at fault) or a bug (Sluice is)."""

    ok: bool
    value: NotRequired[Any]
    milliseconds: NotRequired[int]
    refusal: NotRequired[Refusal]
    # The child that said so can be asked again.
    undecoded: NotRequired[bool]
    bug: NotRequired[str]
