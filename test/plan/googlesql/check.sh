#!/usr/bin/env bash
# Analyses every BigQuery statement of the goldens, and every portable query of test/contract/portable-sql, with
# GoogleSQL's own analyzer: grammar, names, types, functions. It needs Java 17, Maven and 160 MB from Maven Central, so
# it is run by hand after a change of the generator: test/plan/googlesql/check.sh
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
out="$here/../../../out/googlesql"
mkdir -p "$out"
[ -d "$out/lib" ] || mvn -q -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$out/lib"
javac -cp "$out/lib/*" -d "$out" "$here/Analyze.java"
# Bad rows are read through a table that the deployment makes over the quarantine's files.
for golden in "$here"/../goldens/*.bigquery.sql; do
  script="$out/$(basename "$golden")"
  quarantine="$(grep -o '`[^`]*_quarantine\.[^`]*`' "$golden" | head -1)"
  { echo "CREATE TABLE $quarantine (_object STRING, _generation STRING, _row INT64);"; cat "$golden"; } >"$script"
done
{
  echo "CREATE TABLE good (id INT64, amount NUMERIC(10, 2), share FLOAT64, label STRING, day DATE, arrived TIMESTAMP,"
  echo "  wall DATETIME, flag BOOL, battery STRUCT<level INT64>);"
  awk 'BEGIN { RS = ""; FS = "\n" } $1 ~ /^-- gives/ { sub(/^[^\n]*\n/, ""); sub(/;?[ ]*(--.*)?$/, ""); print $0 ";" }' \
    "$here"/../../contract/portable-sql/*.sql | sed 's/{object}/good/g'
} >"$out/portable.sql"
java -cp "$out/lib/*:$out" Analyze "$out"/*.sql 2>/dev/null
