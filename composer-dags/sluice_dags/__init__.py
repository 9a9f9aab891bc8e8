"""What composer-dags/lakehouse.py makes DAGs of. Nothing here is parsed by Airflow itself (.airflowignore)."""
