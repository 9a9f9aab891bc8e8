// Jest's configuration reads this too.
import { join } from "node:path";

const name = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";

/** The Python that has the packages of dataflow-templates, where the set-up has made one. */
export const python = join(import.meta.dirname, "../dataflow-templates/.venv", name);

/** The one that has Airflow. */
export const airflowPython = join(import.meta.dirname, "../composer-dags/.venv", name);
