#!/bin/bash
# Installs Airflow on its machine (Debian 12), as root: at every start (infra/orchestrator/airflow-vm/start-up.sh), and
# whenever it is called. What is as it should be is left alone; if anything fails, what ran before goes on. What is kept
# lies on the data disk, everything else is made anew: docs/airflow-vm.md.
set -euo pipefail

readonly DATA=/srv/sluice
readonly CODE=/opt/sluice
readonly CONFIG=/etc/sluice
readonly SCRIPTS=/usr/local/lib/sluice
readonly UNITS=/etc/systemd/system
readonly AGENT=/etc/google-cloud-ops-agent
# Debian's own. Another Debian brings another.
readonly PYTHON=/usr/bin/python3
readonly KEYS=(AIRFLOW__CORE__FERNET_KEY AIRFLOW__API__SECRET_KEY AIRFLOW__API_AUTH__JWT_SECRET)

recipe=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly recipe project=$recipe/..
readonly ENVIRONMENT=${SLUICE_ENVIRONMENT:?"the environment's name, as the metadata of the machine has it"}

main() {
  mountpoint -q "$DATA" || fail "no data disk at $DATA: the database would be lost with this machine"
  make_user
  make_folders
  make_keys
  install_uv
  local built
  built=$(build_python)
  if is_installed "$built"; then
    systemctl start sluice.target
    return
  fi
  save_database
  systemctl stop sluice.target || true # the first time there is none
  place_files
  use_python "$built"
  mark_installed "$built"
  start_all
}

make_user() {
  id -u airflow >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir "$DATA/airflow" --no-create-home --shell /usr/sbin/nologin airflow
}

# A new machine may number its users otherwise than the one that wrote the disk.
make_folders() {
  install -d -m 0755 "$CODE" "$CONFIG" "$SCRIPTS"
  install -d -m 0750 -o airflow -g airflow "$DATA/airflow" "$DATA/logs" "$DATA/live" "$DATA/backups"
  install -d -m 0700 -o postgres -g postgres "$DATA/postgres"
  own airflow "$DATA/airflow" "$DATA/logs" "$DATA/live" "$DATA/backups"
  own postgres "$DATA/postgres"
  # Until the first sync.
  [[ -L $DATA/live/dags ]] || { install -d -o airflow -g airflow "$DATA/live/none" && ln -s none "$DATA/live/dags"; }
}

own() {
  local -r user=$1
  shift
  find "$@" ! -user "$user" -exec chown --no-dereference "$user:$user" {} +
}

# Made once. Without the first of them nobody reads the connections and variables of the database.
make_keys() {
  local -r file=$DATA/keys.env
  if [[ -s $file ]]; then return; fi
  (
    umask 077
    for key in "${KEYS[@]}"; do
      # 32 bytes in URL-safe base64.
      printf '%s=%s\n' "$key" "$(head -c 32 /dev/urandom | base64 -w 0 | tr +/ -_)"
    done >"$file.new"
    mv "$file.new" "$file"
  )
}

install_uv() {
  local -r wanted=$recipe/locks/uv.txt done=$CODE/uv/uv.txt
  cmp -s "$wanted" "$done" && return
  "$PYTHON" -m venv --clear "$CODE/uv"
  "$CODE/uv/bin/pip" install --quiet --no-cache-dir --disable-pip-version-check --retries 5 \
    --require-hashes --only-binary :all: --requirement "$wanted"
  cp "$wanted" "$done"
}

# A folder for each lock: what runs is never changed, and a build that was broken off is begun again. Says which.
build_python() {
  local hash folder
  hash=$(cat "$project/pyproject.toml" "$project/uv.lock" "$recipe/locks/postgres.txt" | sha256sum | cut -c1-12)
  folder=$CODE/airflow-$hash
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    run_uv "$folder" sync --project "$project" --frozen --no-dev --no-install-project --compile-bytecode
    run_uv "$folder" pip install --python "$folder/bin/python" --require-hashes --no-deps --only-binary :all: \
      --compile-bytecode --requirement "$recipe/locks/postgres.txt"
    touch "$folder/complete"
  fi
  echo "$folder"
}

run_uv() {
  local -r folder=$1
  shift
  UV_PROJECT_ENVIRONMENT=$folder UV_PYTHON=$PYTHON UV_PYTHON_DOWNLOADS=never UV_CACHE_DIR=${UV_CACHE_DIR:-$CODE/cache} \
    UV_NO_CONFIG=1 UV_HTTP_RETRIES=5 UV_NO_PROGRESS=1 "$CODE/uv/bin/uv" --quiet "$@" >&2
}

# This recipe with this Python.
fingerprint() {
  (cd "$recipe" && find . -type f | LC_ALL=C sort | xargs sha256sum && echo "$1 $ENVIRONMENT") | sha256sum
}

is_installed() {
  [[ $(fingerprint "$1") == "$(cat "$CONFIG/installed" 2>/dev/null)" && -L $CODE/airflow ]]
}

mark_installed() {
  fingerprint "$1" >"$CONFIG/installed"
}

# As the version before left it: a database is never brought back to an older one.
save_database() {
  if systemctl --quiet is-active sluice-postgres.service 2>/dev/null; then systemctl start sluice-backup.service; fi
}

place_files() {
  install -m 0755 "$recipe"/bin/* "$SCRIPTS"
  ln -sfn "$SCRIPTS/sluice-airflow.sh" /usr/local/sbin/sluice-airflow
  install -m 0644 "$recipe"/etc/{airflow.env,airflow.cfg,postgresql.conf,pg_hba.conf,pools.json} "$CONFIG"
  printf 'AIRFLOW__API__INSTANCE_NAME="Sluice %s"\n' "$ENVIRONMENT" >"$CONFIG/name.env"
  install -D -m 0644 "$recipe/etc/tmpfiles.conf" /etc/tmpfiles.d/sluice.conf
  install -D -m 0644 "$recipe/etc/journald.conf" /etc/systemd/journald.conf.d/sluice.conf
  if [[ -d $AGENT ]]; then install -m 0644 "$recipe/etc/ops-agent.yaml" "$AGENT/config.yaml"; fi
  # What this recipe has no more goes.
  find "$UNITS" -maxdepth 1 -name 'sluice*' -exec rm -rf {} +
  cp -r "$recipe"/systemd/. "$UNITS"
  chmod -R u=rwX,go=rX "$UNITS"/sluice*
}

use_python() {
  ln -sfn "$1" "$CODE/airflow.new"
  mv -T "$CODE/airflow.new" "$CODE/airflow"
  find "$CODE" -maxdepth 1 -type d -name 'airflow-*' ! -path "$1" -exec rm -rf {} +
}

start_all() {
  systemctl daemon-reload
  # Debian's own cluster is on the disk that goes with the machine.
  systemctl disable --quiet postgresql.service
  systemctl stop postgresql.service
  systemctl restart systemd-journald.service
  if [[ -d $AGENT ]]; then systemctl restart google-cloud-ops-agent.service; fi
  (cd "$recipe/systemd" && grep -lF '[Install]' -- *.service *.timer *.target) | xargs systemctl enable --quiet
  systemctl start sluice.target
}

fail() {
  echo "sluice: $*" >&2
  exit 1
}

main
