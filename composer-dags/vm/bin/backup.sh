#!/bin/bash
# Airflow's database into a file beside it, as airflow; then runs older than three months leave the database. The last
# 14 files are kept: the machine may have been off for weeks.
set -euo pipefail

readonly FOLDER=/srv/sluice/backups KEPT=14 DAYS=90
readonly BIN=/usr/lib/postgresql/15/bin
export PGHOST=/run/sluice-postgres

file=$FOLDER/airflow-$(date -u +%Y%m%dT%H%M%SZ).dump
trap 'echo "<3>no backup of the database was made: see journalctl -u sluice-backup" >&2' ERR
"$BIN/pg_dump" --format=custom --file="$file.part" airflow
# A file that can be read to its end.
"$BIN/pg_restore" --list "$file.part" >/dev/null
mv "$file.part" "$file"
find "$FOLDER" -name '*.part' -delete
find "$FOLDER" -name 'airflow-*.dump' | sort --reverse | tail -n +$((KEPT + 1)) | xargs --no-run-if-empty rm --
echo "$(basename "$file"): $(stat --format=%s "$file") bytes"

/opt/sluice/airflow/bin/airflow db clean --clean-before-timestamp "$(date -u -d "$DAYS days ago" +%FT%TZ)" \
  --skip-archive --yes >/dev/null
