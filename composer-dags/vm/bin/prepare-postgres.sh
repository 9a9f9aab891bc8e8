#!/bin/bash
# The database's cluster on the data disk, as postgres: `cluster` before it starts, `database` once it has.
set -euo pipefail

readonly DATA=/srv/sluice/postgres VERSION=15
readonly BIN=/usr/lib/postgresql/$VERSION/bin
export PGHOST=/run/sluice-postgres

cluster() {
  if [[ ! -e $DATA/PG_VERSION ]]; then
    # Broken off on its way, it left what can be made again.
    find "$DATA" -mindepth 1 -delete
    "$BIN/initdb" --pgdata="$DATA" --auth=peer --encoding=UTF8 --locale=C.UTF-8 --data-checksums --no-instructions
  fi
  local -r found=$(cat "$DATA/PG_VERSION")
  [[ $found == "$VERSION" ]] && return
  echo "<3>the disk holds a database of PostgreSQL $found, this machine runs $VERSION → docs/airflow-vm.md, Upgrades" >&2
  exit 1
}

database() {
  local -r role="SELECT FROM pg_roles WHERE rolname = 'airflow'" base="SELECT FROM pg_database WHERE datname = 'airflow'"
  [[ $("$BIN/psql" --no-psqlrc --quiet --tuples-only --command="$role" postgres | wc -l) -gt 1 ]] || "$BIN/createuser" airflow
  [[ $("$BIN/psql" --no-psqlrc --quiet --tuples-only --command="$base" postgres | wc -l) -gt 1 ]] ||
    "$BIN/createdb" --owner=airflow airflow
}

"$1"
