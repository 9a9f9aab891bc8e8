#!/bin/bash
# Runs at every start of Airflow's machine, as root. Whatever it does may have been done before: it can be run again at
# any time (google_metadata_script_runner startup).
set -euo pipefail

readonly DISK=/dev/disk/by-id/google-sluice-data
readonly HOME_FOLDER=/srv/sluice
readonly METADATA=http://metadata.google.internal/computeMetadata/v1/instance/attributes

attribute() {
  curl --fail --silent --show-error --retry 5 --header Metadata-Flavor:Google "$METADATA/$1"
}

# Airflow's database outlives the machine: it is on a disk of its own, which is formatted only if it is blank.
mount_disk() {
  blkid "$DISK" >/dev/null || mkfs.ext4 -q -m 0 -L sluice-data "$DISK"
  mkdir -p "$HOME_FOLDER"
  grep -q "^LABEL=sluice-data " /etc/fstab || echo "LABEL=sluice-data $HOME_FOLDER ext4 discard,defaults,nofail 0 2" >>/etc/fstab
  mountpoint -q "$HOME_FOLDER" || mount "$HOME_FOLDER"
}

# Addresses, rights and packages may lag behind the first start. Bash does not stop at errors inside of what is tried,
# so each step joins its commands by &&.
patiently() {
  for pause in 5 15 30 60 120; do
    "$@" && return
    echo "sluice: $1 failed, again in $pause s" >&2
    sleep "$pause"
  done
  "$@"
}

install_packages() {
  dpkg -s postgresql python3-venv >/dev/null 2>&1 && return
  apt-get update -q &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql python3-venv
}

# Its disk and memory are measured by Google's agent: alerts wait for what it says.
install_agent() {
  dpkg -s google-cloud-ops-agent >/dev/null 2>&1 && return
  local -r script=/tmp/add-google-cloud-ops-agent-repo.sh
  curl --fail --silent --show-error --output "$script" "https://dl.google.com/cloudagents/${script##*/}" &&
    bash "$script" --also-install
}

# DAGs, plans, and the recipe of Airflow itself. What is gone from the bucket goes here too.
sync_dags() {
  mkdir -p "$HOME_FOLDER/dags"
  gcloud storage rsync --recursive --delete-unmatched-destination-objects --quiet \
    "gs://$(attribute sluice-dags)/dags" "$HOME_FOLDER/dags"
}

start_airflow() {
  local -r recipe="$HOME_FOLDER/dags/vm/install.sh"
  if [[ -f $recipe ]]; then
    SLUICE_ENVIRONMENT="$(attribute sluice-environment)" bash "$recipe"
  else
    echo "sluice: the bucket holds no dags/vm/install.sh: Airflow is not installed" >&2
  fi
}

mount_disk
patiently install_packages
patiently install_agent
patiently sync_dags
start_airflow
