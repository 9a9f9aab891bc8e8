#!/bin/bash
# Airflow's own command line with its settings and as its user, by root: sluice-airflow.sh dags list
set -euo pipefail
set -a
. /etc/sluice/airflow.env
. /srv/sluice/keys.env
set +a
cd /srv/sluice/airflow
exec setpriv --reuid=airflow --regid=airflow --init-groups -- /opt/sluice/airflow/bin/airflow "$@"
