/** DuckDB in the engine's children, as reports name it; test/engine holds it equal to what is installed. */
export const DUCKDB_VERSION = "1.5.6";
