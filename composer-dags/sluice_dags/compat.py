"""What Airflow 2.11 and 3 have in different places. `AIRFLOW` is the first number of the version."""

# ruff: noqa: F401
# pyright: reportMissingImports=false
try:
    from airflow.sdk import (
        DAG,
        Asset,
        BaseOperator,
        BaseOperatorLink,
        BaseSensorOperator,
        Param,
        PokeReturnValue,
        get_parsing_context,
    )
    from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException

    AIRFLOW = 3
    # Each pause between two tries is twice the one before.
    BACKOFF: float | bool = 2.0
except ImportError:
    from airflow import DAG
    from airflow.datasets import Dataset as Asset
    from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException
    from airflow.models.baseoperator import BaseOperator
    from airflow.models.baseoperatorlink import BaseOperatorLink
    from airflow.models.param import Param
    from airflow.sensors.base import BaseSensorOperator, PokeReturnValue
    from airflow.utils.dag_parsing_context import get_parsing_context

    AIRFLOW = 2
    BACKOFF = True

from airflow.timetables.trigger import CronTriggerTimetable
