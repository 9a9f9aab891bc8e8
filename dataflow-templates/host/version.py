"""DuckDB in the engine's children, as reports name it; a test holds it equal to what is installed."""

DUCKDB_VERSION = "1.5.6"
