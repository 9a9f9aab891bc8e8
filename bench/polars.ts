import { findPython, type Python } from "./uv.ts";

/** A Python with Polars as bench/polars/uv.lock names it. */
export function findPolars(): Promise<Python> {
  return findPython("polars", "bench-venv", "Polars");
}
