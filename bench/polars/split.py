"""The job of `npm run bench -- split` in Polars: good rows, bad rows with their reasons, counts per rule.

Called with one JSON argument {"files": [...], "folder": "..."}; the last line on stdout is JSON. The rules are those of
bench/contracts/bench_pings.odcs.yaml, written as a Polars user would.
"""

import json
import sys
import time
from pathlib import Path

import polars as pl

# Every rule is true where the row fails; NULL passes, as in Sluice.
RULES = {
    "ping_id.pattern": ~pl.col("ping_id").str.contains(
        r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
    ),
    "device_id.pattern": ~pl.col("device_id").str.contains(r"^[0-9a-f]{64}$"),
    "event_ts.required": pl.col("event_ts").is_null(),
    # In Polars, as in SQL, NaN is greater than every number: it fails a maximum by itself, a minimum only if asked.
    "latitude.minimum": (pl.col("latitude") < -90) | pl.col("latitude").is_nan(),
    "latitude.maximum": pl.col("latitude") > 90,
    "longitude.minimum": (pl.col("longitude") < -180) | pl.col("longitude").is_nan(),
    "longitude.maximum": pl.col("longitude") > 180,
    "os_values": ~pl.col("os").is_in(["android", "ios"]),
    "battery_level.maximum": pl.col("battery_level") > 100,
}


def split(files: list[str], folder: Path) -> dict[str, object]:
    """One lazy scan, rules evaluated once, three outputs by the streaming engine."""
    masks = [fails.fill_null(False).alias(f"fails {name}") for name, fails in RULES.items()]
    flags = [pl.col(f"fails {name}") for name in RULES]
    checked = pl.scan_parquet(files).with_columns(masks).with_columns(bad=pl.any_horizontal(flags))
    columns = pl.exclude("bad", *(f"fails {name}" for name in RULES))
    reasons = pl.concat_list(
        [pl.when(flag).then(pl.lit(name)) for name, flag in zip(RULES, flags, strict=True)]
    ).list.drop_nulls()

    good = checked.filter(~pl.col("bad")).select(columns)
    bad = checked.filter(pl.col("bad")).select(columns, reasons.alias("_reasons"))
    counts = checked.select(pl.len().alias("in"), pl.col("bad").sum().alias("quarantined"), *(f.sum() for f in flags))
    _, _, counted = pl.collect_all(
        [
            good.sink_parquet(folder / "good.parquet", compression="snappy", lazy=True),
            bad.sink_parquet(folder / "bad.parquet", compression="snappy", lazy=True),
            counts,
        ],
        engine="streaming",
    )
    row = counted.row(0, named=True)
    failed = {name: row[f"fails {name}"] for name in RULES}
    return {"in": row["in"], "quarantined": row["quarantined"], "failed": failed}


def main() -> None:
    job = json.loads(sys.argv[1])
    started = time.perf_counter()
    counts = split(job["files"], Path(job["folder"]))
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, **counts}))


main()
