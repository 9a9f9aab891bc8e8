#!/bin/bash
# A backup back into Airflow's database, as root: restore.sh FILE [DATABASE]. It is read into a database of its own
# first, so that a broken file changes nothing; with DATABASE that is all. What was there before stays, renamed.
set -euo pipefail

readonly BIN=/usr/lib/postgresql/15/bin
export PGHOST=/run/sluice-postgres

file=$(realpath "${1:?"restore.sh FILE [DATABASE]"}")
restored=${2:-airflow_restored_$(date -u +%Y%m%d%H%M%S)}

as() {
  local -r user=$1
  shift
  (cd / && setpriv --reuid="$user" --regid="$user" --init-groups -- "$@")
}

as postgres "$BIN/createdb" --owner=airflow "$restored"
as airflow "$BIN/pg_restore" --exit-on-error --no-owner --dbname="$restored" "$file" || {
  as postgres "$BIN/dropdb" "$restored"
  echo "nothing was changed: $file cannot be restored" >&2
  exit 1
}
if [[ $# -gt 1 ]]; then exit; fi

former=airflow_before_$(date -u +%Y%m%d%H%M%S)
systemctl stop 'sluice-airflow-*.service'
as postgres "$BIN/psql" --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --single-transaction postgres <<SQL
ALTER DATABASE airflow RENAME TO $former;
ALTER DATABASE $restored RENAME TO airflow;
SQL
systemctl start sluice.target
echo "restored; what was there before is the database $former: as postgres, dropdb -h $PGHOST $former"
