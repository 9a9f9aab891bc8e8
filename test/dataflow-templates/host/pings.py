"""Drops of a small made-up dataset, and its contract."""

from pathlib import Path

import duckdb

CONTRACT = """apiVersion: v3.1.0
kind: DataContract
id: test-pings
version: 1.0.0
status: active
servers: [{server: landing, type: custom, location: "gs://landing/pings/dt=*/*"}]
schema:
  - name: pings
    logicalType: object
    customProperties:
      - {property: rejectDropAbovePercent, value: 100}
      CUSTOM
    quality:
      - {id: few_high, type: sql, query: 'SELECT count(*) FROM {object} WHERE lat > 50', mustBeLessThan: 10000}
      - {id: enough, metric: rowCount, mustBeGreaterThan: 99999, severity: warning}
    properties:
      - {name: id, logicalType: integer, required: true}
      - {name: at, logicalType: timestamp, required: true, partitioned: true}
      - {name: lat, logicalType: number, logicalTypeOptions: {minimum: -90, maximum: 90}}
      - name: tag
        logicalType: string
        quality:
          - type: library
            metric: invalidValues
            arguments: {validValues: [a, b, c]}
            mustBeLessThan: 2
            unit: percent
"""
PASS = "- {property: passThrough, value: true}\n      - {property: onReupload, value: hold}"
DISTINCT = "- {property: exactDuplicates, value: remove}"


def parquet(path: Path, lat: str, tag: str, rows: str = "range(10000) t(i)") -> Path:
    query = f"""SELECT i::BIGINT AS id, TIMESTAMPTZ '2026-11-20 00:00:00+00' + to_seconds(i) AS "at",
      {lat}::DOUBLE AS lat, {tag} AS tag FROM {rows}"""
    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 4096)")
    return path


def contract(folder: Path, custom: str, name: str) -> str:
    path = folder / name / "pings.odcs.yaml"
    path.parent.mkdir()
    path.write_text(CONTRACT.replace("CUSTOM", custom))
    return str(path)
