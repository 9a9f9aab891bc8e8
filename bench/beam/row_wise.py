"""The job of a host, as Beam pipelines are usually written: a dict for each row, each rule a Python callable.

`python row_wise.py FILE FOLDER` splits one Parquet file into good rows and bad rows with their reasons, by the rules of
bench/contracts/bench_pings.odcs.yaml; the last line on stdout is JSON with its counts. It does less than Sluice: no
checksum, no child that may be killed, no samples, and rows do not learn where they came from.
"""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal, TypeAlias

import apache_beam as beam
import pyarrow as pa
import pyarrow.parquet as pq
from apache_beam.metrics import Metrics
from apache_beam.metrics.metric import MetricResults
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pvalue import TaggedOutput

Row: TypeAlias = dict[str, Any]

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch

# Each is true where the value fails. NULL passes without being asked, but for the rule that is about it.
RULES: dict[str, Callable[[Any], bool]] = {
    "ping_id.pattern": lambda value: not UUID(value),
    "device_id.pattern": lambda value: not SHA256(value),
    "event_ts.required": lambda value: value is None,
    "latitude.minimum": lambda value: value < -90 or math.isnan(value),
    "latitude.maximum": lambda value: value > 90 or math.isnan(value),
    "longitude.minimum": lambda value: value < -180 or math.isnan(value),
    "longitude.maximum": lambda value: value > 180 or math.isnan(value),
    "os_values": lambda value: value not in {"android", "ios"},
    "battery_level.maximum": lambda value: value > 100,
}
# Of which column each is, and whether it wants to see NULL.
LOOKS = [
    (name, "os" if name == "os_values" else name.split(".")[0], name.endswith(".required"), fails)
    for name, fails in RULES.items()
]


class Judge(beam.DoFn):
    """Good rows; tagged: bad ones. Counts once a bundle, since a metric costs more than a rule."""

    def start_bundle(self) -> None:
        self._rows = 0
        self._failed: Counter[str] = Counter()

    def process(self, element: Row) -> Iterator[Row | TaggedOutput[Literal["bad"], Row]]:
        self._rows += 1
        reasons: list[str] = []
        for name, column, sees_null, fails in LOOKS:
            value = element[column]
            if (value is not None or sees_null) and fails(value):
                reasons.append(name)
        if not reasons:
            yield element
            return
        self._failed.update(reasons)
        self._failed["quarantined"] += 1
        yield TaggedOutput("bad", {**element, "_reasons": reasons})

    def finish_bundle(self) -> None:
        Metrics.counter("rows", "in").inc(self._rows)
        for name, count in self._failed.items():
            Metrics.counter("rows", name).inc(count)


def split(file: str, folder: str) -> dict[str, Any]:
    schema = pq.read_schema(file)
    bad_schema = schema.append(pa.field("_reasons", pa.list_(pa.string())))
    pipeline = beam.Pipeline(options=PipelineOptions(["--runner=FnApiRunner", "--direct_num_workers=1"]))
    judged = pipeline | beam.io.ReadFromParquet(file) | beam.ParDo(Judge()).with_outputs("bad", main="good")
    _ = judged.good | "Good" >> beam.io.WriteToParquet(f"{folder}/good", schema, codec="snappy")
    _ = judged.bad | "Bad" >> beam.io.WriteToParquet(f"{folder}/bad", bad_schema, codec="snappy")
    result = pipeline.run()
    result.wait_until_finish()
    return counts_of(result.metrics())


def counts_of(metrics: MetricResults) -> dict[str, Any]:
    found = {counter.key.metric.name: counter.result for counter in metrics.query()["counters"]}
    failed = {name: found.get(name, 0) for name in RULES}
    return {"in": found["in"], "quarantined": found.get("quarantined", 0), "failed": failed}


def main(file: str, folder: str) -> None:
    sys.stdout.write(f"{json.dumps(split(file, folder))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
